"""A persistent connection is reused without a query and replaced when the server has closed it."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from postgres.backend.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def persistent() -> Iterator[DatabaseWrapper]:
    """Another connection to the same database, like that of a server thread."""
    wrapper = connections.create_connection("default")
    assert isinstance(wrapper, DatabaseWrapper)
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


def test_the_check_sends_no_query(persistent: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgreSQL, "is_usable", lambda _: pytest.fail("sent a query"))
    assert persistent.is_usable()


def test_a_closed_connection_is_replaced_at_the_next_request(persistent: DatabaseWrapper) -> None:
    with persistent.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone() == (True,)
    assert not persistent.is_usable()
    persistent.close_if_unusable_or_obsolete()  # what Django does when a request begins
    persistent.close_if_health_check_failed()
    with persistent.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_after_an_error_djangos_check_runs(persistent: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgreSQL, "is_usable", lambda _: False)
    persistent.errors_occurred = True
    assert not persistent.is_usable()


def test_a_connection_that_was_never_opened_is_not_usable() -> None:
    assert not connections.create_connection("default").is_usable()


def test_a_connection_with_a_failed_transaction_is_not_usable(persistent: DatabaseWrapper) -> None:
    persistent.set_autocommit(False)
    with contextlib.suppress(DatabaseError), persistent.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    persistent.errors_occurred = False
    assert not persistent.is_usable()
