"""Turns at a model over all processes: as many as there are slots, and none lost for ever."""

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
    """Each stands for another process: they share nothing but the database."""
    return DatabaseSlots({"ollama": limit, "openai": limit}, queue, seconds=seconds)


def soon(seconds: float = 0.0) -> float:
    return time.monotonic() + seconds


def test_a_turn_is_given_back() -> None:
    with slots().hold("ollama", soon(5)):
        assert ModelLease.objects.count() == 1
    assert not ModelLease.objects.exists()


def test_a_turn_is_given_back_after_an_error() -> None:
    with pytest.raises(KeyError), slots().hold("ollama", soon(5)):
        raise KeyError
    assert not ModelLease.objects.exists()


def test_another_process_is_refused_while_all_slots_are_taken() -> None:
    with slots(2).hold("ollama", soon(5)), slots(2).hold("ollama", soon(5)):
        with pytest.raises(Busy), slots(2).hold("ollama", soon()):
            pass
        with slots(2).hold("openai", soon(5)):
            pass


def test_it_waits_for_a_turn() -> None:
    done = Event()

    def occupy() -> None:
        with slots().hold("ollama", soon(10)):
            done.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as other:
        ended = other.submit(occupy)
        while not ModelLease.objects.exists():
            time.sleep(0.01)
        timer = Timer(0.3, done.set)
        timer.start()
        with slots().hold("ollama", soon(30)):
            assert done.is_set()
        timer.join()
        ended.result()


def test_never_more_at_a_time_than_slots() -> None:
    running, most, lock = 0, 0, Lock()

    def call(_: int) -> bool:
        nonlocal running, most
        try:
            with slots(2).hold("ollama", soon(60)):
                with lock:
                    running += 1
                    most = max(most, running)
                time.sleep(0.02)
                with lock:
                    running -= 1
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as callers:
        assert all(callers.map(call, range(24)))
    assert most == 2
    assert not ModelLease.objects.exists()


def test_the_slot_of_a_dead_process_comes_free_again() -> None:
    with ExitStack() as dead:
        dead.enter_context(slots(seconds=600).hold("ollama", soon(5)))
        with pytest.raises(Busy), slots().hold("ollama", soon()):
            pass
        ModelLease.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        with slots().hold("ollama", soon(5)):
            mine = ModelLease.objects.get().holder
            # What wakes up late must not give back a turn that is another's by now.
            dead.close()
            assert ModelLease.objects.get().holder == mine


def test_no_connection_is_held_while_the_turn_lasts() -> None:
    with slots().hold("ollama", soon(5)):
        assert connection.connection is None


def test_without_a_database_there_is_no_turn() -> None:
    good = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        with pytest.raises(Busy), slots().hold("ollama", soon(5)):
            pass
    finally:
        connection.settings_dict["PORT"] = good
        connection.close()


def test_the_database_and_no_process_decides_what_has_expired() -> None:
    with slots(seconds=0.2).hold("ollama", soon(5)), slots().hold("ollama", soon(20)):
        assert ModelLease.objects.count() == 1
