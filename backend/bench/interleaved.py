"""Interleaved measurements: each request gets a short turn in every round, so that disturbances affect all of them and
the ratios stay valid."""

import time
from collections.abc import Mapping
from contextlib import ExitStack

from bench.client import Client
from bench.load_generator import Requests, Samples, measure

ROUNDS = 20


def measure_interleaved(
    requests_by_name: Mapping[str, Requests], *, seconds: float, rounds: int = ROUNDS
) -> dict[str, Samples]:
    """The samples of one client, `seconds` for each request; at least one sample per round."""
    samples = {name: Samples() for name in requests_by_name}
    with ExitStack() as stack:
        clients = {url: stack.enter_context(Client(url)) for url in {one.url for one in requests_by_name.values()}}
        for _ in range(rounds):
            for name, requests in requests_by_name.items():
                end = time.perf_counter() + seconds / rounds
                samples[name].take(clients[requests.url], requests)
                while time.perf_counter() < end:
                    samples[name].take(clients[requests.url], requests)
    return samples


def measure_rates(
    requests_by_name: Mapping[str, Requests], *, seconds: float, clients: int, rounds: int = 4
) -> dict[str, float]:
    """Successful responses per second with `clients`, `seconds` for each request."""
    successes, took = dict.fromkeys(requests_by_name, 0), dict.fromkeys(requests_by_name, 0.0)
    for _ in range(rounds):
        for name, requests in requests_by_name.items():
            samples = measure(requests, seconds=seconds / rounds, clients=clients)
            successes[name] += len(samples.times) - samples.errors
            took[name] += samples.seconds
    return {name: successes[name] / took[name] for name in requests_by_name}
