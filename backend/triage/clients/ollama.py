"""The `ollama` client library over our own transport, and requests for the fields that it leaves out."""

from typing import Any

import httpx
import ollama

from triage.call import Call
from triage.clients.exchange import exchange
from triage.clients.http_json import error_for, json_of, over_socket, request
from triage.errors import ModelMissing, Refused, RemoteModel
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


def open_client(call: Call, url: str, *, socket_path: str = "") -> ollama.Client:
    """A client for one chat; close it after. `url` has scheme, host and port: the client guesses missing ones."""
    transport = _Transport(call, socket_path)
    return ollama.Client(host=url, transport=transport, follow_redirects=False, trust_env=False, timeout=None)


def fetch(
    call: Call, url: str, method: str, path: str, body: Any, *, socket_path: str = "", private_only: bool = False
) -> Any:
    """The JSON that the server answers to one request. Raises ProviderError."""
    response = request(call, method, url.rstrip("/") + path, body, socket_path=socket_path, private_only=private_only)
    if response.status != 200:
        error = error_for(response)
        # Without this path it is no Ollama, or an old one.
        raise Refused(str(error)) if isinstance(error, ModelMissing) else error
    return json_of(response)


class _Transport(httpx.BaseTransport):
    def __init__(self, call: Call, socket_path: str) -> None:
        self._call, self._socket_path = call, socket_path

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # The client adds OLLAMA_API_KEY from the environment; it must not be sent.
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"authorization"]
        url = over_socket(str(request.url), self._socket_path)
        response = exchange(self._call, request.method, url, headers, request.read(), socket_path=self._socket_path)
        # Here, because the client loses the status when an error body is a JSON list.
        if response.status != 200:
            raise error_for(response)
        if runs_elsewhere(json_of(response)):
            raise RemoteModel("another host answered")
        return httpx.Response(response.status, headers=response.headers, content=response.body, request=request)
