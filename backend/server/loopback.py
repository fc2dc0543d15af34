"""Decides whether a desk without sign-in may be served: only while everything about it is loopback."""

import ipaddress
import re
from urllib.parse import urlsplit

# A proxy or a tunnel adds one of these, so the request may come from another machine.
FORWARDED_HEADERS = frozenset({
    "forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-forwarded-for",
    "x-original-host", "true-client-ip", "cf-connecting-ip", "fastly-client-ip",
})  # fmt: skip
FORWARDED_PREFIX = "x-forwarded"

ADVICE = (
    "Quietdesk has no sign-in yet, so anybody who reaches it can read every ticket. "
    "Serve it on 127.0.0.1 alone, or set ACCESS=open to allow that."
)


def is_loopback(host: str) -> bool:
    """Whether a host, without its port, is an address of this machine alone. Other names are not looked up.

    >>> [is_loopback(host) for host in ("127.0.0.1", "[::1]", "localhost", "0.0.0.0", "127.0.0.1.evil.example", "")]
    [True, True, True, False, False, False]
    """
    host = host.strip().lower()
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def binds_loopback(bind: str) -> bool:
    """Whether a value of BIND or HTTP_BIND, with or without a port, or several with commas, is loopback.

    A unix socket is not: whatever serves it to people is unknown here.
    """
    return all(_is_loopback_bind(part) for part in bind.split(","))


def _is_loopback_bind(bind: str) -> bool:
    host = bind.strip()
    if is_loopback(host):
        return True
    with_port = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*):\d+", host)
    return with_port is not None and is_loopback(with_port[1])


def refusal(*, http_bind: str, bind: str, public_url: str, trusted_proxy: str) -> str:
    """The one line that says why the desk is not served without ACCESS=open; "" where everything is loopback.

    In compose HTTP_BIND is set and decides: BIND and TRUSTED_PROXY are then those between the containers.
    """
    problems = []
    name, value = ("HTTP_BIND", http_bind) if http_bind else ("BIND", bind)
    if not binds_loopback(value):
        problems.append(f"{name}={value} is not loopback")
    if not is_loopback(urlsplit(public_url).hostname or ""):
        problems.append(f"PUBLIC_URL={public_url} is not loopback")
    if trusted_proxy and not http_bind:
        problems.append("TRUSTED_PROXY is set")
    return f"{'; '.join(problems)}. {ADVICE}" if problems else ""
