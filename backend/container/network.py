"""The network that this container shares with `web`."""

import socket
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

ROUTES = Path("/proc/net/route")


class NetworkError(Exception):
    """This container has no address under the name that `web` knows it by; the message says why."""


def find(name: str, routes: Path = ROUTES) -> tuple[IPv4Address, IPv4Network]:
    """Return this container's address on the network where it has that name, and the network.

    On its other networks it has another name, so the order in which they are attached does not matter. Replicas share
    the name, so what it resolves to need not be this container's address.
    """
    try:
        known = socket.gethostbyname(name)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
            # Sends nothing: the kernel chooses the address that it would send from.
            packets.connect((known, 9))
            own = IPv4Address(packets.getsockname()[0])
    except OSError as error:
        raise NetworkError(f"{name} cannot be found among the networks: {error.strerror}.") from None
    for network in attached(routes):
        if own in network and IPv4Address(known) in network:
            return own, network
    raise NetworkError(f"{name} is {known}, which is on none of the networks of this container.")


def attached(routes: Path = ROUTES) -> list[IPv4Network]:
    """The networks that need no router."""
    rows = (line.split() for line in routes.read_text(encoding="ascii").splitlines()[1:])
    return sorted(
        IPv4Network((_address(row[1]), str(_address(row[7]))))
        for row in rows
        if _address(row[2]) == IPv4Address(0) and _address(row[7]) != IPv4Address(0)
    )


def _address(hexadecimal: str) -> IPv4Address:
    # The kernel prints native byte order, and every machine with an image of ours is little-endian.
    return IPv4Address(bytes.fromhex(hexadecimal)[::-1])
