"""Fixtures for the browser tests: one server for the whole run, Chromium, and a unique word for a test's tickets."""

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

# The package tools/ is beside backend/.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools import machine, system_programs

from testing.chromium import launch_arguments
from testing.serving import Served, serving

# Playwright keeps an event loop running in this process, in which Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Long, for a busy machine. A passing test does not wait for it.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server of the whole run. Tests share its database: each finds its own tickets by a unique word."""
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Starts another server for one test, with its own settings: `serve(OLLAMA_URL=...)`."""
    with ExitStack() as servers:
        yield lambda **settings: servers.enter_context(serving(tmp_path_factory.mktemp("served"), **settings))


@pytest.fixture(scope="session")
def base_url(served: Served) -> str:
    """The base URL of `page.goto`."""
    return served.url


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    """An HTTP client of the server."""
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def marker() -> str:
    """A unique word for the titles of a test's tickets."""
    return f"mark{secrets.token_hex(6)}"


@pytest.fixture
def browser_german(browser: Browser, served: Served) -> Iterator[Page]:
    """A page in a browser with the locale de-DE."""
    with browser.new_context(base_url=served.url, locale="de-DE") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The launch arguments of testing.chromium."""
    try:
        return {**browser_type_launch_args, **launch_arguments()}
    except LookupError as error:
        pytest.fail(f"{error}: {machine.install_hint(*system_programs.PACKAGES)}")
