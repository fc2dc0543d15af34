"""The cloud: OpenAI or any server with its Chat Completions API. It gets redacted text only."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from triage.call import Call, run_with_deadline
from triage.errors import BadAnswer, Busy, DeadlineExceeded, Impact, ModelMissing, NotRecorded, ProviderError, Refused
from triage.labels import Source
from triage.prompt import Message, messages
from triage.providers.openai_answers import labels_of
from triage.providers.openai_parameters import Parameters
from triage.providers.openai_refusals import STATUSES, refusals
from triage.redact import redact
from triage.text import cut
from triage.types import Labels, Question

if TYPE_CHECKING:
    import openai


logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CloudCall:
    """What is recorded about a request before it is sent: time, host, and the size and hash of its body."""

    at: datetime
    host: str
    model: str
    size: int
    sha256: str
    reference: str


# From either end of a text. More than the prompt sends, because redaction shortens the text.
_REDACTED_CHARS: Final = 8192

# Of a line that an error repeats. Shorter ones may be the parameter itself.
_LONG_LINE: Final = 20

Recorder = Callable[[CloudCall], None]


class OpenAI:
    """One model on one OpenAI-compatible server."""

    source: Source = "openai"

    def __init__(
        self,
        base_url: str,
        key: str,
        model: str,
        *,
        recorder: Recorder | None = None,
        socket_path: str = "",
        phone_regions: tuple[str, ...] = (),
    ) -> None:
        self._base_url = base_url
        self._host = urlsplit(base_url).hostname or ""
        self._key = key
        self.model = model
        self._recorder = recorder
        self._phone_regions = phone_regions
        self._socket_path = socket_path
        self._parameters = Parameters(self._host)

    def classify(self, question: Question, deadline: float) -> Labels:
        """Redact the ticket and ask the model for both labels. The result counts what was redacted."""
        question, redacted = _redacted(question, self._phone_regions)
        request = {"model": self.model, "messages": messages(question)}
        tried = [self._parameters.current()]

        def work(call: Call) -> Labels:
            from triage.clients.openai import open_client

            with open_client(
                call,
                self._base_url,
                self._key,
                socket_path=self._socket_path,
                on_request=lambda body: self._record(body, question.reference),
            ) as client:
                return self._request(client, request, tried)

        try:
            labels = run_with_deadline(work, deadline)
        except DeadlineExceeded:
            # A slow answer is no refusal, and each ticket would be sent several times if nothing were kept.
            self._learn(tried)
            raise
        return replace(labels, redacted=redacted)

    def _request(self, client: "openai.OpenAI", request: dict[str, Any], tried: list[dict[str, Any]]) -> Labels:
        """Send until no parameter is refused. `tried` holds the parameters of each try, the first to begin with."""
        import openai

        from triage.clients.openai import CLIENT_ERRORS

        while True:
            try:
                response = client.chat.completions.create(**request, **tried[-1])
            except openai.APIStatusError as error:
                # Ends: each round changes or drops a parameter, and none comes back.
                tried.append(self._after_refusal(error, request, tried[-1]))
            except ProviderError:
                raise
            except CLIENT_ERRORS as error:
                # The client wraps what our transport raises. Its own message may repeat the response.
                if isinstance(error.__cause__, ProviderError):
                    if isinstance(error.__cause__, BadAnswer):
                        self._learn(tried)
                    raise error.__cause__ from None
                raise BadAnswer(f"invalid response ({type(error).__name__})") from None
            else:
                # Only now: what did not help is not kept.
                self._learn(tried)
                return labels_of(response)

    def _learn(self, tried: list[dict[str, Any]]) -> None:
        if changed := self._parameters.learn(tried[0], tried[-1]):
            logger.info("triage: the server of openai accepts other parameters: %s", ", ".join(changed))

    def _after_refusal(
        self, error: "openai.APIStatusError", request: dict[str, Any], sent: dict[str, Any]
    ) -> dict[str, Any]:
        """The parameters for the next try. Raises a ProviderError where the response names none of those sent."""
        if error.status_code in STATUSES:
            refused = refusals(error.response.text, sent, ignore=(self.model, *_lines(request["messages"])))
            if (changed := self._parameters.after(refused, sent)) != sent:
                return changed
        raise error_for(error) from None

    def _record(self, body: bytes, reference: str) -> None:
        if self._recorder is None:
            return
        digest = hashlib.sha256(body).hexdigest()
        entry = CloudCall(datetime.now(UTC), self._host, self.model, len(body), digest, reference)
        try:
            self._recorder(entry)
        except Exception as error:
            raise NotRecorded(f"the recorder failed ({type(error).__name__})") from error


def _lines(asked: list[Message]) -> list[str]:
    """What a server may repeat of a request: a ticket that mentions a parameter must not have it dropped."""
    return [line for message in asked for line in message["content"].splitlines() if len(line) >= _LONG_LINE]


def _redacted(question: Question, regions: tuple[str, ...]) -> tuple[Question, dict[str, int]]:
    # Cut before, or a long text would cost time for characters that are not sent anyway.
    title, in_title = redact(cut(question.title, _REDACTED_CHARS), regions)
    description, in_description = redact(cut(question.description, _REDACTED_CHARS), regions)
    counts = Counter(in_title) + Counter(in_description)
    return replace(question, title=title, description=description), dict(counts)


def error_for(error: "openai.APIStatusError") -> ProviderError:
    """The ProviderError for an HTTP status of the cloud."""
    status = error.status_code
    text = f"status {status}"
    if status == 404:
        return ModelMissing(text)
    # A wrong key stays wrong, and every retry would send a ticket in vain.
    if status in (401, 403):
        return Refused(f"{text}: check the key", impact=Impact.OPEN)
    if status in (429, 503):
        return Busy(text, impact=Impact.COUNT)
    if status in (400, 422):
        return Refused(text, our_bug=error.code != "content_filter")
    return Refused(text, impact=Impact.COUNT)
