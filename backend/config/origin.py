"""An address people use, brought into the one form in which browsers name it."""

import re
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_IPV6 = re.compile(r"[0-9a-f:.]*:[0-9a-f:.]*")


def origin(text: str) -> str:
    """Scheme, host and port as a browser's Origin header has them; raises ValueError for anything more or less.

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
        if not _NAME.fullmatch(host):
            raise ValueError("not a host")
    shown = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def host_of(address: str) -> str:
    """The host of such an address, as ALLOWED_HOSTS wants it: without port, IPv6 in brackets."""
    return re.sub(r":\d+$", "", address.partition("://")[2])
