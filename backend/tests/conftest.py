"""What every test may use: a client that speaks JSON, tickets to find, and a triage chain that reaches no model."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from rest_framework.test import APIClient

from suggestions.services.chain import triage
from tickets import services
from tickets.models import Ticket
from triage import Triage, TriageConfig

# On a busy machine an example takes as long as it takes. What fails prints how to get the same example again.
hypothesis_settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("patient")


@pytest.fixture
def api() -> APIClient:
    """A client of the API."""
    return APIClient()


@pytest.fixture(autouse=True)
def _keywords_only(settings: Settings) -> Iterator[None]:
    """No model unless a test names one: nothing may depend on what runs on the developer's machine."""
    settings.TRIAGE = TriageConfig(provider="keywords")
    triage.cache_clear()
    yield
    triage.cache_clear()


@pytest.fixture
def triage_with(settings: Settings) -> Callable[..., Triage]:
    """Puts another triage chain behind the API for one test; takes what TriageConfig takes."""

    def use(**config: Any) -> Triage:
        settings.TRIAGE = TriageConfig(**config)
        triage.cache_clear()
        return triage()

    return use


@pytest.fixture
def ticket(db: None) -> Callable[..., Ticket]:
    """Makes a ticket; every part of it may be named."""

    def make(**parts: Any) -> Ticket:
        defaults = {
            "title": "Scanner on ward 3 is jammed",
            "description": "It beeps and takes no more labels.",
            "category": "technical",
            "priority": "medium",
        }
        return services.ticket_create(**(defaults | parts))

    return make
