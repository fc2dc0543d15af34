"""`make run` as a user sees it: its output, what it serves, and that no process stays behind."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tools.postgres import cluster, database

from tests.tools.conftest import POSTGRES_KINDS, postgres_bin
from tests.tools.running_command import Launch, alive, eventually
from tests.tools.sql import query

TICKET = {"title": "Scanner on ward 3 is jammed", "description": "It beeps and takes no more labels."}


@pytest.mark.parametrize("kind", POSTGRES_KINDS)
def test_it_serves_keeps_its_data_and_stops_every_process_on_sigterm(launch: Launch, kind: str) -> None:
    environ = postgres_bin(kind)
    first = launch(**environ).wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    tree = first.process_tree()
    assert len(tree) > 5
    first.process.send_signal(signal.SIGTERM)
    assert first.wait() == 0
    assert eventually(lambda: not alive(tree))
    second = launch(**environ).wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]
    assert "PostgreSQL" in first.output()
    assert f"Quietdesk is ready: http://127.0.0.1:{first.port}  (Ctrl-C stops it)\n" in first.lines


def test_a_killed_command_stops_every_process_and_loses_no_data(launch: Launch) -> None:
    first = launch().wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    tree = first.process_tree()
    first.process.kill()
    assert eventually(lambda: not alive(tree))
    second = launch().wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]


def test_ctrl_c_stops_make_and_every_process_below(launch: Launch) -> None:
    running = launch.make("run").wait_until_ready()
    tree = running.process_tree()
    os.killpg(running.process.pid, signal.SIGINT)
    running.wait()
    assert eventually(lambda: not alive(tree))
    assert "Stopping." in running.output()


def test_a_killed_make_stops_every_process(launch: Launch) -> None:
    running = launch.make("run").wait_until_ready()
    tree = running.process_tree()
    running.process.kill()
    assert eventually(lambda: not alive(tree))


def test_a_killed_database_is_reported_and_the_next_start_has_all_data(launch: Launch) -> None:
    first = launch().wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    lock = (launch.state / "postgres" / "data" / "postmaster.pid").read_text()
    os.kill(int(lock.split()[0]), signal.SIGKILL)
    assert first.wait() == 1
    assert "quietdesk: the database exited unexpectedly" in first.output()
    second = launch().wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]


def test_a_used_port_is_reported_in_one_line_first(launch: Launch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = launch(PORT=str(port))
        assert running.wait() == 1
    output = running.output()
    assert output.count("\n") == 1
    assert f"port {port} is in use by another program" in output
    assert "make run PORT=" in output
    assert not (launch.state / "postgres").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80.5", "８０８０"])
def test_an_invalid_port_is_reported_with_its_variable(launch: Launch, port: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tools", "run"],
        cwd=Path(__file__).resolve().parents[3],
        env={"PATH": os.environ["PATH"], "PORT": port, "STATE_DIR": str(launch.state)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr == f"quietdesk: PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_second_start_in_the_same_folder_is_refused_in_one_line(launch: Launch) -> None:
    first = launch().wait_until_ready()
    second = launch()
    assert second.wait() == 1
    assert second.output().count("\n") == 1
    where = f"process {first.process.pid} at http://127.0.0.1:{first.port}"
    assert f"already runs from {launch.state} ({where})" in second.output()


def test_secrets_are_readable_by_their_owner_only(launch: Launch) -> None:
    launch().wait_until_ready()
    for name in ("secret_key", "admin_password", "postgres/superuser_password", "postgres/application_password"):
        assert stat.S_IMODE((launch.state / name).stat().st_mode) == 0o600


def test_with_database_url_no_database_is_started(launch: Launch, state: Path) -> None:
    with cluster.running(postgres_bin("embedded"), state / "own", durable=False) as own:
        address = database.ensure(own, "theirs")
        running = launch(DATABASE_URL=address).wait_until_ready()
        running.request("/api/tickets/", TICKET)
        assert query(address, "SELECT title FROM tickets_ticket") == [(TICKET["title"],)]
        assert not (state / "postgres").exists()
        assert "the one that DATABASE_URL names" in "".join(running.lines)


def test_a_demo_has_its_own_tickets_and_keeps_the_password(launch: Launch) -> None:
    first = launch().wait_until_ready()
    first.request("/api/tickets/", TICKET)
    first.process.send_signal(signal.SIGTERM)
    first.wait()
    password = (launch.state / "admin_password").read_text()
    demo = launch("demo").wait_until_ready()
    titles = [ticket["title"] for ticket in demo.request("/api/tickets/?page_size=100")["results"]]
    assert len(titles) == 100
    assert TICKET["title"] not in titles
    assert (launch.state / "admin_password").read_text() == password


def test_a_demo_with_database_url_is_refused(launch: Launch) -> None:
    running = launch("demo", DATABASE_URL="postgres://theirs@127.0.0.1:1/theirs")
    assert running.wait() == 1
    assert running.output().count("\n") == 1
    assert "DATABASE_URL= make demo" in running.output()
