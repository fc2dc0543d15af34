"""Concurrent clients, and the response times that they measure."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles
from threading import Event, Lock, Thread

from bench.client import Client


class Requests:
    """Prepared requests to one server, sent in a cycle."""

    def __init__(self, url: str, *requests: bytes) -> None:
        self.url = url
        self._requests = cycle(requests)
        self._lock = Lock()

    def next(self) -> bytes:
        with self._lock:
            return next(self._requests)


@dataclass
class Samples:
    """Response times in milliseconds, and the number of failed responses."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0  # wall-clock time of all clients
    lock: Lock = field(default_factory=Lock)

    def take(self, client: Client, requests: Requests) -> None:
        """Send one request, and record its response time and success."""
        request = requests.next()
        started = time.perf_counter()
        try:
            ok = client.request(request).ok
        except OSError:
            ok = False
        self.add(time.perf_counter() - started, ok=ok)

    def add(self, seconds: float, *, ok: bool) -> None:
        with self.lock:
            self.times.append(seconds * 1000)
            self.errors += not ok

    def percentile(self, percent: int) -> float:
        """In milliseconds. NaN without a sample."""
        if len(self.times) < 2:
            return self.times[0] if self.times else float("nan")
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]

    @property
    def per_second(self) -> float | None:
        """Successful responses per second; None without a wall-clock time."""
        return (len(self.times) - self.errors) / self.seconds if self.seconds else None


@contextmanager
def under_load(requests: Requests, *, clients: int, pause: float = 0.0) -> Iterator[Samples]:
    """Let `clients` send requests until the block ends, each with a pause after every response."""
    samples, stop = Samples(), Event()

    def client(number: int) -> None:
        # Staggered starts, as with real users.
        stop.wait(pause * number / clients)
        with Client(requests.url) as one:
            while not stop.is_set():
                samples.take(one, requests)
                if pause:
                    stop.wait(pause)

    threads = [Thread(target=client, args=(number,), daemon=True) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    try:
        yield samples
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        samples.seconds = time.perf_counter() - started


def measure(requests: Requests, *, seconds: float, clients: int = 1, pause: float = 0.0) -> Samples:
    """The samples of `clients` in `seconds`."""
    with under_load(requests, clients=clients, pause=pause) as samples:
        time.sleep(seconds)
    return samples
