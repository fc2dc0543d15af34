"""The backend container: it creates its secrets once, waits for the database, and migrates one replica at a time."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest
from tools.paths import BACKEND

from container import make_secrets, network, start
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


SECRETS = ("database/password", "django/key")


@pytest.fixture
def secrets(folder: Path) -> Path:
    """The folder with one for each secret, as docker-compose.yml mounts a volume for each."""
    for name in ("database", "django", "older"):
        (folder / name).mkdir()
    return folder


def make(folder: Path, group: int | None = None) -> None:
    make_secrets.main(folder, folder / "older", os.getegid() if group is None else group)


def test_secrets_are_long_random_and_readable_by_their_group_only(secrets: Path) -> None:
    group = 10002 if os.geteuid() == 0 else os.getegid()
    make(secrets, group)
    made = {str(file.relative_to(secrets)): file.read_text() for file in secrets.glob("*/*")}
    assert tuple(sorted(made)) == SECRETS
    assert len(set(made.values())) == 2
    for name, secret in made.items():
        status = (secrets / name).stat()
        assert (stat.S_IMODE(status.st_mode), status.st_gid, status.st_uid) == (0o440, group, os.geteuid())
        assert stat.S_IMODE((secrets / name).parent.stat().st_mode) == 0o750
        assert len(secret.strip()) >= 48


def test_existing_secrets_are_kept(secrets: Path) -> None:
    make(secrets)
    before = {name: (secrets / name).read_text() for name in SECRETS}
    (secrets / "database/password").unlink()
    make(secrets)
    assert (secrets / "django/key").read_text() == before["django/key"]
    assert (secrets / "database/password").read_text() != before["database/password"]


@pytest.mark.parametrize("emptied", ["older/database_password", "database/password", "django/key"])
def test_an_empty_secret_is_refused(secrets: Path, capsys: pytest.CaptureFixture[str], emptied: str) -> None:
    (secrets / emptied).touch()
    with pytest.raises(SystemExit, match=f"{Path(emptied).name} is empty"):
        make(secrets)
    assert not [
        secret for file in secrets.glob("*/*") if (secret := file.read_text()) in capsys.readouterr().out if secret
    ]
    assert (secrets / emptied).read_text() == ""


def test_the_secrets_of_the_one_older_volume_are_taken_over(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (secrets / "older/django_key").write_text("the key of before\n")
    (secrets / "older/database_password").write_text("the password of before\n")
    make(secrets)
    assert [(secrets / name).read_text() for name in SECRETS] == ["the password of before\n", "the key of before\n"]
    assert "made" not in capsys.readouterr().out
    # From then on the older volume counts no more.
    (secrets / "older/database_password").write_text("another\n")
    make(secrets)
    assert (secrets / "database/password").read_text() == "the password of before\n"


def test_an_interrupted_way_over_is_completed(secrets: Path) -> None:
    (secrets / "older/django_key").write_text("the key of before\n")
    (secrets / "older/database_password").write_text("the password of before\n")
    (secrets / "database/password.new").write_text("the pass")
    make(secrets)
    assert (secrets / "database/password").read_text() == "the password of before\n"
    assert not (secrets / "database/password.new").exists()


HEADER = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
DEFAULT = "eth0\t00000000\t010016AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
OTHER = "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t00F0FFFF\t0\t0\t0\n"
LOOPBACK = "eth2\t0000007F\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n"


@pytest.mark.parametrize("rows", [DEFAULT + OTHER + LOOPBACK, LOOPBACK + OTHER, LOOPBACK])
def test_the_network_is_found_by_its_name_in_any_order(tmp_path: Path, rows: str) -> None:
    routes = tmp_path / "route"
    routes.write_text(HEADER + rows)
    address, found = network.find("localhost", routes)
    assert (str(address), str(found)) == ("127.0.0.1", "127.0.0.0/8")


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("localhost", DEFAULT + OTHER, "on none of the networks"),
        ("localhost", "", "on none of the networks"),
        ("no-such-name.invalid", LOOPBACK, "cannot be found"),
    ],
)
def test_a_network_that_is_not_there_is_an_error(tmp_path: Path, name: str, rows: str, said: str) -> None:
    routes = tmp_path / "route"
    routes.write_text(HEADER + rows)
    with pytest.raises(network.NetworkError, match=said):
        network.find(name, routes)


def test_only_the_network_of_web_is_served_and_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = IPv4Address("172.22.0.5"), IPv4Network("172.22.0.0/16")
    monkeypatch.setattr(network, "find", lambda _name: found)
    monkeypatch.setattr(os, "environ", {"BIND": "backend-for-web:8000"})
    start.serve_web_alone()
    assert os.environ["BIND"] == "172.22.0.5:8000,127.0.0.1:8000"
    assert os.environ["TRUSTED_PROXY"] == "172.22.0.0/16"


def test_another_bind_is_kept_and_trusts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"BIND": "0.0.0.0:8000"})
    start.serve_web_alone()
    assert os.environ == {"BIND": "0.0.0.0:8000"}


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
    assert "another password than the one in the volume `database-secrets`" in output
    assert "Waiting" not in output


def test_replicas_that_start_together_migrate_one_after_another(database: str, tmp_path: Path) -> None:
    replicas = [python(PREPARE, database, tmp_path) for _ in range(3)]
    outputs = [replica.communicate(timeout=300)[0] for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0], outputs
    assert sum("Account `admin` made" in text for text in outputs) == 1
    assert query(database, "SELECT count(*) FROM accounts_user WHERE username = 'admin'") == [(1,)]
