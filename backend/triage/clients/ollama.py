"""The `ollama` client on a connection of ours."""

import httpx
import ollama

from triage.call import Call
from triage.clients.exchange import LONGEST_REPLY, exchange
from triage.errors import Busy, Impact, ModelMissing, ProviderError, Refused

# What the client lets out around a call, by measurement: its own errors, httpx's raw ones, and what a reply of the
# wrong shape causes (ValueError covers pydantic's ValidationError and JSONDecodeError).
LEAKS = (ollama.ResponseError, ollama.RequestError, httpx.HTTPError, OSError, ValueError, TypeError, AttributeError)


def open_client(call: Call, url: str, *, socket_path: str = "", limit: int = LONGEST_REPLY) -> ollama.Client:
    """A client for one call; close it after. `url` names scheme, host and port: the client guesses what is missing."""
    transport = _Transport(call, socket_path, limit)
    return ollama.Client(host=url, transport=transport, follow_redirects=False, trust_env=False, timeout=None)


class _Transport(httpx.BaseTransport):
    def __init__(self, call: Call, socket_path: str, limit: int) -> None:
        self._call, self._socket_path, self._limit = call, socket_path, limit

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # The client adds OLLAMA_API_KEY from the environment, which is not ours to send.
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"authorization"]
        url = str(request.url)
        if self._socket_path:
            url = "http://" + url.partition("://")[2]
        reply = exchange(
            self._call, request.method, url, headers, request.read(), socket_path=self._socket_path, limit=self._limit
        )
        # Here, because the client's own reading of an error body loses the status when that body is a list.
        if reply.status != 200:
            raise error_for(reply.status)
        return httpx.Response(reply.status, headers=reply.headers, content=reply.body, request=request)


def error_for(status: int) -> ProviderError:
    """What an Ollama server means by this HTTP status."""
    text = f"status {status}"
    if status == 404:
        return ModelMissing(text)
    if status in (429, 503):
        return Busy(text)
    if status in (400, 422):
        return Refused(text, our_bug=True)
    return Refused(text, impact=Impact.COUNT)
