"""As a script: enters a network namespace that has only loopback, and runs Quietdesk in it.

Its last output line is JSON: the result of a connection to the outside, a page, a suggestion, and the exit status.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


def enter() -> None:
    """Enter a new network namespace. Raises OSError when the system forbids it.

    Capabilities in the namespace end with the next exec.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNET if user == 0 else CLONE_NEWNET | CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))


def unavailable() -> str:
    """Why network namespaces are not available here; "" when they are."""
    probe = [sys.executable, "-c", "from tests.tools.network_namespace import enter; enter()"]
    backend = Path(__file__).resolve().parents[2]
    result = subprocess.run(probe, cwd=backend, capture_output=True, text=True, check=False)
    return result.stderr.strip().splitlines()[-1] if result.returncode else ""


def main(port: str) -> None:
    enter()
    with socket.socket() as probe:
        probe.settimeout(5)
        try:
            probe.connect(("192.0.2.1", 80))
            outside = "connected"
        except OSError as error:
            outside = os.strerror(error.errno or 0)
    launcher = subprocess.Popen([sys.executable, "-m", "tools", "run"], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    for line in launcher.stdout:
        sys.stdout.write(line)
        if "is ready" in line:
            break
    # The engine of the classifier may still be loading.
    until = time.monotonic() + 60
    while _state_of_the_classifier(port) != "ready" and time.monotonic() < until:
        time.sleep(0.2)
    found = {
        "outside": outside,
        "page": _read(f"http://127.0.0.1:{port}/"),
        "suggestion": json.loads(_read(f"http://127.0.0.1:{port}/api/tickets/classify/", {"description": "refund"})),
    }
    launcher.send_signal(signal.SIGTERM)
    sys.stdout.write(json.dumps(found | {"ended": launcher.wait(120)}) + "\n")


def _state_of_the_classifier(port: str) -> str:
    sources = json.loads(_read(f"http://127.0.0.1:{port}/api/triage/status/"))["sources"]
    return next(str(one["state"]) for one in sources if one["source"] == "classifier")


def _read(address: str, body: dict[str, str] | None = None) -> str:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    main(sys.argv[1])
