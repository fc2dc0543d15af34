"""Fixtures for all tests: an API client, tickets, and a triage chain without models."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from rest_framework.test import APIClient
from tools import weights

from suggestions.services.chain import triage
from tickets import services
from tickets.models import Ticket
from triage import Triage, TriageConfig

# No time limits, because the machine may be busy. A failure prints how to reproduce its example.
hypothesis_settings.register_profile(
    "no_time_limit", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("no_time_limit")


@pytest.fixture
def api() -> APIClient:
    """A client of the API."""
    return APIClient()


@pytest.fixture(autouse=True)
def _keywords_only(settings: Settings) -> Iterator[None]:
    """No model unless a test configures one, so that no test depends on a model server of this machine."""
    settings.TRIAGE = TriageConfig(provider="keywords")
    triage.cache_clear()
    yield
    triage.cache_clear()


@pytest.fixture
def triage_with(settings: Settings) -> Callable[..., Triage]:
    """Replaces the triage chain for one test; takes the arguments of TriageConfig."""

    def use(**config: Any) -> Triage:
        settings.TRIAGE = TriageConfig(**config)
        triage.cache_clear()
        return triage()

    return use


@pytest.fixture
def ticket(db: None) -> Callable[..., Ticket]:
    """Creates a ticket; every column can be overridden."""

    def make(**columns: Any) -> Ticket:
        defaults = {
            "title": "Scanner on ward 3 is jammed",
            "description": "It beeps and takes no more labels.",
            "category": "technical",
            "priority": "medium",
        }
        return services.ticket_create(**(defaults | columns))

    return make


@pytest.fixture(scope="session")
def weights_path() -> Path:
    """The weights of the classifier's engine, which `make test` has downloaded."""
    assert weights.is_whole(weights.FILE), "the weights of the classifier are missing: make test downloads them"
    return weights.FILE
