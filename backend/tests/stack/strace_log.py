"""Parses strace's output: the addresses that a process and its children connected or sent to."""

import re
from pathlib import Path

_INET = re.compile(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_INET6 = re.compile(r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
_UNIX = re.compile(r'sun_path=(@?)"([^"]*)"')
_FAMILY = re.compile(r"sa_family=(AF_\w+)")


def addresses(trace: Path) -> set[str]:
    """ "127.0.0.1:11434", "[::1]:80", "/run/db/.s.PGSQL.5432", or the name of any other family of addresses."""
    found = set()
    for line in trace.read_text(errors="replace").splitlines():
        for match in _FAMILY.finditer(line):
            rest = line[match.start() :]
            if inet := _INET.search(rest):
                found.add(f"{inet[2]}:{inet[1]}")
            elif inet6 := _INET6.search(rest):
                found.add(f"[{inet6[2]}]:{inet6[1]}")
            elif unix := _UNIX.search(rest):
                found.add(unix[1] + unix[2])
            else:
                found.add(match[1])
    return found
