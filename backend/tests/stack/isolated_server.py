"""As a script: runs the backend and a model server in a network namespace with only loopback, under strace.

    python -m tests.stack.isolated_server FOLDER

serves on FOLDER/api.sock until SIGTERM. strace writes every connection attempt to FOLDER/trace. The settings, with
DATABASE_URL, come from the environment; OLLAMA_URL is set here. Each line on standard input is an address to connect
to, such as "192.0.2.1:80"; the result is printed.
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

# The system calls that can send data to an address: connections, and messages with a receiver.
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
            env={**os.environ, "ACCESS": "open", "BIND": f"unix:{folder / 'api.sock'}", "OLLAMA_URL": model.url},
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
            result = "connected"
        except OSError as error:
            result = error.strerror or str(error)
        sys.stdout.write(f"{result}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
