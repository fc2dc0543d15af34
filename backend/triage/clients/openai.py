"""The `openai` client on a connection of ours, every request written down before it is sent."""

from collections.abc import Callable

import httpx2
import openai

from triage.call import Call
from triage.clients.exchange import exchange

# What the client lets out around a call, by measurement (ValueError covers pydantic's ValidationError,
# JSONDecodeError and the UnicodeEncodeError of a key).
LEAKS = (openai.OpenAIError, httpx2.HTTPError, OSError, ValueError, TypeError, AttributeError, LookupError)


def open_client(
    call: Call, base_url: str, key: str, *, socket_path: str, before: Callable[[bytes], None]
) -> openai.OpenAI:
    """A client for one call; close it after. `before` sees every request's body first, in the caller's thread."""
    http = httpx2.Client(
        transport=_Transport(call, socket_path, before), follow_redirects=False, trust_env=False, timeout=None
    )
    return openai.OpenAI(api_key=key, base_url=base_url, http_client=http, max_retries=0, timeout=None)


class _Transport(httpx2.BaseTransport):
    def __init__(self, call: Call, socket_path: str, before: Callable[[bytes], None]) -> None:
        self._call, self._socket_path, self._before = call, socket_path, before

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        self._call.in_caller(lambda: self._before(body))
        url = str(request.url)
        if self._socket_path:
            url = "http://" + url.partition("://")[2]
        reply = exchange(self._call, request.method, url, request.headers.raw, body, socket_path=self._socket_path)
        return httpx2.Response(reply.status, headers=reply.headers, content=reply.body, request=request)
