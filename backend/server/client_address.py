"""Who sent a request: the address of the connection, or what a trusted proxy says of it. Reads as nginx does."""

import ipaddress
import re
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# So many proxies in a row, of which the nearest is the one that connects.
PROXIES_MAX = 3
_NOBODY = ipaddress.IPv4Address("255.255.255.255")
_PORT = r"(?::\d{1,5})?"
_ELEMENT = re.compile(
    rf"(?P<ipv4>[0-9.]+){_PORT}|\[(?P<bracketed>[0-9A-Fa-f:.]+)\]{_PORT}|(?P<bare>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)",
    re.ASCII,
)


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The client of a request that `peer` sent, with the header X-Forwarded-For.

    Each proxy adds at its end whom it was asked by. So the first address from the end that is no trusted proxy is the
    client. What is no address ends the search: the client is then the proxy that wrote it.

    >>> client_address("10.0.0.1", "198.51.100.7, [2001:db8::8]:443", [ipaddress.ip_network("10.0.0.0/8")])
    '2001:db8::8'
    """
    client = _address(peer)
    if client is None or not _is_in(client, trusted):
        return peer
    for element in forwarded_for.split(",")[: -PROXIES_MAX - 1 : -1]:
        found = _address(element.strip(" \t"))
        if found is None:
            break
        client = found
        if not _is_in(client, trusted):
            break
    return str(client)


def shortened(address: str) -> str:
    """The network of an address: /24, and /48 of IPv6. Other texts are returned as they are.

    A /64 may be one household, so it would name a person who works from home.
    """
    found = _address(address)
    if found is None:
        return address
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False).network_address)


def networks(text: str) -> list[Network]:
    """The addresses and networks of TRUSTED_PROXY, separated by commas or spaces. Raises ValueError."""
    return [ipaddress.ip_network(part, strict=False) for part in text.replace(",", " ").split()]


def _address(text: str) -> Address | None:
    match = _ELEMENT.fullmatch(text)
    if match is None:
        return None
    try:
        address = ipaddress.ip_address(match["ipv4"] or match["bracketed"] or match["bare"])
    except ValueError:
        return None
    address = (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address
    return None if address == _NOBODY else address


def _is_in(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)
