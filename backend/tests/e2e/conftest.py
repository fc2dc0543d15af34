"""What the journeys share: one server for the whole run, Chromium, and a word that marks a test's own tickets."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

# The commands, which know how to serve, are a package of the checkout, beside backend/.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools import machine, system_programs

from testing.chromium import launch_arguments
from testing.serving import Served, serving

# Playwright keeps an event loop running in this process, and Django takes that for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Patience costs nothing when all is well, and saves a test on a machine that is busy with something else.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server of this run. Tests never empty its database: each makes its own tickets and finds them again."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Starts another server with settings of its own, as `serve(OLLAMA_URL=...)`, for one test."""
    with ExitStack() as servers:
        yield lambda **settings: servers.enter_context(serving(tmp_path_factory.mktemp("served"), **settings))


@pytest.fixture(scope="session")
def base_url(served: Served) -> str:
    """Where `page.goto("/")` goes."""
    return served.url


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    """Talks to the server as the pages do, without a browser."""
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def marker() -> str:
    """A word that no other ticket holds, for the titles of a test's own."""
    return f"mark{secrets.token_hex(6)}"


@pytest.fixture
def browser_german(browser: Browser, served: Served) -> Iterator[Page]:
    """A page in a browser whose reader wants German."""
    with browser.new_context(base_url=served.url, locale="de-DE") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Those of testing.chromium."""
    try:
        return {**browser_type_launch_args, **launch_arguments()}
    except LookupError as problem:
        pytest.fail(f"{problem}: {machine.install_hint(*system_programs.PACKAGES)}")
