"""The local model, over Ollama's own API: one chat call with a schema, and the probes of its readiness."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from triage.call import Call, run_with_deadline
from triage.confidence import TokenLogprob, TopLogprob, confidence
from triage.errors import BadAnswer, ModelMissing, ProviderError
from triage.labels import Source
from triage.prompt import NUM_CTX, NUM_PREDICT, messages
from triage.reply import SCHEMA, parse
from triage.types import Confidence, Labels, Question

if TYPE_CHECKING:
    import ollama

T = TypeVar("T")

# The same at every call, warm-up included: a server reloads the model for a request with other options.
OPTIONS: Final = {"temperature": 0, "seed": 7, "num_ctx": NUM_CTX, "num_predict": NUM_PREDICT}
KEEP_ALIVE: Final = -1  # never unload
# For the list of models of a server that has many.
_MAX_LIST_BYTES: Final = 1024 * 1024


class Ollama:
    """One model on one Ollama server. Every method raises ProviderError when it gets no valid response."""

    source: Source = "ollama"

    def __init__(self, url: str, model: str, *, socket_path: str = "") -> None:
        self._url = url
        self.model = model
        self._socket_path = socket_path

    def classify(self, question: Question, deadline: float) -> Labels:
        """Ask the model for both labels."""
        response = self._request(
            lambda client: client.chat(
                model=self.model,
                messages=messages(question),
                stream=False,
                # Explicit: reasoning models think by default and spend their tokens on it.
                think=False,
                format=SCHEMA,
                options=OPTIONS,
                keep_alive=KEEP_ALIVE,
                logprobs=True,
                top_logprobs=20,
            ),
            deadline,
        )
        # done is false where the server stopped a model that repeats itself; length: it ran out of tokens.
        if response.done is not True or response.done_reason == "length":
            raise BadAnswer("the model did not finish")
        category, priority = parse(response.message.content)
        return Labels(category, priority, _confidence(response))

    def loaded_context(self, deadline: float) -> int | None:
        """The context length of the loaded model, 0 where the server does not report it; None: not loaded.

        The server lists a model as loaded as soon as loading has begun. Raises ModelMissing.
        """
        listed = self._request(lambda client: client.list(), deadline, limit=_MAX_LIST_BYTES)
        if not any(_is_same_model(self.model, entry.model) for entry in listed.models):
            raise ModelMissing
        running = self._request(lambda client: client.ps(), deadline, limit=_MAX_LIST_BYTES)
        for entry in running.models:
            if _is_same_model(self.model, entry.model) or _is_same_model(self.model, entry.name):
                return entry.context_length or 0
        return None

    def load(self, deadline: float) -> None:
        """Have the server load the model and keep it. A client that disconnects early aborts the loading."""
        self._request(
            lambda client: client.chat(
                model=self.model, messages=[], stream=False, options=OPTIONS, keep_alive=KEEP_ALIVE
            ),
            deadline,
        )

    def _request(self, request: "Callable[[ollama.Client], T]", deadline: float, **limits: int) -> T:
        def work(call: Call) -> T:
            # Imported after the fork: the library makes a client at import, which processes must not share.
            from triage.clients.ollama import CLIENT_ERRORS, open_client

            with open_client(call, self._url, socket_path=self._socket_path, **limits) as client:
                try:
                    return request(client)
                except ProviderError:
                    raise
                except CLIENT_ERRORS as error:
                    # Without the message, which may repeat the response.
                    raise BadAnswer(f"invalid response ({type(error).__name__})") from None

        return run_with_deadline(work, deadline)


def _confidence(response: "ollama.ChatResponse") -> Confidence:
    tokens = [
        TokenLogprob(
            entry.token,
            entry.logprob,
            tuple(TopLogprob(other.token, other.logprob) for other in entry.top_logprobs or ()),
        )
        for entry in response.logprobs or ()
    ]
    return confidence(response.message.content or "", tokens)


def _is_same_model(wanted: str, listed: Any) -> bool:
    return isinstance(listed, str) and _full_name(wanted) == _full_name(listed)


def _full_name(name: str) -> str:
    """A model's name as the server lists it: without the default registry, with the default tag."""
    name = name.lower().removeprefix("registry.ollama.ai/").removeprefix("library/")
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
