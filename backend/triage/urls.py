"""Checks of the addresses in the configuration. Each raises ValueError naming the field."""

import re
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from triage.private_hosts import is_on_premises


def check_url(name: str, url: str, *, port_for_http: bool = False) -> None:
    # urlsplit drops line ends and tabs, and clients differ about backslashes.
    if re.search(r"[\s\\]", url) or not url.isprintable():
        raise ValueError(f"{name}: not a URL (a space, a line end or a backslash)")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        # Not the url itself: it may carry a password.
        raise ValueError(f"{name}: not a URL ({error})") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{name}: must be an http:// or https:// URL with a host")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{name}: must not contain a user name or password")
    if parts.query or parts.fragment:
        raise ValueError(f"{name}: must not contain a query or fragment")
    # Without a port, http://ollama means port 80 to every client; Ollama listens on 11434.
    if port_for_http and parts.scheme == "http" and port is None:
        raise ValueError(f"{name}: write the port as well, such as http://{parts.hostname}:11434")


def check_root(name: str, url: str) -> None:
    # As other programs want it. Every request would be a 404, so the model would count as refused.
    if found := re.search(r"/(v1|api)(/chat(/completions)?|/embed(dings)?)?/*$", urlsplit(url).path):
        raise ValueError(f"{name}: leave out {found[0]}; the address of the server is enough")


def check_encrypted(name: str, url: str) -> None:
    """Raise for http to a host that is not literally loopback. nginx/start.sh has the same rule."""
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise ValueError(
            f"{name}: over plain http others could read the key and the text on the way. Use https://, or set "
            "OPENAI_PLAIN_HTTP=yes."
        )


def _is_loopback(host: str) -> bool:
    # Only these spellings: of 127.1 or localhost.example clients make different hosts.
    try:
        return host in ("localhost", "::1") or IPv4Address(host).is_loopback
    except ValueError:
        return False


def check_on_premises(name: str, url: str) -> None:
    """Raise for a host that is neither private nor a name of the stack. Where a name leads is seen at each call."""
    if not is_on_premises(urlsplit(url).hostname or ""):
        raise ValueError(
            f"{name}: text for the classifier stays on the premises. Use a loopback or private address, or a name "
            "without a dot."
        )
