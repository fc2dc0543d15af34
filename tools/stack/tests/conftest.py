"""One stack for the whole run, built once; a test that changes it puts it back. Findings are shown at the end."""

import time
from collections.abc import Callable, Iterator

import pytest

from tools.stack import engine
from tools.stack.tests import image_sizes
from tools.stack.tests.compose_stack import PARTS, Stack

_tables: dict[str, list[tuple[str, ...]]] = {}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    began = time.monotonic()
    engine.compose("build")
    built = time.monotonic()
    stack = Stack()
    stack.down()
    try:
        started = time.monotonic()
        stack.up()
        healthy = time.monotonic()
        stack.until_ready()
        ready = time.monotonic()
        note("From nothing", "docker compose build", f"{built - began:.1f} s")
        note("From nothing", "docker compose up --wait", f"{healthy - started:.1f} s, all parts healthy")
        note("From nothing", "the model loaded", f"{ready - started:.1f} s after the start")
        for row in stack.rows():
            note("docker compose ps", row["Service"], row["State"], row["Status"], row["Ports"])
        for part in PARTS:
            own, whole = image_sizes.sizes(part)
            note("Images", part, f"our own layers {own / 1e6:.1f} MB", f"with the base {whole / 1e6:.1f} MB")
        yield stack
    finally:
        stack.http.close()
        stack.down()


def note(table: str, *cells: str) -> None:
    _tables.setdefault(table, []).append(cells)


@pytest.fixture(scope="session", name="note")
def _note() -> Callable[..., None]:
    """Adds a row to a table, as `note("Egress", "backend", "192.0.2.2:80", "timed out")`."""
    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for title, rows in _tables.items():
        terminalreporter.write_line(f"\n{title}")
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line(line.rstrip())
