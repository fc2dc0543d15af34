"""No log line contains ticket text, whatever goes wrong."""

import logging
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from insights.selectors import stats
from tickets.models import Ticket

MARKER = "marmaladenbrot"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that the console handler would have written."""
    written: list[str] = []

    def emit(self: logging.Handler, record: logging.LogRecord) -> None:
        # With the formatter of the settings, so that another formatter there would fail these tests.
        written.append(self.format(record))

    monkeypatch.setattr(logging.StreamHandler, "emit", emit)
    return written


@pytest.mark.django_db
def test_a_constraint_violation_is_logged_by_its_sqlstate(lines: list[str]) -> None:
    with pytest.raises(IntegrityError, match=MARKER) as refused:
        Ticket.objects.create(title=MARKER, description=MARKER, category=MARKER, priority="low")
    logging.getLogger("tickets").error("refused", exc_info=refused.value)
    assert MARKER not in "".join(lines)
    assert "SQLSTATE 23514" in "".join(lines)
    assert "psycopg2.errors.CheckViolation" in "".join(lines)


@pytest.mark.django_db
def test_an_exception_is_logged_by_type_and_traceback(
    api: APIClient, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise KeyError(MARKER)

    monkeypatch.setattr(stats, "ticket_stats", fail)
    api.raise_request_exception = False
    api.get(f"/api/tickets/stats/?search={MARKER}")
    text = "".join(lines)
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text
    assert MARKER not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {"title": MARKER},
        {"title": MARKER * 50, "description": MARKER},
        {"title": MARKER, "requester": "\x00"},
        [MARKER],
    ],
)
def test_an_invalid_request_is_logged_without_its_content(api: APIClient, lines: list[str], body: object) -> None:
    api.post(f"/api/tickets/?x={MARKER}", body)
    assert lines
    assert MARKER not in "".join(lines)


@pytest.mark.django_db
def test_a_search_is_not_logged(api: APIClient, lines: list[str], ticket: Callable[..., Ticket]) -> None:
    ticket(title=MARKER)
    assert api.get("/api/tickets/", {"search": MARKER}).json()["results"]
    api.get("/api/tickets/", {"search": MARKER, "status": MARKER})
    assert MARKER not in "".join(lines)


@pytest.mark.django_db
def test_statements_are_not_logged(lines: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [MARKER])
    assert logging.getLogger("django.db.backends").level > logging.DEBUG
    assert MARKER not in "".join(lines)


def test_another_formatter_would_be_noticed(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for handler in logging.getLogger().handlers + logging.getLogger("django").handlers:
        monkeypatch.setattr(handler, "formatter", logging.Formatter("{message}", style="{"))
    logging.getLogger("tickets").error("refused", exc_info=KeyError(MARKER))
    assert MARKER in "".join(lines)


def test_a_leak_would_be_noticed(lines: list[str]) -> None:
    logging.getLogger("tickets").warning("careless: %s", MARKER)
    assert MARKER in "".join(lines)
