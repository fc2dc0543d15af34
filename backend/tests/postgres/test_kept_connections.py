"""A kept connection: used again without a question, and replaced when the server has closed it."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from postgres.backend.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[DatabaseWrapper]:
    """Another connection to the same database, as a thread of the server keeps it."""
    one = connections.create_connection("default")
    assert isinstance(one, DatabaseWrapper)
    one.ensure_connection()
    yield one
    one.close()


def test_it_is_not_asked_as_long_as_the_server_is_quiet(kept: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgreSQL, "is_usable", lambda _: pytest.fail("asked"))
    assert kept.is_usable()


def test_one_that_the_server_closed_is_replaced_at_the_next_request(kept: DatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone() == (True,)
    assert not kept.is_usable()
    kept.close_if_unusable_or_obsolete()  # what Django does when a request begins
    kept.close_if_health_check_failed()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_after_an_error_it_is_asked(kept: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgreSQL, "is_usable", lambda _: False)
    kept.errors_occurred = True
    assert not kept.is_usable()


def test_one_that_was_never_opened_is_not_usable() -> None:
    assert not connections.create_connection("default").is_usable()


def test_one_whose_transaction_has_failed_is_of_no_use(kept: DatabaseWrapper) -> None:
    kept.set_autocommit(False)
    with contextlib.suppress(DatabaseError), kept.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    kept.errors_occurred = False
    assert not kept.is_usable()
