"""What the tests of losses share: two desks whose parts may die, and the table shown when the run is over."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.desk import Desk, running_desk
from tests.durability.kill_report import Ledger

TABLE = pytest.StashKey[list[Ledger]]()


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """A desk on the disk: what its database calls committed has been written through."""
    with _folder() as home, _folder() as state, running_desk(home, state) as running:
        yield running


@pytest.fixture(scope="session")
def small_desk() -> Iterator[Desk]:
    """A desk whose database lives on a disk of 160 MB."""
    with _folder() as home, _folder() as state, _small_disk(home), running_desk(home, state) as running:
        yield running


@pytest.fixture
def table(request: pytest.FixtureRequest) -> list[Ledger]:
    """What each kill cost; printed at the end of the run."""
    return request.config.stash.setdefault(TABLE, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    ledgers = config.stash.get(TABLE, [])
    if ledgers:
        terminalreporter.section("what was lost when parts were killed in the middle of 16 clients writing")
        for line in Ledger.lines(ledgers):
            terminalreporter.write_line(line)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # As root the database server is another user, who cannot enter pytest's own tmp_path.
    with tempfile.TemporaryDirectory(prefix="quietdesk-loss-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=0711", "quietdesk", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a disk that can be filled needs the right to mount one: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
