"""Which hosts are on the premises: loopback, private addresses, and names that only this network can resolve."""

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

# Loopback, RFC 1918, link local, carrier NAT, unique local. Not `is_private`, which has networks of documentation too.
_NETWORKS: Final = tuple(
    map(
        ip_network,
        (
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "::1/128",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
# A name without a dot is one of the stack or of this network. Docker's name for its host has dots and no name server.
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?", re.IGNORECASE)
_OF_THE_MACHINE: Final = "host.docker.internal"


def is_private(address: str) -> bool:
    """Whether an address is loopback or private. One with a zone, as fe80::1%eth0, is read without it."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in _NETWORKS)


def is_of_the_stack(host: str) -> bool:
    """Whether a host of a URL is a name without a dot. Digits alone, or 0x7f, are addresses to a resolver."""
    return bool(_NAME.fullmatch(host)) and not re.fullmatch(r"\d+|0x[0-9a-f]*", host, re.IGNORECASE)


def is_on_premises(host: str) -> bool:
    """Whether a host of a URL is a private address or a name without a dot. Where a name leads is seen at the call."""
    return is_private(host) or is_of_the_stack(host) or host.lower() == _OF_THE_MACHINE
