"""Fixtures for the tests of tools/: state folders, and both kinds of PostgreSQL."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The package tools/ is beside backend/.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools import machine
from tools.postgres import cluster
from tools.postgres.binaries import Binaries, installations
from tools.postgres.cluster import Cluster

from tests.tools.running_command import Launch

POSTGRES_KINDS = ("embedded", "installed")


@pytest.fixture
def state() -> Iterator[Path]:
    """An empty folder that the database server's user can enter, unlike tmp_path when the tests run as root."""
    with _folder() as folder:
        yield folder


@pytest.fixture(params=POSTGRES_KINDS)
def environ(request: pytest.FixtureRequest) -> dict[str, str]:
    """An environment with POSTGRES_BIN for each kind of PostgreSQL: the wheel's and the installed one."""
    return {**environment_without_settings(), **postgres_bin(request.param)}


@pytest.fixture(params=POSTGRES_KINDS, scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A running server for the tests of one file, once for each kind of PostgreSQL."""
    environ = {**environment_without_settings(), **postgres_bin(request.param)}
    with _folder() as home, cluster.running(environ, home, durable=False) as running:
        yield running


def postgres_bin(kind: str) -> dict[str, str]:
    """The setting POSTGRES_BIN for one kind of PostgreSQL. Skips the test when this machine has none of it."""
    found = next(
        (one for one in installations(environment_without_settings()) if _is_embedded(one) == (kind == "embedded")),
        None,
    )
    if found is None:
        if kind == "embedded" and machine.supports_embedded_postgres():
            pytest.fail("this machine supports embedded PostgreSQL, and it is not installed: make test installs it")
        pytest.skip(f"no {kind} PostgreSQL on this machine")
    return {"POSTGRES_BIN": str(found.folder)}


def environment_without_settings() -> dict[str, str]:
    """The environment of the test run without the application's settings."""
    settings = {
        "DATABASE_URL",
        "SECRET_KEY",
        "STATE_DIR",
        "POSTGRES_BIN",
        "PUBLIC_URL",
        "PORT",
        "MAKELEVEL",
        "MAKEFLAGS",
    }
    return {name: value for name, value in os.environ.items() if name not in settings}


@pytest.fixture
def launch(state: Path) -> Iterator[Launch]:
    """Starts `make run` on the test's state folder, any number of times. The end of the test kills what is left."""
    launch = Launch(state, environment_without_settings())
    yield launch
    launch.kill_all()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quietdesk-state-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def _is_embedded(binaries: Binaries) -> bool:
    return "embedded_postgres" in binaries.folder.parts
