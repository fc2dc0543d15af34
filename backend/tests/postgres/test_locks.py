"""The advisory locks: each key has one purpose, and one session at a time holds it."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from postgres import locks
from postgres.locks import LockTimeoutError, advisory_lock, try_lock

KEY = (locks.FILE_IMPORT, 1)


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """Another session."""
    session = connections.create_connection("default")
    yield session
    session.close()


def hold(session: BaseDatabaseWrapper) -> None:
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", KEY)


def test_no_two_locks_share_a_number() -> None:
    numbers = [value for name, value in vars(locks).items() if name.isupper() and isinstance(value, int)]
    assert len(numbers) == len(set(numbers)) == 6


def test_the_frozen_migration_takes_the_lock_of_the_tally_slots() -> None:
    sql = import_module("insights.migrations.0001_initial").CREATE
    assert re.findall(r"advisory_\w*lock\((\d+), ", sql) == [str(locks.TALLY_SLOT)] * 2


@pytest.mark.django_db
def test_the_trigger_takes_the_lock_of_the_tally_slots() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('ticket_tally_slot'::regproc)")
        (definition,) = cursor.fetchone()
    assert re.findall(r"advisory_\w*lock\((\d+), ", definition) == [str(locks.TALLY_SLOT)] * 2


@pytest.mark.django_db
def test_a_lock_is_released_at_the_end_and_after_an_error(other: BaseDatabaseWrapper) -> None:
    with advisory_lock(*KEY):
        pass
    with pytest.raises(KeyError), advisory_lock(*KEY):
        raise KeyError
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", KEY)
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_a_lock_of_another_session_times_out(other: BaseDatabaseWrapper) -> None:
    hold(other)
    waits: list[str] = []
    assert not try_lock(*KEY)
    with pytest.raises(LockTimeoutError), advisory_lock(*KEY, timeout=0, on_wait=lambda: waits.append("waiting")):
        pass
    assert waits == ["waiting"]


@pytest.mark.django_db
@pytest.mark.parametrize("timeout", [None, 30])
def test_it_waits_for_the_other_session(other: BaseDatabaseWrapper, timeout: float | None) -> None:
    hold(other)
    other.inc_thread_sharing()  # it is closed from another thread
    with ThreadPoolExecutor(1) as pool, advisory_lock(*KEY, timeout=timeout, on_wait=lambda: pool.submit(other.close)):
        assert not other.is_usable()


@pytest.mark.django_db
def test_a_statement_timeout_of_the_role_does_not_end_the_wait(other: BaseDatabaseWrapper) -> None:
    hold(other)
    other.inc_thread_sharing()

    def release() -> None:
        time.sleep(1)
        other.close()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300ms'")
    with ThreadPoolExecutor(1) as pool, advisory_lock(*KEY, on_wait=lambda: pool.submit(release)):
        assert not other.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_has_released_the_lock(other: BaseDatabaseWrapper) -> None:
    with advisory_lock(*KEY):
        connection.close()
        hold(other)
    assert not try_lock(*KEY)
