"""The networks that this container is attached to."""

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

ROUTES = Path("/proc/net/route")


def attached_networks(routes: Path = ROUTES) -> str:
    """The networks as gunicorn takes them: "172.18.0.0/16", or several with commas; "" without any."""
    rows = (line.split() for line in routes.read_text(encoding="ascii").splitlines()[1:])
    attached = {
        IPv4Network((_address(row[1]), str(_address(row[7]))))
        for row in rows
        if _address(row[2]) == IPv4Address(0) and _address(row[7]) != IPv4Address(0)
    }
    return ",".join(str(network) for network in sorted(attached))


def _address(hexadecimal: str) -> IPv4Address:
    # The kernel prints native byte order, and every machine with an image of ours is little-endian.
    return IPv4Address(bytes.fromhex(hexadecimal)[::-1])
