"""The `ollama` client library over our own transport, and requests for the fields that it leaves out."""

import json
import re
from typing import Any, Final

import httpx
import ollama

from triage.call import Call
from triage.clients.exchange import RawResponse, exchange
from triage.errors import BadAnswer, Busy, Impact, ModelMissing, ProviderError, Refused, RemoteModel
from triage.ollama_models import runs_elsewhere

# What the client raises, as tested: its own errors, httpx's, and those of a response in the wrong format (ValueError
# covers pydantic's ValidationError and JSONDecodeError).
CLIENT_ERRORS = (
    ollama.ResponseError,
    ollama.RequestError,
    httpx.HTTPError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
)


# For the list of models of a server that has many.
_MAX_LIST_BYTES: Final = 1024 * 1024
# Statuses that say too slow or too much, of servers and of the gateways before them.
_BUSY: Final = frozenset({408, 409, 425, 429, 499, 503, 504, 509, 522, 524, 529, 598, 599})
# Of errors that have another status, such as Ollama's 500 "timed out waiting for llama runner to start".
_BUSY_WORDS: Final = re.compile(
    rb"tim(?:ed?|ing)[ -]?out|deadline|busy|overload|try again|too many|pending|queue", re.I
)


def open_client(call: Call, url: str, *, socket_path: str = "") -> ollama.Client:
    """A client for one chat; close it after. `url` has scheme, host and port: the client guesses missing ones."""
    transport = _Transport(call, socket_path)
    return ollama.Client(host=url, transport=transport, follow_redirects=False, trust_env=False, timeout=None)


def fetch(call: Call, url: str, method: str, path: str, body: Any, *, socket_path: str = "") -> Any:
    """The JSON that the server answers to one request. Raises ProviderError."""
    url = url.rstrip("/") + path
    request = httpx.Request(method, url, json=body)
    response = exchange(
        call,
        method,
        _over_socket(url, socket_path),
        request.headers.raw,
        request.read(),
        socket_path=socket_path,
        limit=_MAX_LIST_BYTES,
    )
    if response.status != 200:
        error = error_for(response)
        # Without this path it is no Ollama, or an old one.
        raise Refused(str(error)) if isinstance(error, ModelMissing) else error
    return _json(response)


class _Transport(httpx.BaseTransport):
    def __init__(self, call: Call, socket_path: str) -> None:
        self._call, self._socket_path = call, socket_path

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # The client adds OLLAMA_API_KEY from the environment; it must not be sent.
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"authorization"]
        url = _over_socket(str(request.url), self._socket_path)
        response = exchange(self._call, request.method, url, headers, request.read(), socket_path=self._socket_path)
        # Here, because the client loses the status when an error body is a JSON list.
        if response.status != 200:
            raise error_for(response)
        if runs_elsewhere(_json(response)):
            raise RemoteModel("another host answered")
        return httpx.Response(response.status, headers=response.headers, content=response.body, request=request)


def _over_socket(url: str, socket_path: str) -> str:
    return "http://" + url.partition("://")[2] if socket_path else url


def _json(response: RawResponse) -> Any:
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        # Without the message, which may repeat the response.
        raise BadAnswer("invalid response (no JSON)") from None


def error_for(response: RawResponse) -> ProviderError:
    """The ProviderError for a response of an Ollama server that is none of success."""
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
