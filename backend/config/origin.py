"""Normalizes a URL to the origin that browsers send."""

import re
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
_HOSTNAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_IPV6 = re.compile(r"[0-9a-f:.]*:[0-9a-f:.]*")


def origin(text: str) -> str:
    """Scheme, host and port as in a browser's Origin header. Raises ValueError for any other URL.

    >>> origin("https://Desk.B\u00fcro.example:443/")
    'https://desk.xn--bro-hoa.example'
    """
    parts = urlsplit(text)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not an http or https address")
    if parts.username or parts.password or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("more than scheme, host and port")
    port = parts.port
    host = parts.hostname
    if ":" in host:
        if not _IPV6.fullmatch(host):
            raise ValueError("not a host")
        host = f"[{host}]"
    else:
        host = host.encode("idna").decode("ascii").lower()
        if not _HOSTNAME.fullmatch(host):
            raise ValueError("not a host")
    suffix = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def host_of(url: str) -> str:
    """The host of an origin, as in ALLOWED_HOSTS: without port, IPv6 in brackets."""
    return re.sub(r":\d+$", "", url.partition("://")[2])
