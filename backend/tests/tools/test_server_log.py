"""gunicorn's own log contains no user input; tested with the real server on a real socket."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import ports, processes
from tools.paths import BACKEND, PYTHON

from tests.tools.conftest import environment_without_settings

MARKER = "marmaladenbrot"
# Raises outside Django's error handling, so that gunicorn logs the exception.
BROKEN = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/scheme":
        start_response("200 OK", [("Content-Length", str(len(environ["wsgi.url_scheme"])))])
        return [environ["wsgi.url_scheme"].encode()]
    raise ValueError(environ["QUERY_STRING"])
"""

# The production settings, without the application's threads.
SETTINGS = """
from server.gunicorn import *

def post_worker_init(worker):
    pass


def on_starting(server):
    pass
"""


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a gunicorn with server/gunicorn.py and a failing application, and its log file."""
    (tmp_path / "broken.py").write_text(BROKEN)
    (tmp_path / "settings.py").write_text(SETTINGS)
    log = tmp_path / "log"
    environ = {**environment_without_settings(), "WEB_CONCURRENCY": "1", "ACCESS_LOG": "1"}
    environ |= {"PYTHONPATH": str(tmp_path), **getattr(request, "param", {})}
    with log.open("wb") as file, ports.reserved() as port:
        process = processes.start(
            [PYTHON, "-m", "gunicorn", "--config", tmp_path / "settings.py", "broken:application"],
            environ={**environ, "BIND": f"127.0.0.1:{port}"},
            cwd=BACKEND,
            log=file,
        )
        try:
            _wait_for(port, log)
            yield port, log
        finally:
            processes.stop(process, (signal.SIGTERM, 30))


def ask(port: int, request: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.decode()


@pytest.mark.parametrize(
    ("request_text", "status", "logged"),
    [
        ("GET /tickets?search={m} HTTP/1.1\r\nHost: x\r\nReferer: /?search={m}\r\n", "500", "Error handling request"),
        ("GET /tickets?search=two {m} HTTP/1.1\r\nHost: x\r\n", "400", "Invalid request from ip=127.0.0.0"),
        ("GET / HTTP/1.1\r\nHost: x\r\nBad Name{m}: 1\r\n", "400", "Invalid request from ip=127.0.0.0"),
    ],
)
def test_a_failing_request_is_logged_without_its_content(
    server: tuple[int, Path], request_text: str, status: str, logged: str
) -> None:
    port, log = server
    answer = ask(port, request_text.format(m=MARKER) + "Connection: close\r\n\r\n")
    assert answer.split()[1] == status
    text = log.read_text()
    assert logged in text
    assert MARKER not in text


def test_forwarded_headers_are_ignored_by_default(server: tuple[int, Path]) -> None:
    port, _ = server
    answer = ask(port, "GET /scheme HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
    assert answer.endswith("\r\n\r\nhttp")


@pytest.mark.parametrize("server", [{"TRUSTED_PROXY": "127.0.0.1"}], indirect=True)
def test_forwarded_headers_of_the_trusted_proxy_are_believed(server: tuple[int, Path]) -> None:
    port, _ = server
    answer = ask(port, "GET /scheme HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
    assert answer.endswith("\r\n\r\nhttps")


@pytest.mark.parametrize(
    ("server", "logged"),
    [
        ({}, "127.0.0.0"),
        ({"LOG_ADDRESSES": "full"}, "127.0.0.1"),
        ({"TRUSTED_PROXY": "127.0.0.1,10.0.0.0/8"}, "2001:db8::"),
        ({"TRUSTED_PROXY": "127.0.0.1 10.0.0.0/8", "LOG_ADDRESSES": "full"}, "2001:db8::8"),
    ],
    indirect=["server"],
)
def test_the_log_names_the_network_of_the_client(server: tuple[int, Path], logged: str) -> None:
    port, log = server
    header = "X-Forwarded-For: [2001:db8::8]:443, 10.0.0.2"
    ask(port, f"GET /scheme?a=b HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n")
    assert f' {logged} "GET /scheme" 200' in log.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("TRUSTED_PROXY", "proxy", "TRUSTED_PROXY must be addresses or networks, such as 192.0.2.7, not 'proxy'."),
        ("TRUSTED_PROXY", "*", "TRUSTED_PROXY must be addresses or networks, such as 192.0.2.7, not '*'."),
        ("LOG_ADDRESSES", "no", "LOG_ADDRESSES must be short or full, not 'no'."),
    ],
)
def test_a_wrong_word_is_refused_in_one_line(name: str, value: str, line: str) -> None:
    result = subprocess.run(
        [PYTHON, "-m", "gunicorn", "--config", "server/gunicorn.py", "--check-config"],
        cwd=BACKEND,
        env={**environment_without_settings(), name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert line in (result.stdout + result.stderr).splitlines()


def test_an_invalid_number_is_reported_with_its_variable() -> None:
    result = subprocess.run(
        [PYTHON, "-m", "gunicorn", "--config", "server/gunicorn.py", "--check-config"],
        cwd=BACKEND,
        env={**environment_without_settings(), "WEB_THREADS": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "WEB_THREADS must be a whole number" in result.stdout + result.stderr


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            ask(port, "GET /scheme HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"gunicorn does not answer:\n{log.read_text()}")
