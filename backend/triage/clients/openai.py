"""The `openai` client library over our own transport; a callback sees every request on_request it is sent."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import openai

from triage.call import Call
from triage.clients.exchange import RawResponse, exchange

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
        return httpx2.Response(_status(response), headers=response.headers, content=response.body, request=request)


def _status(response: RawResponse) -> int:
    """The status; of an error that a gateway sends with 200, the status that it names there, or 400."""
    if response.status != 200 or b'"error"' not in response.body:
        return response.status
    try:
        error = _error_in(json.loads(response.body))
    except (ValueError, RecursionError):
        return response.status
    if not error:
        return response.status
    code = str(error.get("code")) if isinstance(error, dict) else ""
    return int(code) if code.isdecimal() and 400 <= int(code) < 600 else 400


def _error_in(body: Any) -> Any:
    """The error of a body: at its top, or where the answer would be."""
    if not isinstance(body, dict):
        return None
    choices = body.get("choices")
    if not choices:
        return body.get("error")
    first = choices[0] if isinstance(choices, list) else None
    return first.get("error") if isinstance(first, dict) else None
