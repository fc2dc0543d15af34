"""One stack for the whole run. A test that changes it restores it. Recorded tables are printed at the end."""

import time
from collections.abc import Callable, Iterator

import pytest

from tools.stack import engine
from tools.stack.tests import image_sizes
from tools.stack.tests.compose_stack import SERVICES, Stack

_tables: dict[str, list[tuple[str, ...]]] = {}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    build_started = time.monotonic()
    engine.compose("build")
    built = time.monotonic()
    stack = Stack()
    stack.down()
    try:
        started = time.monotonic()
        stack.up()
        healthy = time.monotonic()
        stack.wait_until_ready()
        ready = time.monotonic()
        record("First start", "docker compose build", f"{built - build_started:.1f} s")
        record("First start", "docker compose up --wait", f"{healthy - started:.1f} s, all services healthy")
        record("First start", "the model loaded", f"{ready - started:.1f} s after the start")
        for row in stack.rows():
            record("docker compose ps", row["Service"], row["State"], row["Status"], row["Ports"])
        for service in SERVICES:
            own, whole = image_sizes.sizes(service)
            record("Images", service, f"our layers {own / 1e6:.1f} MB", f"with the base {whole / 1e6:.1f} MB")
        yield stack
    finally:
        stack.http.close()
        stack.down()


def record(table: str, *cells: str) -> None:
    _tables.setdefault(table, []).append(cells)


@pytest.fixture(scope="session", name="record")
def _record() -> Callable[..., None]:
    """Adds a row to a table: `record("Egress", "backend", "192.0.2.2:80", "timed out")`."""
    return record


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for title, rows in _tables.items():
        terminalreporter.write_line(f"\n{title}")
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line(line.rstrip())
