"""The local model, over Ollama's own API: one chat call with a schema, and the looks that tell if it can answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from triage.call import Call, keep_deadline
from triage.confidence import Alternative, Token, confidence
from triage.errors import BadAnswer, ModelMissing, ProviderError
from triage.labels import Source
from triage.prompt import NUM_CTX, NUM_PREDICT, messages
from triage.reply import SCHEMA, parse
from triage.types import Confidence, Labels, Question

if TYPE_CHECKING:
    import ollama

T = TypeVar("T")

# The very same at every call, warming up included: a server that is asked for other options loads the model again.
OPTIONS: Final = {"temperature": 0, "seed": 7, "num_ctx": NUM_CTX, "num_predict": NUM_PREDICT}
KEEP_ALIVE: Final = -1  # for ever
# The list of models on a server that has many.
_LONGEST_LIST: Final = 1024 * 1024


class Ollama:
    """One model on one Ollama server. Every method raises ProviderError when it gets no usable answer."""

    source: Source = "ollama"

    def __init__(self, url: str, model: str, *, socket_path: str = "") -> None:
        self._url = url
        self.model = model
        self._socket_path = socket_path

    def classify(self, question: Question, deadline: float) -> Labels:
        """Ask the model for both labels."""
        reply = self._ask(
            lambda client: client.chat(
                model=self.model,
                messages=messages(question),
                stream=False,
                # Always said: models that can think do so unless told not to, and then spend their tokens on it.
                think=False,
                format=SCHEMA,
                options=OPTIONS,
                keep_alive=KEEP_ALIVE,
                logprobs=True,
                top_logprobs=20,
            ),
            deadline,
        )
        # A server that stops a model repeating itself says 200 and done: false; one out of tokens says length.
        if reply.done is not True or reply.done_reason == "length":
            raise BadAnswer("the model did not finish")
        category, priority = parse(reply.message.content)
        return Labels(category, priority, _confidence(reply))

    def loaded_context(self, deadline: float) -> int | None:
        """None: the model is there and not loaded. Else its context length, 0 when the server does not tell.

        A model counts as loaded for this list as soon as its loading has begun. Raises ModelMissing.
        """
        listed = self._ask(lambda client: client.list(), deadline, limit=_LONGEST_LIST)
        if not any(_same(self.model, entry.model) for entry in listed.models):
            raise ModelMissing
        running = self._ask(lambda client: client.ps(), deadline, limit=_LONGEST_LIST)
        for entry in running.models:
            if _same(self.model, entry.model) or _same(self.model, entry.name):
                return entry.context_length or 0
        return None

    def load(self, deadline: float) -> None:
        """Have the server load the model and keep it. A caller that gives up early aborts the loading."""
        self._ask(
            lambda client: client.chat(
                model=self.model, messages=[], stream=False, options=OPTIONS, keep_alive=KEEP_ALIVE
            ),
            deadline,
        )

    def _ask(self, ask: "Callable[[ollama.Client], T]", deadline: float, **limits: int) -> T:
        def work(call: Call) -> T:
            # Imported by the process that calls: the module builds a client of its own, which must not be forked.
            from triage.clients.ollama import LEAKS, open_client

            with open_client(call, self._url, socket_path=self._socket_path, **limits) as client:
                try:
                    return ask(client)
                except ProviderError:
                    raise
                except LEAKS as error:
                    # Without their text, which may repeat the reply.
                    raise BadAnswer(f"unreadable reply ({type(error).__name__})") from None

        return keep_deadline(work, deadline)


def _confidence(reply: "ollama.ChatResponse") -> Confidence:
    tokens = [
        Token(
            entry.token,
            entry.logprob,
            tuple(Alternative(other.token, other.logprob) for other in entry.top_logprobs or ()),
        )
        for entry in reply.logprobs or ()
    ]
    return confidence(reply.message.content or "", tokens)


def _same(wanted: str, listed: Any) -> bool:
    return isinstance(listed, str) and _full_name(wanted) == _full_name(listed)


def _full_name(name: str) -> str:
    """A model's name as the server lists it: without the default registry, with the default tag."""
    name = name.lower().removeprefix("registry.ollama.ai/").removeprefix("library/")
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
