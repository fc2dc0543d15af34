"""One stack for the whole run, built once; a test that changes it puts it back. Findings are shown at the end."""

from collections.abc import Callable, Iterator

import pytest

from tools.stack import engine
from tools.stack.tests.running import Stack

_tables: dict[str, list[tuple[str, ...]]] = {}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    engine.compose("build")
    stack = Stack()
    stack.down()
    try:
        stack.up()
        stack.until_ready()
        yield stack
    finally:
        stack.http.close()
        stack.down()


@pytest.fixture(scope="session")
def note() -> Callable[..., None]:
    """Adds a row to a table, as `note("Egress", "backend", "192.0.2.2:80", "timed out")`."""
    return lambda table, *cells: _tables.setdefault(table, []).append(cells)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for title, rows in _tables.items():
        terminalreporter.write_line(f"\n{title}")
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line(line.rstrip())
