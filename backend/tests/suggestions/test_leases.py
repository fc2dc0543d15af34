"""Leases on model calls over all processes: at peak one per slot, and none is lost for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Event, Lock, Timer

import pytest
from django.db import connection
from django.utils import timezone

from suggestions.models import ModelLease
from suggestions.services.leases import DatabaseSlots
from triage import Busy

pytestmark = pytest.mark.django_db(transaction=True)


def slots(limit: int = 1, queue: int = 4, seconds: float = 60) -> DatabaseSlots:
    """Each instance is like another process: they share only the database."""
    return DatabaseSlots({"ollama": limit, "openai": limit}, queue, seconds=seconds)


def deadline(seconds: float = 0.0) -> float:
    return time.monotonic() + seconds


def test_a_lease_is_released() -> None:
    with slots().hold("ollama", deadline(5)):
        assert ModelLease.objects.count() == 1
    assert not ModelLease.objects.exists()


def test_a_lease_is_released_after_an_error() -> None:
    with pytest.raises(KeyError), slots().hold("ollama", deadline(5)):
        raise KeyError
    assert not ModelLease.objects.exists()


def test_without_a_free_slot_another_process_is_busy() -> None:
    with slots(2).hold("ollama", deadline(5)), slots(2).hold("ollama", deadline(5)):
        with pytest.raises(Busy), slots(2).hold("ollama", deadline()):
            pass
        with slots(2).hold("openai", deadline(5)):
            pass


def test_it_waits_for_a_lease() -> None:
    done = Event()

    def occupy() -> None:
        with slots().hold("ollama", deadline(10)):
            done.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as other:
        ended = other.submit(occupy)
        while not ModelLease.objects.exists():
            time.sleep(0.01)
        timer = Timer(0.3, done.set)
        timer.start()
        with slots().hold("ollama", deadline(30)):
            assert done.is_set()
        timer.join()
        ended.result()


def test_there_are_never_more_calls_than_slots() -> None:
    running, peak, lock = 0, 0, Lock()

    def call(_: int) -> bool:
        nonlocal running, peak
        try:
            with slots(2).hold("ollama", deadline(60)):
                with lock:
                    running += 1
                    peak = max(peak, running)
                time.sleep(0.02)
                with lock:
                    running -= 1
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as callers:
        assert all(callers.map(call, range(24)))
    assert peak == 2
    assert not ModelLease.objects.exists()


def test_the_lease_of_a_dead_process_expires() -> None:
    with ExitStack() as dead:
        dead.enter_context(slots(seconds=600).hold("ollama", deadline(5)))
        with pytest.raises(Busy), slots().hold("ollama", deadline()):
            pass
        ModelLease.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        with slots().hold("ollama", deadline(5)):
            mine = ModelLease.objects.get().holder
            # A late release must not delete the lease of another holder.
            dead.close()
            assert ModelLease.objects.get().holder == mine


def test_no_connection_is_held_during_a_lease() -> None:
    with slots().hold("ollama", deadline(5)):
        assert connection.connection is None


def test_without_a_database_it_is_busy() -> None:
    good = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        with pytest.raises(Busy), slots().hold("ollama", deadline(5)):
            pass
    finally:
        connection.settings_dict["PORT"] = good
        connection.close()


def test_the_clock_of_the_database_decides_what_has_expired() -> None:
    with slots(seconds=0.2).hold("ollama", deadline(5)), slots().hold("ollama", deadline(20)):
        assert ModelLease.objects.count() == 1


@pytest.mark.parametrize("hours", [1, 24, 24 * 365])
def test_a_lease_from_before_the_clock_was_set_back_holds_no_slot(hours: int) -> None:
    with ExitStack() as dead:
        dead.enter_context(slots().hold("ollama", deadline(5)))
        ModelLease.objects.update(expires_at=timezone.now() + timedelta(hours=hours, minutes=1))
        with slots().hold("ollama", deadline(5)):
            assert ModelLease.objects.count() == 1


def test_a_process_with_a_shorter_lease_respects_a_longer_one() -> None:
    busy = slots(seconds=5).hold("ollama", deadline())
    with slots(seconds=300).hold("ollama", deadline(5)), pytest.raises(Busy), busy:
        pass
