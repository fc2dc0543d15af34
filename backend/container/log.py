"""Lines for the container's log, written at once."""

import sys
from datetime import UTC, datetime


def line(text: str) -> None:
    """One line with its time, in the form of the application's own log."""
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S+0000} INFO container.start {text}\n")
    sys.stdout.flush()
