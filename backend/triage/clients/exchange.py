"""One HTTP request on a connection of its own: every step within the call's deadline, the response bounded in size.

The transport of both vendors' clients. No proxy, no redirect, no retry, no keep-alive.
"""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import httpcore

from triage.call import Call
from triage.clients.network import Budget, Network
from triage.errors import Unreachable

MAX_RESPONSE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A whole response. `headers` holds the content type only, so that no client decompresses or follows anything.

    `retry_later`: whether the server names a time for another try (Retry-After).
    """

    status: int
    headers: dict[str, str]
    body: bytes
    retry_later: bool = False


def exchange(
    call: Call,
    method: str,
    url: str,
    headers: Iterable[tuple[bytes, bytes]],
    body: bytes,
    *,
    socket_path: str = "",
    limit: int = MAX_RESPONSE_BYTES,
    private_only: bool = False,
) -> RawResponse:
    """Send one request and read at most `limit` bytes of response, headers included.

    `private_only`: only to an address that is loopback or private. Raises Unreachable, DeadlineExceeded, RemoteModel
    for a host that has no such address, or BadAnswer for a response that is too long.
    """
    target = httpcore.URL(url)
    # A longer answer is no reason for longer headers.
    budget = Budget(min(limit, MAX_RESPONSE_BYTES))
    with httpcore.HTTPConnection(
        target.origin,
        ssl_context=_tls() if target.scheme == b"https" else None,
        uds=socket_path or None,
        network_backend=Network(call, budget, private_only=private_only),
    ) as connection:
        # Identity: 64 kB of gzip can be 64 MB of text. A response compressed all the same is not decompressed.
        own = [(b"Accept-Encoding", b"identity"), (b"Connection", b"close")]
        sent = [(name, value) for name, value in headers if name.lower() not in (b"accept-encoding", b"connection")]
        try:
            with connection.stream(method, target, headers=sent + own, content=body) as response:
                received = {name.lower(): value for name, value in response.headers}
                budget.bytes_left += limit - min(limit, MAX_RESPONSE_BYTES)
                response_body = b"".join(response.iter_stream())
        except httpcore.ProtocolError as error:
            raise Unreachable("the connection broke, or does not speak HTTP") from error
    content_type = received.get(b"content-type", b"application/octet-stream").decode("latin-1")
    return RawResponse(response.status, {"content-type": content_type}, response_body, b"retry-after" in received)


@cache
def _tls() -> ssl.SSLContext:
    # The certificates of the operating system, as httpx2 chooses them: companies add their own there.
    import httpx2

    return httpx2.create_ssl_context()
