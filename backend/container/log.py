"""Writes to the container's log, unbuffered."""

import sys
from datetime import UTC, datetime


def info(text: str) -> None:
    """Write one line with its time, in the format of the application's own log."""
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S+0000} INFO container.start {text}\n")
    sys.stdout.flush()
