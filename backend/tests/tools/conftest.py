"""What the tests of the commands share: state folders the server may enter, and both kinds of PostgreSQL."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The commands are a package of the checkout, beside backend/.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools import machine
from tools.postgres import cluster
from tools.postgres.binaries import Binaries, offered
from tools.postgres.cluster import Cluster

from tests.tools.running_command import Launch

LEGS = ("embedded", "installed")


@pytest.fixture
def state() -> Iterator[Path]:
    """An empty folder; as root the database server is another user, who cannot enter pytest's own tmp_path."""
    with _folder() as folder:
        yield folder


@pytest.fixture(params=LEGS)
def environ(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment that leads to one kind of PostgreSQL: the wheel's, then one installed on the machine."""
    return {**bare_environment(), **leading_to(request.param)}


@pytest.fixture(params=LEGS, scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A running server for the tests of one file, of one kind and then of the other."""
    environ = {**bare_environment(), **leading_to(request.param)}
    with _folder() as home, cluster.running(environ, home, hasty=True) as running:
        yield running


def leading_to(leg: str) -> dict[str, str]:
    """Skips, saying so, where this machine cannot have that kind."""
    found = next((one for one in offered(bare_environment()) if _is_embedded(one) == (leg == "embedded")), None)
    if found is None:
        if leg == "embedded" and machine.embedded_postgres_fits():
            pytest.fail("the embedded PostgreSQL fits this machine and is not installed: make test installs it")
        pytest.skip(f"no {leg} PostgreSQL on this machine")
    return {"POSTGRES_BIN": str(found.folder)}


def bare_environment() -> dict[str, str]:
    """The test run's environment without the settings that it was given."""
    ours = {"DATABASE_URL", "SECRET_KEY", "STATE_DIR", "POSTGRES_BIN", "PUBLIC_URL", "PORT", "MAKELEVEL", "MAKEFLAGS"}
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.fixture
def launch(state: Path) -> Iterator[Launch]:
    """Starts `make run` as often as a test likes, on its own state folder; nothing outlives the test."""
    launch = Launch(state, bare_environment())
    yield launch
    launch.end_all()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quietdesk-state-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def _is_embedded(binaries: Binaries) -> bool:
    return "embedded_postgres" in binaries.folder.parts
