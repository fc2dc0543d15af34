"""A clock for a whole desk that can be set while it runs: libfaketime, loaded into the database and the server."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from tools import system_programs

# libfaketime 0.9.10 fails the system call behind time.sleep() with EINVAL.
SLEEP = "import select, time\ntime.sleep = lambda seconds: select.select((), (), (), max(seconds, 0))[3:] or None\n"


class Clock:
    """The wall clock of the processes with `environ`. Their monotonic clock runs on, as on a machine that is set."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._ahead = 0.0
        sleep = folder / "python"
        sleep.mkdir()
        (sleep / "sitecustomize.py").write_text(SLEEP, encoding="ascii")
        self.environ = {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": str(sleep),
        }
        self.set_to(datetime.now(UTC))

    def set_to(self, moment: datetime) -> None:
        """Set the clock, which then runs on from there."""
        self._set(moment.timestamp() - time.time())

    def step(self, seconds: float) -> None:
        """Set the clock forward or, below zero, back."""
        self._set(self._ahead + seconds)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self._ahead, UTC)

    def _set(self, ahead: float) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead:+.3f}", encoding="ascii")
        new.chmod(0o644)
        os.replace(new, self._file)
        self._ahead = ahead


def _library() -> Path:
    """Debian's libfaketime, which stands in a folder for the machine's architecture."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found or not system_programs.find(os.environ, "faketime"):
        raise RuntimeError("The tests of the clock need libfaketime: `make test` installs it.")
    return found[0]
