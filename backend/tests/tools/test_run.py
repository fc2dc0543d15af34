"""`make run` as a person meets it: what it says, what it serves, and that nothing of it stays behind."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tools.postgres import cluster, database

from tests.tools.conftest import LEGS, leading_to
from tests.tools.running_command import Launch, alive, eventually
from tests.tools.sql import query

TICKET = {"title": "Scanner on ward 3 is jammed", "description": "It beeps and takes no more labels."}


@pytest.mark.parametrize("leg", LEGS)
def test_it_serves_and_keeps_its_data_and_stops_everything_when_told(launch: Launch, leg: str) -> None:
    leg_environ = leading_to(leg)
    first = launch(**leg_environ).wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    family = first.family()
    assert len(family) > 5
    first.process.send_signal(signal.SIGTERM)
    assert first.ended() == 0
    assert eventually(lambda: not alive(family))
    second = launch(**leg_environ).wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]
    assert "PostgreSQL" in first.output()
    assert f"Quietdesk is ready: http://127.0.0.1:{first.port}  (Ctrl-C stops it)\n" in first.lines


def test_a_killed_command_takes_everything_with_it_and_loses_nothing(launch: Launch) -> None:
    first = launch().wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    family = first.family()
    first.process.kill()
    assert eventually(lambda: not alive(family))
    second = launch().wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]


def test_ctrl_c_at_the_terminal_stops_make_and_everything_below(launch: Launch) -> None:
    running = launch.make("run").wait_until_ready()
    family = running.family()
    os.killpg(running.process.pid, signal.SIGINT)
    running.ended()
    assert eventually(lambda: not alive(family))
    assert "Stopping." in running.output()


def test_a_killed_make_stops_everything_too(launch: Launch) -> None:
    running = launch.make("run").wait_until_ready()
    family = running.family()
    running.process.kill()
    assert eventually(lambda: not alive(family))


def test_a_database_that_dies_is_told_and_the_next_start_has_all_data(launch: Launch) -> None:
    first = launch().wait_until_ready()
    ticket = first.request("/api/tickets/", TICKET)
    lock = (launch.state / "postgres" / "data" / "postmaster.pid").read_text()
    os.kill(int(lock.split()[0]), signal.SIGKILL)
    assert first.ended() == 1
    assert "quietdesk: the database ended by itself" in first.output()
    second = launch().wait_until_ready()
    assert second.request(f"/api/tickets/{ticket['id']}/")["title"] == TICKET["title"]


def test_a_used_port_is_told_in_one_line_before_anything_else(launch: Launch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = launch(PORT=str(port))
        assert running.ended() == 1
    output = running.output()
    assert output.count("\n") == 1
    assert f"port {port} is in use by another program" in output
    assert "make run PORT=" in output
    assert not (launch.state / "postgres").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80.5", "８０８０"])
def test_a_port_that_is_none_is_told_by_its_variable(launch: Launch, port: str) -> None:
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


def test_a_second_start_in_the_same_folder_is_told_in_one_line(launch: Launch) -> None:
    first = launch().wait_until_ready()
    second = launch()
    assert second.ended() == 1
    assert second.output().count("\n") == 1
    where = f"process {first.process.pid} at http://127.0.0.1:{first.port}"
    assert f"already runs from {launch.state} ({where})" in second.output()


def test_secrets_are_readable_by_their_owner_alone(launch: Launch) -> None:
    launch().wait_until_ready()
    for name in ("secret_key", "admin_password", "postgres/superuser_password", "postgres/application_password"):
        assert stat.S_IMODE((launch.state / name).stat().st_mode) == 0o600


def test_a_database_of_ones_own_is_used_and_none_is_started(launch: Launch, state: Path) -> None:
    with cluster.running(leading_to("embedded"), state / "own", hasty=True) as own:
        address = database.ensure(own, "theirs")
        running = launch(DATABASE_URL=address).wait_until_ready()
        running.request("/api/tickets/", TICKET)
        assert query(address, "SELECT title FROM tickets_ticket") == [(TICKET["title"],)]
        assert not (state / "postgres").exists()
        assert "the one that DATABASE_URL names" in "".join(running.lines)


def test_a_demo_has_tickets_of_its_own_and_leaves_the_password_as_it_is(launch: Launch) -> None:
    first = launch().wait_until_ready()
    first.request("/api/tickets/", TICKET)
    first.process.send_signal(signal.SIGTERM)
    first.ended()
    password = (launch.state / "admin_password").read_text()
    demo = launch("demo").wait_until_ready()
    titles = [ticket["title"] for ticket in demo.request("/api/tickets/?page_size=100")["results"]]
    assert len(titles) == 100
    assert TICKET["title"] not in titles
    assert (launch.state / "admin_password").read_text() == password


def test_a_demo_never_fills_a_database_of_ones_own(launch: Launch) -> None:
    running = launch("demo", DATABASE_URL="postgres://theirs@127.0.0.1:1/theirs")
    assert running.ended() == 1
    assert running.output().count("\n") == 1
    assert "DATABASE_URL= make demo" in running.output()
