"""The backend container: it creates its secrets once, waits for the database, and migrates one replica at a time."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.paths import BACKEND

from container import make_secrets, network
from tests.stack.temporary_database import new_database
from tests.tools.sql import query

PREPARE = "from container.start import prepare; prepare()"
WAIT = """
import django
django.setup()
from container import database
try:
    database.wait_until_available(timeout=1, log_interval=0.2)
except database.DatabaseUnusableError as error:
    print(error)
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


def test_secrets_are_long_random_and_readable_by_their_group_only(folder: Path) -> None:
    group = 10002 if os.geteuid() == 0 else os.getegid()
    make_secrets.main(folder, group)
    made = {file.name: file.read_text() for file in folder.iterdir()}
    assert set(made) == {"django_key", "database_password"}
    for name, secret in made.items():
        status = (folder / name).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_gid, status.st_uid) == (0o440, group, os.geteuid())
        assert len(secret.strip()) >= 48
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_existing_secrets_are_kept(folder: Path) -> None:
    make_secrets.main(folder, os.getegid())
    before = {file: file.read_text() for file in folder.iterdir()}
    (folder / "database_password").unlink()
    make_secrets.main(folder, os.getegid())
    assert (folder / "django_key").read_text() == before[folder / "django_key"]
    assert (folder / "database_password").read_text() != before[folder / "database_password"]


def test_an_empty_secret_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "database_password").touch()
    with pytest.raises(SystemExit, match="database_password is empty"):
        make_secrets.main(folder, os.getegid())
    assert (folder / "django_key").read_text().strip() not in capsys.readouterr().out


def test_attached_networks_are_read_from_the_routing_table(tmp_path: Path) -> None:
    routes = tmp_path / "route"
    routes.write_text(
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
        "eth0\t00000000\t010016AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
        "eth0\t000016AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
        "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t00F0FFFF\t0\t0\t0\n"
    )
    assert network.attached_networks(routes) == "172.22.0.0/16,192.168.0.0/20"
    routes.write_text("Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n")
    assert network.attached_networks(routes) == ""


def test_an_unreachable_database_is_reported_after_the_timeout(tmp_path: Path) -> None:
    output = python(WAIT, "postgres://desk:word@127.0.0.1:1/desk", tmp_path).communicate(timeout=60)[0]
    waiting, failed = output.splitlines()[0], output.splitlines()[-1]
    assert "Waiting for the database at 127.0.0.1:1: " in waiting
    assert "refused" in waiting
    assert failed.startswith("the database at 127.0.0.1:1 did not answer within 1 seconds (")
    assert "word" not in output


def test_a_wrong_database_password_fails_without_a_retry(database: str, tmp_path: Path) -> None:
    socket = database.partition("?host=")[2]
    wrong = f"postgres://quietdesk:wrong@/quietdesk?host={socket}"
    output = python(WAIT, wrong, tmp_path).communicate(timeout=60)[0]
    assert output.startswith("the database at ")
    assert "another password than the one in the volume `secrets`" in output
    assert "Waiting" not in output


def test_replicas_that_start_together_migrate_one_after_another(database: str, tmp_path: Path) -> None:
    replicas = [python(PREPARE, database, tmp_path) for _ in range(3)]
    outputs = [replica.communicate(timeout=300)[0] for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0], outputs
    assert sum("Account `admin` made" in text for text in outputs) == 1
    assert query(database, "SELECT count(*) FROM accounts_user WHERE username = 'admin'") == [(1,)]
