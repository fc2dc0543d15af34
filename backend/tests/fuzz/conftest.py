"""Fixtures for the fuzz tests: one production server, and the summary of schemathesis."""

from collections.abc import Iterator

import pytest

from testing.serving import Served, serving

SUMMARY = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def fuzz_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for invalid requests."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def summary(request: pytest.FixtureRequest) -> list[str]:
    """Lines to print at the end of the run."""
    return request.config.stash.setdefault(SUMMARY, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(SUMMARY, [])
    if lines:
        terminalreporter.section("schemathesis against our own schema")
        for line in lines:
            terminalreporter.write_line(line)
