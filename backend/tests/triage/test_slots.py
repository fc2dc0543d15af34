"""Slots: how many calls run at a time, how many wait, and for how long."""

import threading
import time
from collections.abc import Callable

import pytest

from testing.model_servers import OllamaServer
from tests.triage.conftest import QUESTION
from triage import FellThrough, LocalSlots, Triage
from triage.errors import Busy

LONG = 20.0


def soon() -> float:
    return time.monotonic() + LONG


def test_the_queue_is_bounded_and_beyond_it_callers_are_busy_at_once() -> None:
    slots = LocalSlots(1, 1)
    done: list[int] = []

    def wait_for_a_slot() -> None:
        with slots.hold("ollama", soon()):
            done.append(1)

    with slots.hold("ollama", soon()):
        waiting = threading.Thread(target=wait_for_a_slot, daemon=True)
        waiting.start()
        # Once the queue is full, the next caller is refused at once.
        until = soon()
        while time.monotonic() < until:
            try:
                with slots.hold("ollama", time.monotonic() + 0.01):
                    pytest.fail("two turns at once")
            except Busy as error:
                if "queue" in str(error):
                    break
        else:
            pytest.fail("the queue has no bound")
        assert not done
    waiting.join(LONG)
    assert done == [1]


def test_waiting_ends_at_its_deadline() -> None:
    slots = LocalSlots(1, 4)
    with slots.hold("ollama", soon()), pytest.raises(Busy), slots.hold("ollama", time.monotonic() + 0.05):
        pytest.fail("two turns at once")


def test_each_source_has_slots_of_its_own() -> None:
    slots = LocalSlots(1, 0)
    with slots.hold("ollama", soon()), slots.hold("openai", soon()):
        pass


def test_a_slot_is_released_when_the_work_fails() -> None:
    slots = LocalSlots(1, 0)
    with pytest.raises(KeyError), slots.hold("ollama", soon()):
        raise KeyError
    with slots.hold("ollama", 0):
        pass


def test_no_more_than_the_limit_run_at_a_time_and_all_are_served() -> None:
    slots, lock = LocalSlots(3, 50), threading.Lock()
    running, most, ended = 0, 0, 0

    def work() -> None:
        nonlocal running, most, ended
        with slots.hold("ollama", soon()):
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.005)
            with lock:
                running -= 1
                ended += 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert (most, ended) == (3, 50)


def test_sixty_four_callers_of_a_hanging_model_all_get_an_answer(chain: Callable[..., Triage]) -> None:
    with OllamaServer(behave="silence") as server:
        triage = chain(ollama_url=server.url, slots=1, queue=4, ollama_timeout=1.0)
        triage.status()
        answers = []
        together = threading.Barrier(64)

        def ask() -> None:
            # Who came a second late would find the queue empty again.
            together.wait(LONG)
            answers.append(triage.classify(QUESTION, local_only=True))

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG)
        asked = [request for request in server.requests if request.path == "/api/chat"]
    assert len(answers) == 64
    assert {answer.source for answer in answers} == {"keywords"}
    reasons = [answer.fell_through[0] for answer in answers]
    assert FellThrough("ollama", "timeout") in reasons
    assert reasons.count(FellThrough("ollama", "busy")) >= 50
    assert len(asked) <= 6


def test_a_slot_says_whether_it_was_waited_for() -> None:
    slots = LocalSlots(1, 1)
    told: list[bool] = []

    def wait_for_a_slot() -> None:
        with slots.hold("ollama", soon()) as queued:
            told.append(queued)

    with slots.hold("ollama", soon()) as queued:
        told.append(queued)
        waiting = threading.Thread(target=wait_for_a_slot, daemon=True)
        waiting.start()
        until = soon()
        while not slots._waiting["ollama"] and time.monotonic() < until:
            time.sleep(0.001)
    waiting.join(LONG)
    assert told == [False, True]
