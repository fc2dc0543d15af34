"""Clients that ask at a steady pace, and what they saw."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Event, Lock, Thread

import httpx

Ask = Callable[[httpx.Client], httpx.Response]


@dataclass
class Seen:
    """Times in milliseconds, one per answer, and how many answers were not what they should be."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    lock: Lock = field(default_factory=Lock)

    def note(self, seconds: float, *, good: bool) -> None:
        with self.lock:
            self.times.append(seconds * 1000)
            self.errors += not good

    def percentile(self, percent: int) -> float:
        """In milliseconds; the only value when there is just one, and nan when there is none."""
        if len(self.times) < 2:
            return self.times[0] if self.times else float("nan")
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]


@contextmanager
def asking(url: str, ask: Ask, *, clients: int, pause: float) -> Iterator[Seen]:
    """Have so many clients ask while the block runs, each resting `pause` seconds between two questions."""
    seen, stop = Seen(), Event()

    def client(number: int) -> None:
        # Not all at the same instant: people do not.
        stop.wait(pause * number / clients)
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            while not stop.is_set():
                _ask_once(http, ask, seen)
                stop.wait(pause)

    threads = [Thread(target=client, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask_once(http: httpx.Client, ask: Ask, seen: Seen) -> None:
    started = time.perf_counter()
    try:
        good = ask(http).is_success
    except httpx.HTTPError:
        good = False
    seen.note(time.perf_counter() - started, good=good)


def measure(url: str, ask: Ask, *, seconds: float, clients: int = 1, pause: float = 0.0) -> Seen:
    """What so many clients see in so many seconds."""
    with asking(url, ask, clients=clients, pause=pause) as seen:
        time.sleep(seconds)
    return seen
