"""Fixtures for the durability tests: two desks whose processes may be killed, and the summary table."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.desk import Desk, running_desk
from tests.durability.kill_report import KillReport

TABLE = pytest.StashKey[list[KillReport]]()


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """A desk on the real disk, whose database commits with fsync."""
    with _folder() as home, _folder() as state, running_desk(home, state) as running:
        yield running


@pytest.fixture(scope="session")
def small_desk() -> Iterator[Desk]:
    """A desk whose database is on a file system of 160 MB."""
    with _folder() as home, _folder() as state, _small_disk(home), running_desk(home, state) as running:
        yield running


@pytest.fixture
def table(request: pytest.FixtureRequest) -> list[KillReport]:
    """One report for each kill, printed at the end of the run."""
    return request.config.stash.setdefault(TABLE, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = config.stash.get(TABLE, [])
    if reports:
        terminalreporter.section("results of killing processes while 16 clients write")
        for line in KillReport.lines(reports):
            terminalreporter.write_line(line)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # When the tests run as root, the database server's user cannot enter tmp_path.
    with tempfile.TemporaryDirectory(prefix="quietdesk-durability-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=0711", "quietdesk", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small file system needs the right to mount one: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
