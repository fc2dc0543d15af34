"""How the backend's container starts: secrets made once, the database waited for, one replica at a time at work."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.paths import BACKEND

from container import make_secrets, network
from tests.stack.databases import new_database
from tests.tools.querying import query

PREPARE = "from container.start import prepare; prepare()"
WAIT = """
import django
django.setup()
from container import database
try:
    database.wait(patience=1, every=0.2)
except database.Unusable as problem:
    print(problem)
"""


def python(code: str, database: str, state: Path) -> "subprocess.Popen[str]":
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database,
        "STATE_DIR": str(state),
    }
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environ,
        cwd=BACKEND,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def database() -> Iterator[str]:
    with new_database() as address:
        yield address


def test_secrets_are_long_random_and_read_by_their_group_alone(folder: Path) -> None:
    group = 10002 if os.geteuid() == 0 else os.getegid()
    make_secrets.main(folder, group)
    made = {file.name: file.read_text() for file in folder.iterdir()}
    assert set(made) == {"django_key", "database_password"}
    for name, secret in made.items():
        status = (folder / name).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_gid, status.st_uid) == (0o440, group, os.geteuid())
        assert len(secret.strip()) >= 48
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_secrets_that_are_there_stay(folder: Path) -> None:
    make_secrets.main(folder, os.getegid())
    before = {file: file.read_text() for file in folder.iterdir()}
    (folder / "database_password").unlink()
    make_secrets.main(folder, os.getegid())
    assert (folder / "django_key").read_text() == before[folder / "django_key"]
    assert (folder / "database_password").read_text() != before[folder / "database_password"]


def test_an_empty_secret_is_not_taken_for_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "database_password").touch()
    with pytest.raises(SystemExit, match="database_password is empty"):
        make_secrets.main(folder, os.getegid())
    assert (folder / "django_key").read_text().strip() not in capsys.readouterr().out


def test_the_neighbours_are_the_attached_networks(tmp_path: Path) -> None:
    routes = tmp_path / "route"
    routes.write_text(
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
        "eth0\t00000000\t010016AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
        "eth0\t000016AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
        "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t00F0FFFF\t0\t0\t0\n"
    )
    assert network.neighbours(routes) == "172.22.0.0/16,192.168.0.0/20"
    routes.write_text("Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n")
    assert network.neighbours(routes) == ""


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    said = python(WAIT, "postgres://desk:word@127.0.0.1:1/desk", tmp_path).communicate(timeout=60)[0]
    waiting, gave_up = said.splitlines()[0], said.splitlines()[-1]
    assert "Waiting for the database at 127.0.0.1:1: " in waiting
    assert "refused" in waiting
    assert gave_up.startswith("the database at 127.0.0.1:1 did not answer within 1 seconds (")
    assert "word" not in said


def test_a_database_made_with_another_password_is_not_waited_for(database: str, tmp_path: Path) -> None:
    socket = database.partition("?host=")[2]
    wrong = f"postgres://quietdesk:wrong@/quietdesk?host={socket}"
    said = python(WAIT, wrong, tmp_path).communicate(timeout=60)[0]
    assert said.startswith("the database at ")
    assert "another password than the one in the volume `secrets`" in said
    assert "Waiting" not in said


def test_replicas_that_start_at_once_on_an_empty_database_take_turns(database: str, tmp_path: Path) -> None:
    replicas = [python(PREPARE, database, tmp_path) for _ in range(3)]
    said = [replica.communicate(timeout=300)[0] for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0], said
    assert sum("Account `admin` made" in text for text in said) == 1
    assert query(database, "SELECT count(*) FROM auth_user WHERE username = 'admin'") == [(1,)]
