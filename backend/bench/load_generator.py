"""Clients that ask, together or at a steady pace, and what they saw."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles
from threading import Event, Lock, Thread

from bench.client import Client


class Requests:
    """Prepared requests to one server, asked one after the other and over again."""

    def __init__(self, url: str, *requests: bytes) -> None:
        self.url = url
        self._requests = cycle(requests)
        self._lock = Lock()

    def next(self) -> bytes:
        with self._lock:
            return next(self._requests)


@dataclass
class Seen:
    """Times in milliseconds, one per answer, and how many answers were not what they should be."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0  # how long all clients together were at it
    lock: Lock = field(default_factory=Lock)

    def ask(self, client: Client, requests: Requests) -> None:
        """Ask once, and note how long it took and whether the answer was good."""
        request = requests.next()
        started = time.perf_counter()
        try:
            good = client.ask(request).good
        except OSError:
            good = False
        self.note(time.perf_counter() - started, good=good)

    def note(self, seconds: float, *, good: bool) -> None:
        with self.lock:
            self.times.append(seconds * 1000)
            self.errors += not good

    def percentile(self, percent: int) -> float:
        """In milliseconds; the only value when there is just one, and nan when there is none."""
        if len(self.times) < 2:
            return self.times[0] if self.times else float("nan")
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]

    @property
    def per_second(self) -> float | None:
        """Good answers a second; None when nobody looked at the clock."""
        return (len(self.times) - self.errors) / self.seconds if self.seconds else None


@contextmanager
def asking(requests: Requests, *, clients: int, pause: float = 0.0) -> Iterator[Seen]:
    """Have so many clients ask while the block runs, each resting `pause` seconds between two questions."""
    seen, stop = Seen(), Event()

    def client(number: int) -> None:
        # Not all at the same instant: people do not.
        stop.wait(pause * number / clients)
        with Client(requests.url) as one:
            while not stop.is_set():
                seen.ask(one, requests)
                if pause:
                    stop.wait(pause)

    threads = [Thread(target=client, args=(number,), daemon=True) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        seen.seconds = time.perf_counter() - started


def measure(requests: Requests, *, seconds: float, clients: int = 1, pause: float = 0.0) -> Seen:
    """What so many clients see in so many seconds."""
    with asking(requests, clients=clients, pause=pause) as seen:
        time.sleep(seconds)
    return seen
