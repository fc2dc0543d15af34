"""One request to a model server with JSON in both directions, and what an answer without success means."""

import json
import re
from typing import Any, Final

from triage.call import Call
from triage.clients.exchange import RawResponse, exchange
from triage.errors import BadAnswer, Busy, Impact, ModelMissing, ProviderError, Refused

# For the list of models of a server that has many, and for several vectors of some thousand numbers.
MAX_BYTES: Final = 1024 * 1024
# Statuses that say too slow or too much, of servers and of the gateways before them.
_BUSY: Final = frozenset({408, 409, 425, 429, 499, 503, 504, 509, 522, 524, 529, 598, 599})
# Of errors that have another status, such as Ollama's 500 "timed out waiting for llama runner to start".
_BUSY_WORDS: Final = re.compile(
    rb"tim(?:ed?|ing)[ -]?out|deadline|busy|overload|try again|too many|pending|queue", re.I
)
_HEADERS: Final = ((b"Accept", b"application/json"), (b"Content-Type", b"application/json"))


def request(
    call: Call, method: str, url: str, body: Any, *, socket_path: str = "", private_only: bool = False
) -> RawResponse:
    """Send JSON, or nothing where `body` is None. `private_only`: only to an address that is loopback or private."""
    return exchange(
        call,
        method,
        over_socket(url, socket_path),
        _HEADERS,
        b"" if body is None else json.dumps(body).encode(),
        socket_path=socket_path,
        limit=MAX_BYTES,
        private_only=private_only,
    )


def over_socket(url: str, socket_path: str) -> str:
    """The URL for a request through a unix socket, where HTTP is plain."""
    return "http://" + url.partition("://")[2] if socket_path else url


def json_of(response: RawResponse) -> Any:
    """The JSON of a response. Raises BadAnswer without the message, which may repeat the response."""
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        raise BadAnswer("invalid response (no JSON)") from None


def error_for(response: RawResponse) -> ProviderError:
    """The ProviderError for a response that is none of success."""
    status = response.status
    text = f"status {status}"
    if status == 404:
        return ModelMissing(text)
    busy = response.retry_later or (status >= 500 and _BUSY_WORDS.search(response.body))
    if status in _BUSY or (status >= 400 and busy):
        return Busy(text)
    # Such as 202: something between took the request and has no answer yet.
    if status < 300:
        return BadAnswer(text)
    if status in (400, 422):
        return Refused(text, our_bug=True)
    return Refused(text, impact=Impact.COUNT)
