"""What the tests of bad input share: one production server, and the summary shown when the run is over."""

from collections.abc import Iterator

import pytest

from testing.serving import Served, serving

SUMMARY = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def stranger_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose clients are not to be trusted."""
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
