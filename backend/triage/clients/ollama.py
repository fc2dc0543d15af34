"""The `ollama` client library over our own transport."""

import httpx
import ollama

from triage.call import Call
from triage.clients.exchange import MAX_RESPONSE_BYTES, exchange
from triage.errors import Busy, Impact, ModelMissing, ProviderError, Refused

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


def open_client(call: Call, url: str, *, socket_path: str = "", limit: int = MAX_RESPONSE_BYTES) -> ollama.Client:
    """A client for one call; close it after. `url` has scheme, host and port: the client guesses missing ones."""
    transport = _Transport(call, socket_path, limit)
    return ollama.Client(host=url, transport=transport, follow_redirects=False, trust_env=False, timeout=None)


class _Transport(httpx.BaseTransport):
    def __init__(self, call: Call, socket_path: str, limit: int) -> None:
        self._call, self._socket_path, self._limit = call, socket_path, limit

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # The client adds OLLAMA_API_KEY from the environment; it must not be sent.
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"authorization"]
        url = str(request.url)
        if self._socket_path:
            url = "http://" + url.partition("://")[2]
        response = exchange(
            self._call, request.method, url, headers, request.read(), socket_path=self._socket_path, limit=self._limit
        )
        # Here, because the client loses the status when an error body is a JSON list.
        if response.status != 200:
            raise error_for(response.status)
        return httpx.Response(response.status, headers=response.headers, content=response.body, request=request)


def error_for(status: int) -> ProviderError:
    """The ProviderError for an HTTP status of an Ollama server."""
    text = f"status {status}"
    if status == 404:
        return ModelMissing(text)
    # 408 and 504: a gateway gave up waiting for a slow server.
    if status in (408, 429, 503, 504):
        return Busy(text)
    if status in (400, 422):
        return Refused(text, our_bug=True)
    return Refused(text, impact=Impact.COUNT)
