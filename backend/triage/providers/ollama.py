"""The local model, over Ollama's own API: one chat call with a schema, and the probes of its readiness."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from triage.call import Call, run_with_deadline
from triage.confidence import TokenLogprob, TopLogprob, confidence
from triage.errors import BadAnswer, ProviderError
from triage.labels import Source
from triage.ollama_models import Fetch, check_runs_here, loaded_context
from triage.prompt import NUM_CTX, NUM_PREDICT, messages
from triage.reply import SCHEMA, parse
from triage.types import Confidence, Labels, Question

if TYPE_CHECKING:
    import ollama

# The same at every call, warm-up included: a server reloads the model for a request with other options.
OPTIONS: Final = {"temperature": 0, "seed": 7, "num_ctx": NUM_CTX, "num_predict": NUM_PREDICT}
KEEP_ALIVE: Final = -1  # never unload


class Ollama:
    """One model on one Ollama server. Every method raises ProviderError when it gets no valid response.

    Before each chat the server is asked whether it runs the model itself: a name can be given to a model of another
    host at any time.
    """

    source: Source = "ollama"

    def __init__(self, url: str, model: str, *, socket_path: str = "") -> None:
        self._url = url
        self.model = model
        self._socket_path = socket_path

    def classify(self, question: Question, deadline: float) -> Labels:
        """Ask the model for both labels."""
        response = self._chat(
            deadline,
            messages=messages(question),
            # Explicit: reasoning models think by default and spend their tokens on it.
            think=False,
            format=SCHEMA,
            logprobs=True,
            top_logprobs=20,
        )
        # done is false where the server stopped a model that repeats itself; length: it ran out of tokens.
        if response.done is not True or response.done_reason == "length":
            raise BadAnswer("the model did not finish")
        category, priority = parse(response.message.content)
        return Labels(category, priority, _confidence(response))

    def loaded_context(self, deadline: float) -> int | None:
        """The context length of the loaded model, 0 where the server does not report it; None: not loaded.

        Raises ModelMissing or RemoteModel.
        """

        def look(call: Call) -> int | None:
            fetch = self._fetch(call)
            check_runs_here(fetch, self.model)
            return loaded_context(fetch, self.model)

        return run_with_deadline(look, deadline)

    def load(self, deadline: float) -> None:
        """Have the server load the model and keep it. A client that disconnects early aborts the loading."""
        self._chat(deadline, messages=[])

    def _chat(self, deadline: float, **arguments: Any) -> "ollama.ChatResponse":
        def work(call: Call) -> "ollama.ChatResponse":
            # Imported after the fork: the library makes a client at import, which processes must not share.
            from triage.clients.ollama import CLIENT_ERRORS, open_client

            check_runs_here(self._fetch(call), self.model)
            with open_client(call, self._url, socket_path=self._socket_path) as client:
                try:
                    response: ollama.ChatResponse = client.chat(
                        model=self.model, stream=False, options=OPTIONS, keep_alive=KEEP_ALIVE, **arguments
                    )
                    return response
                except ProviderError:
                    raise
                except CLIENT_ERRORS as error:
                    # Without the message, which may repeat the response.
                    raise BadAnswer(f"invalid response ({type(error).__name__})") from None

        return run_with_deadline(work, deadline)

    def _fetch(self, call: Call) -> Fetch:
        from triage.clients.ollama import fetch

        return partial(fetch, call, self._url, socket_path=self._socket_path)


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
