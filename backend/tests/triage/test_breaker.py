"""When the circuit breaker opens, for how long, and how it closes. All times by a fake clock."""

import threading

import pytest

from triage import Breaker
from triage.errors import (
    BadAnswer,
    Busy,
    DeadlineExceeded,
    Impact,
    ModelMissing,
    Paused,
    ProviderError,
    Refused,
    Unreachable,
)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock=clock, threshold=3, pause=30, max_pause=100)


def fail(breaker: Breaker, error: ProviderError | None = None, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(ProviderError) as caught, breaker.guard():
            raise error or Unreachable()
        assert not isinstance(caught.value, Paused)


def succeed(breaker: Breaker) -> None:
    with breaker.guard():
        answered = True
    assert answered
    assert not breaker.paused


def assert_paused(breaker: Breaker) -> None:
    assert breaker.paused
    with pytest.raises(Paused), breaker.guard():
        pytest.fail("the source was asked")


@pytest.mark.parametrize(
    "error", [Unreachable(), DeadlineExceeded(), BadAnswer(), Refused("status 500", impact=Impact.COUNT)], ids=repr
)
def test_failures_in_a_row_open_it(error: ProviderError, breaker: Breaker) -> None:
    fail(breaker, error, times=3)
    assert_paused(breaker)


@pytest.mark.parametrize("error", [Busy(), Refused("status 400", our_bug=True), Refused("refusal")], ids=repr)
def test_errors_without_impact_do_not_open_it(error: ProviderError, breaker: Breaker) -> None:
    fail(breaker, error, times=20)
    assert not breaker.paused


def test_a_success_resets_the_failure_count(breaker: Breaker) -> None:
    fail(breaker, times=2)
    succeed(breaker)
    fail(breaker, times=2)
    assert not breaker.paused


def test_a_missing_model_opens_it_at_once_for_the_maximum_pause(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, ModelMissing())
    clock.now += 99
    assert_paused(breaker)
    clock.now += 1
    succeed(breaker)
    assert not breaker.paused


def test_after_the_pause_a_successful_probe_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, times=3)
    clock.now += 29.9
    assert_paused(breaker)
    clock.now += 0.1
    assert not breaker.paused
    succeed(breaker)
    fail(breaker, times=2)
    assert not breaker.paused


def test_each_failed_probe_doubles_the_pause_up_to_the_maximum(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, times=3)
    for pause in (30, 60, 100, 100):
        clock.now += pause - 0.1
        assert_paused(breaker)
        clock.now += 0.1
        fail(breaker)
    clock.now += 100
    succeed(breaker)
    fail(breaker, times=3)
    # The pause is short again.
    clock.now += 30
    succeed(breaker)


def test_the_newest_probe_says_whether_the_cloud_may_answer(breaker: Breaker, clock: Clock) -> None:
    def cloud_may_answer() -> bool:
        with pytest.raises(Paused) as caught, breaker.guard():
            pytest.fail("the source was asked")
        return caught.value.lets_cloud_answer

    fail(breaker, DeadlineExceeded(), times=3)
    assert not cloud_may_answer()
    clock.now += 30
    fail(breaker, Unreachable())
    assert cloud_may_answer()
    clock.now += 60
    fail(breaker, DeadlineExceeded())
    assert not cloud_may_answer()
    clock.now += 100
    succeed(breaker)
    fail(breaker, Unreachable(), times=3)
    assert cloud_may_answer()


def test_a_busy_probe_lets_the_next_call_probe(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, times=3)
    clock.now += 30
    fail(breaker, Busy())
    succeed(breaker)


def test_a_bug_in_a_probe_surfaces_and_lets_the_next_call_probe(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, times=3)
    clock.now += 30
    with pytest.raises(ZeroDivisionError), breaker.guard():
        raise ZeroDivisionError
    succeed(breaker)


def test_calls_that_began_before_it_opened_change_nothing(breaker: Breaker, clock: Clock) -> None:
    def old_call_that_fails() -> None:
        with breaker.guard():
            fail(breaker, times=3)
            raise Unreachable

    with pytest.raises(Unreachable):
        old_call_that_fails()
    # The pause was not doubled.
    clock.now += 30
    succeed(breaker)

    with breaker.guard():
        fail(breaker, times=3)
    assert_paused(breaker)


def test_reset_closes_it(breaker: Breaker) -> None:
    fail(breaker, times=3)
    breaker.reset()
    succeed(breaker)


def test_only_one_of_fifty_threads_probes(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, times=3)
    clock.now += 30
    probes, paused = [], []
    start, release = threading.Barrier(51), threading.Event()

    def ask() -> None:
        start.wait(30)
        try:
            with breaker.guard():
                probes.append(1)
                release.wait(30)
        except Paused:
            paused.append(1)
            if len(paused) == 49:
                release.set()

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(50)]
    for thread in threads:
        thread.start()
    start.wait(30)
    for thread in threads:
        thread.join(60)
    assert (len(probes), len(paused)) == (1, 49)
    assert not breaker.paused


def test_calls_run_concurrently(breaker: Breaker) -> None:
    together = threading.Barrier(8)

    def ask() -> None:
        with breaker.guard():
            together.wait(30)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not together.broken


def test_the_failures_of_concurrent_threads_are_all_counted(clock: Clock) -> None:
    breaker = Breaker(clock=clock, threshold=50)
    threads = [threading.Thread(target=fail, args=(breaker,)) for _ in range(49)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not breaker.paused
    fail(breaker)
    assert breaker.paused
