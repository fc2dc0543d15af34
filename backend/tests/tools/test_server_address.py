"""BIND and PORT of `make run`: obeyed, or refused in one line before anything is made."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tools import ports
from tools.errors import ToolError
from tools.paths import ROOT
from tools.server_address import server_address

from tests.tools.running_command import Launch


@pytest.mark.parametrize(
    ("environ", "bind", "url"),
    [
        ({}, "127.0.0.1:8080", "http://127.0.0.1:8080"),
        ({"PORT": "9000"}, "127.0.0.1:9000", "http://127.0.0.1:9000"),
        ({"BIND": " "}, "127.0.0.1:8080", "http://127.0.0.1:8080"),
        ({"BIND": "127.0.0.1:8143"}, "127.0.0.1:8143", "http://127.0.0.1:8143"),
        ({"BIND": "localhost:8143"}, "127.0.0.1:8143", "http://127.0.0.1:8143"),
        ({"BIND": "[::1]:8143"}, "[::1]:8143", "http://[::1]:8143"),
        ({"BIND": "[0:0:0:0:0:0:0:1]:8143", "PORT": "8143"}, "[::1]:8143", "http://[::1]:8143"),
        ({"BIND": "0.0.0.0:8080"}, "0.0.0.0:8080", "http://127.0.0.1:8080"),
        ({"BIND": "[::]:8080"}, "[::]:8080", "http://[::1]:8080"),
        ({"BIND": "192.0.2.7:80"}, "192.0.2.7:80", "http://192.0.2.7:80"),
    ],
)
def test_the_address_to_serve_on(environ: dict[str, str], bind: str, url: str) -> None:
    address = server_address(environ)
    assert (address.bind, address.url) == (bind, url)


@pytest.mark.parametrize(
    "bind",
    [
        *(":8143", "8143", "127.0.0.1", "::1", "::1:8143", "[::1]", "[::1]8143", "[]:8143", "[127.0.0.1]:8143"),
        *("127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http", "127.0.0.1:-1", "127.0.0.1:８０８０"),
        *("unix:/run/desk", "unix:desk:80", "fd://3", "desk:80", "*:80", "256.0.0.1:80", "127.1:80", "0127.0.0.1:80"),
        *(":::8080", "::1:8081", "::", "[::]"),
        *("127.0.0.1:1,[::1]:1", "127.0.0.1:80:80", "http://127.0.0.1:80", "127.0.0.1:80/", "[::1", "[fe80::1%lo:80"),
    ],
)
def test_what_is_no_address_with_a_port_is_refused(bind: str) -> None:
    with pytest.raises(ToolError) as refused:
        server_address({"BIND": bind})
    line = f"BIND must be an address and a port, such as 127.0.0.1:8143 or [::1]:8143, not {bind!r}."
    assert str(refused.value) == line


def test_two_different_ports_are_refused() -> None:
    with pytest.raises(ToolError, match=r"BIND=127\.0\.0\.1:1 and PORT=2 name different ports"):
        server_address({"BIND": "127.0.0.1:1", "PORT": "2"})


def test_it_serves_on_ipv6_loopback_and_says_so(launch: Launch) -> None:
    with ports.reserved() as port:
        running = launch(BIND=f"[::1]:{port}", PORT=str(port)).wait_until_ready()
        assert f"Quietdesk is ready: http://[::1]:{port}  (Ctrl-C stops it)\n" in running.lines
        for path in ("/", "/readyz", "/api/tickets/"):
            with urllib.request.urlopen(f"http://[::1]:{port}{path}", timeout=30) as answer:
                assert answer.status == 200
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"BIND": "0.0.0.0:{port}"}, "BIND=0.0.0.0:{port} is not loopback. "),
        ({"BIND": "[::]:{port}"}, "BIND=[::]:{port} is not loopback. "),
        ({"PUBLIC_URL": "http://desk.example.org"}, "PUBLIC_URL=http://desk.example.org is not loopback. "),
        ({"TRUSTED_PROXY": "127.0.0.1"}, "TRUSTED_PROXY is set. "),
        ({"TRUSTED_PROXY": "proxy"}, "TRUSTED_PROXY must be addresses or networks, such as 192.0.2.7, not 'proxy'."),
        ({"TIME_ZONE": "CET"}, "TIME_ZONE must be UTC or an area and a place, such as Europe/Berlin, not 'CET'."),
        ({"BIND": "unix:/run/desk"}, "BIND must be an address and a port"),
    ],
)
def test_a_refusal_comes_before_database_tables_and_admin(launch: Launch, environ: dict[str, str], line: str) -> None:
    with ports.reserved() as port:
        given = {name: value.format(port=port) for name, value in environ.items()}
        running = launch(**given, PORT=str(port))
        assert running.wait() == 1
    output = running.output()
    last = output.splitlines()[-1]
    assert last.startswith("quietdesk: " + line.format(port=port))
    assert ("ACCESS=open" in last) == line.endswith(". ")
    assert "Traceback" not in output
    assert "Database" not in output
    assert not (launch.state / "postgres").exists()
    assert not (launch.state / "admin_password").exists()


def test_an_open_desk_is_served_on_every_address(launch: Launch) -> None:
    with ports.reserved() as port:
        running = launch(BIND=f"0.0.0.0:{port}", PORT=str(port), ACCESS="open").wait_until_ready()
        assert running.request("/api/me/") == {"name": "desk", "access": "open"}


def test_an_address_of_another_machine_is_reported_in_one_line(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "BIND": "192.0.2.7:8143", "STATE_DIR": str(tmp_path), "ACCESS": "open"}
    done = subprocess.run(
        [sys.executable, "-m", "tools", "run"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    line = "quietdesk: the server cannot listen on 192.0.2.7, port 8143: Cannot assign requested address.\n"
    assert (done.returncode, done.stderr) == (1, line)
