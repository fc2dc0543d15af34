"""The `openai` client library over our own transport; a callback sees every request on_request it is sent."""

from collections.abc import Callable

import httpx2
import openai

from triage.call import Call
from triage.clients.exchange import exchange

# What the client raises, as tested (ValueError covers pydantic's ValidationError, JSONDecodeError and the
# UnicodeEncodeError of a key).
CLIENT_ERRORS = (openai.OpenAIError, httpx2.HTTPError, OSError, ValueError, TypeError, AttributeError, LookupError)


def open_client(
    call: Call, base_url: str, key: str, *, socket_path: str, on_request: Callable[[bytes], None]
) -> openai.OpenAI:
    """A client for one call; close it after. `on_request` gets each request's body first, in the caller's thread."""
    http = httpx2.Client(
        transport=_Transport(call, socket_path, on_request), follow_redirects=False, trust_env=False, timeout=None
    )
    return openai.OpenAI(api_key=key, base_url=base_url, http_client=http, max_retries=0, timeout=None)


# Forty tokens with twenty alternatives each are 63 kB on a real llama.cpp, and 200 kB where the JSON is indented.
_MAX_RESPONSE_BYTES = 1024 * 1024


class _Transport(httpx2.BaseTransport):
    def __init__(self, call: Call, socket_path: str, on_request: Callable[[bytes], None]) -> None:
        self._call, self._socket_path, self._on_request = call, socket_path, on_request

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        self._call.run_in_caller(lambda: self._on_request(body))
        url = str(request.url)
        if self._socket_path:
            url = "http://" + url.partition("://")[2]
        response = exchange(
            self._call,
            request.method,
            url,
            request.headers.raw,
            body,
            socket_path=self._socket_path,
            limit=_MAX_RESPONSE_BYTES,
        )
        return httpx2.Response(response.status, headers=response.headers, content=response.body, request=request)
