"""Where `make run` serves: BIND, or PORT on 127.0.0.1."""

import ipaddress
import re
from dataclasses import dataclass

from tools import environment
from tools.errors import ToolError
from tools.ports import HOST


@dataclass(frozen=True)
class ServerAddress:
    """An IP address and a port to listen on."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        """As gunicorn takes it."""
        return f"{_in_url(self.host)}:{self.port}"

    @property
    def reached_at(self) -> str:
        """The address at which this machine reaches the server: one that stands for all is none to connect to."""
        return {"0.0.0.0": HOST, "::": "::1"}.get(self.host, self.host)  # noqa: S104 (not bound here)

    @property
    def url(self) -> str:
        return f"http://{_in_url(self.reached_at)}:{self.port}"


def server_address(environ: dict[str, str]) -> ServerAddress:
    """Raises ToolError for anything but an IP address (IPv6 in brackets) or localhost, with a port."""
    bind = environ.get("BIND", "").strip()
    if not bind:
        return ServerAddress(HOST, environment.port(environ))
    match = re.fullmatch(r"(?:\[(?P<ipv6>[^\[\]]+)\]|(?P<ipv4>[^\[\]:]+)):(?P<port>[0-9]{1,5})", bind, re.ASCII)
    host = match and _host(match["ipv6"] or "", match["ipv4"] or "")
    if not match or not host or not 1 <= int(match["port"]) <= 65535:
        raise ToolError(f"BIND must be an address and a port, such as 127.0.0.1:8143 or [::1]:8143, not {bind!r}.")
    port = int(match["port"])
    if environ.get("PORT", "").strip() and environment.port(environ) != port:
        raise ToolError(f"BIND={bind} and PORT={environ['PORT']} name different ports: unset one.")
    return ServerAddress(host, port)


def _host(ipv6: str, ipv4: str) -> str:
    """The address in its usual form, or "" for what is none."""
    if ipv4 == "localhost":
        return HOST
    try:
        return str(ipaddress.IPv6Address(ipv6)) if ipv6 else str(ipaddress.IPv4Address(ipv4))
    except ValueError:
        return ""


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
