"""Run as a script: the backend and a model server in a network with loopback and nothing else, every call traced.

    python -m tests.stack.isolated_server FOLDER

serves on FOLDER/api.sock until TERM; strace writes what connects where to FOLDER/trace. DATABASE_URL and the rest of
the settings come from the environment; OLLAMA_URL is set here. A line on standard input is an address to try, as
"192.0.2.1:80" or a name, and what that met is printed.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from tools import machine, system_programs
from tools.paths import BACKEND, PYTHON

from testing.model_servers import OllamaServer
from tests.tools.network_namespace import enter

# Whatever can carry a byte to a place: a connection, or a message that names its receiver.
TRACED = "connect,sendto,sendmsg,sendmmsg"


def main(folder: Path) -> None:
    strace = system_programs.find(os.environ, "strace")
    if strace is None:
        sys.exit(f"these tests need strace: {machine.install_hint('strace')}")
    enter()
    with OllamaServer(category="account", priority="critical", loaded=None) as model:
        trace = [strace, "-D", "-f", "-qq", "-e", f"trace={TRACED}", "-e", "signal=none", "-o", str(folder / "trace")]
        server = subprocess.Popen(
            [*trace, PYTHON, "-m", "gunicorn", "--config", "server/gunicorn.py"],
            env={**os.environ, "BIND": f"unix:{folder / 'api.sock'}", "OLLAMA_URL": model.url},
            cwd=BACKEND,
        )
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        sys.stdout.write(f"{model.url.rpartition(':')[2]}\n")
        sys.stdout.flush()
        threading.Thread(target=_try_addresses, daemon=True).start()
        sys.exit(server.wait())


def _try_addresses() -> None:
    for line in sys.stdin:
        host, _, port = line.strip().rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
            met = "connected"
        except OSError as error:
            met = error.strerror or str(error)
        sys.stdout.write(f"{met}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
