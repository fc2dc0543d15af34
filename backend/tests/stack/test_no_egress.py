"""No byte leaves: the whole journey works where there is no way out, and nothing even tries to go there.

One server for the file: the backend and a model in a network namespace without a route, behind nginx over a unix
socket, with the database on its own socket, under strace.
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

from tests.stack.nginx_server import Door
from tests.stack.strace_log import places
from tests.stack.temporary_database import new_database
from tests.tools.network_namespace import unavailable

PATIENCE = 120.0
# The scripts find the tests, and the commands beside backend/, as pytest does.
SCRIPTS = {**os.environ, "PYTHONPATH": f"{BACKEND}:{ROOT}"}


@dataclass
class Sealed:
    """The sealed server, its front door, the port of its model, and the socket of its database."""

    process: "subprocess.Popen[str]"
    folder: Path
    url: str
    model: str
    database: str

    def tries(self, address: str) -> str:
        """What a connection from inside to this address meets."""
        assert self.process.stdin
        self.process.stdin.write(f"{address}\n")
        self.process.stdin.flush()
        return said(self.process)


@pytest.fixture(scope="module")
def sealed() -> Iterator[Sealed]:
    if reason := unavailable():
        pytest.fail(f"these tests need network namespaces: {reason}")
    with tempfile.TemporaryDirectory(prefix="desk-") as name, new_database() as database:
        folder = Path(name)
        (folder / "files").mkdir()
        (folder / "files" / "pages").symlink_to(frontend.DIST)
        (folder / "files" / "static").symlink_to(BACKEND / "static")
        environ = {**SCRIPTS, "DATABASE_URL": database, "STATE_DIR": name}
        for command in ("migrate", "ensure_admin"):
            backend.manage(environ, command, failure=f"manage.py {command} failed", log=folder / f"{command}.log")
        with (
            Door(folder, BACKEND=f"unix:{folder / 'api.sock'}:") as door,
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
                model = f"127.0.0.1:{said(process)}"
                until_ready(door.url)
                yield Sealed(process, folder, door.url, model, database.partition("?host=")[2])
            finally:
                process.terminate()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    line = process.stdout.readline().strip() if ready else ""
    assert line, "the sealed server says nothing; its own words are above"
    return line


def until_ready(url: str) -> None:
    """Until the server is up and its watcher has loaded the model."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = httpx.get(f"{url}/api/triage/status/", trust_env=False, timeout=PATIENCE)
        if answer.status_code == 200 and answer.json()["sources"][0]["state"] == "ready":
            return
        time.sleep(0.2)
    raise AssertionError(f"not ready: {answer.status_code} {answer.text[:300]}")


@pytest.fixture(scope="module")
def journey(sealed: Sealed) -> dict[str, Any]:
    """Made once, by the API and in Chromium; holds what each saw."""
    marker = f"mark{secrets.token_hex(6)}"
    with httpx.Client(base_url=sealed.url, trust_env=False, timeout=PATIENCE) as http:
        suggested = http.post("/api/tickets/classify/", json={"description": "The password is refused."}).json()
        made = http.post(
            "/api/tickets/",
            json={"title": marker, "description": "By the API.", "suggestion": suggested["suggestion"]},
        ).json()
        listed = http.get("/api/tickets/", params={"search": marker}).json()["results"]
        stats = http.get("/api/tickets/stats/").json()
    browsed = subprocess.run(
        [sys.executable, "-m", "tests.stack.browser_journey", sealed.url, marker],
        env=SCRIPTS,
        cwd=BACKEND,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert browsed.returncode == 0, browsed.stderr
    page = json.loads(browsed.stdout)
    return {"suggested": suggested, "made": made, "listed": listed, "stats": stats, "page": page}


def test_the_whole_journey_works_where_there_is_no_way_out(journey: dict[str, Any]) -> None:
    assert (journey["suggested"]["source"], journey["suggested"]["suggested_category"]) == ("ollama", "account")
    assert journey["made"]["suggested"]["source"] == "ollama"
    assert [ticket["id"] for ticket in journey["listed"]] == [journey["made"]["id"]]
    assert journey["stats"]["total_tickets"] >= 1


def test_there_is_no_way_out_indeed(sealed: Sealed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        port = outside.getsockname()[1]
        # From here the listener answers, so it is the seal that keeps the other connection from it.
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        assert sealed.tries(f"127.0.0.1:{port}") == "Connection refused"
    assert sealed.tries("192.0.2.1:80") == "Network is unreachable"
    assert sealed.tries("somewhere.quietdesk.test:80") not in {"connected", ""}
    assert sealed.tries(sealed.model) == "connected"


def test_the_backend_connects_to_the_database_and_the_model_and_nothing_else(
    sealed: Sealed, journey: dict[str, Any]
) -> None:
    assert journey
    database = next(iter(Path(sealed.database).glob(".s.PGSQL.*[0-9]")))
    found = places(sealed.folder / "trace")
    assert found == {str(database), sealed.model}


def test_a_trace_shows_a_leak(tmp_path: Path) -> None:
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
    assert places(trace) == {"127.0.0.1:9", "[::1]:9", "127.0.0.1:53", "/nowhere.sock"}


def test_the_browser_asks_no_other_origin_and_complains_of_nothing(journey: dict[str, Any]) -> None:
    assert journey["page"]["complaints"] == []


def test_the_browser_would_have_been_seen_to(journey: dict[str, Any]) -> None:
    seen = " ".join(journey["page"]["after_a_leak"])
    assert "http://elsewhere.quietdesk.test/x.png" in seen
    assert "Content Security Policy" in seen
