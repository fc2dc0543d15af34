"""No egress: a whole user journey works in a network without a route, and nothing tries to connect outside.

All tests share one server: the backend and a model in a network namespace with only loopback, under strace. nginx and
the database are reached over unix sockets.
"""

import json
import os
import secrets
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools import backend, frontend
from tools.paths import BACKEND, ROOT

from tests.stack.nginx_server import NginxServer
from tests.stack.strace_log import addresses
from tests.stack.temporary_database import new_database
from tests.tools.network_namespace import unavailable

TIMEOUT = 120.0
# As for pytest, the import path has backend/ and the folder of tools/.
SCRIPT_ENVIRON = {**os.environ, "PYTHONPATH": f"{BACKEND}:{ROOT}"}


@dataclass
class IsolatedServer:
    """The isolated server: its process and folder, nginx's URL, the model's address, and the database's folder."""

    process: "subprocess.Popen[str]"
    folder: Path
    url: str
    model: str
    database: str

    def connect_to(self, address: str) -> str:
        """The result of a connection from inside the namespace to this address."""
        assert self.process.stdin
        self.process.stdin.write(f"{address}\n")
        self.process.stdin.flush()
        return read_line(self.process)


@pytest.fixture(scope="module")
def server() -> Iterator[IsolatedServer]:
    if reason := unavailable():
        pytest.fail(f"these tests need network namespaces: {reason}")
    with tempfile.TemporaryDirectory(prefix="desk-") as name, new_database() as database:
        folder = Path(name)
        (folder / "files").mkdir()
        (folder / "files" / "pages").symlink_to(frontend.DIST)
        (folder / "files" / "static").symlink_to(BACKEND / "static")
        environ = {**SCRIPT_ENVIRON, "DATABASE_URL": database, "STATE_DIR": name}
        for command in ("migrate", "ensure_admin"):
            backend.manage(environ, command, failure=f"manage.py {command} failed", log=folder / f"{command}.log")
        with (
            NginxServer(folder, BACKEND=f"unix:{folder / 'api.sock'}:") as nginx,
            subprocess.Popen(
                [sys.executable, "-m", "tests.stack.isolated_server", name],
                env=environ,
                cwd=BACKEND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            ) as process,
        ):
            try:
                model = f"127.0.0.1:{read_line(process)}"
                wait_until_ready(nginx.url)
                yield IsolatedServer(process, folder, nginx.url, model, database.partition("?host=")[2])
            finally:
                process.terminate()


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], TIMEOUT)
    line = process.stdout.readline().strip() if ready else ""
    assert line, "the isolated server printed nothing; its errors are above"
    return line


def wait_until_ready(url: str) -> None:
    """Wait until the server is up and its watcher has loaded the model."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        answer = httpx.get(f"{url}/api/triage/status/", trust_env=False, timeout=TIMEOUT)
        if answer.status_code == 200 and answer.json()["sources"][0]["state"] == "ready":
            return
        time.sleep(0.2)
    raise AssertionError(f"not ready: {answer.status_code} {answer.text[:300]}")


@pytest.fixture(scope="module")
def journey(server: IsolatedServer) -> dict[str, Any]:
    """A user journey over the API and in Chromium, made once. Returns the responses and the page errors."""
    marker = f"mark{secrets.token_hex(6)}"
    with httpx.Client(base_url=server.url, trust_env=False, timeout=TIMEOUT) as http:
        suggested = http.post("/api/tickets/classify/", json={"description": "The password is refused."}).json()
        made = http.post(
            "/api/tickets/",
            json={"title": marker, "description": "By the API.", "suggestion": suggested["suggestion"]},
        ).json()
        listed = http.get("/api/tickets/", params={"search": marker}).json()["results"]
        stats = http.get("/api/tickets/stats/").json()
    browser = subprocess.run(
        [sys.executable, "-m", "tests.stack.browser_journey", server.url, marker],
        env=SCRIPT_ENVIRON,
        cwd=BACKEND,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert browser.returncode == 0, browser.stderr
    page = json.loads(browser.stdout)
    return {"suggested": suggested, "made": made, "listed": listed, "stats": stats, "page": page}


def test_the_whole_journey_works_without_a_route(journey: dict[str, Any]) -> None:
    assert (journey["suggested"]["source"], journey["suggested"]["suggested_category"]) == ("ollama", "account")
    assert journey["made"]["suggested"]["source"] == "ollama"
    assert [ticket["id"] for ticket in journey["listed"]] == [journey["made"]["id"]]
    assert journey["stats"]["total_tickets"] >= 1


def test_the_namespace_has_no_route(server: IsolatedServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        port = outside.getsockname()[1]
        # From outside the namespace the listener can be reached.
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        assert server.connect_to(f"127.0.0.1:{port}") == "Connection refused"
    assert server.connect_to("192.0.2.1:80") == "Network is unreachable"
    assert server.connect_to("somewhere.quietdesk.test:80") not in {"connected", ""}
    assert server.connect_to(server.model) == "connected"


def test_the_backend_connects_only_to_the_database_and_the_model(
    server: IsolatedServer, journey: dict[str, Any]
) -> None:
    assert journey
    database = next(iter(Path(server.database).glob(".s.PGSQL.*[0-9]")))
    found = addresses(server.folder / "trace")
    assert found == {str(database), server.model}


def test_the_trace_would_show_a_leak(tmp_path: Path) -> None:
    code = """
import socket, contextlib
with contextlib.suppress(OSError):
    socket.create_connection(("127.0.0.1", 9), timeout=1)
with contextlib.suppress(OSError):
    socket.create_connection(("::1", 9), timeout=1)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"a name?", ("127.0.0.1", 53))
with contextlib.suppress(OSError):
    socket.socket(socket.AF_UNIX).connect("/nowhere.sock")
"""
    trace = tmp_path / "trace"
    options = ["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none", "-o", str(trace)]
    subprocess.run(["strace", *options, sys.executable, "-c", code], check=True)
    assert addresses(trace) == {"127.0.0.1:9", "[::1]:9", "127.0.0.1:53", "/nowhere.sock"}


def test_the_browser_requests_no_other_origin_and_logs_no_error(journey: dict[str, Any]) -> None:
    assert journey["page"]["errors"] == []


def test_a_foreign_request_of_the_browser_would_be_found(journey: dict[str, Any]) -> None:
    found = " ".join(journey["page"]["after_a_leak"])
    assert "http://elsewhere.quietdesk.test/x.png" in found
    assert "Content Security Policy" in found
