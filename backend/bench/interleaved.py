"""Several requests measured side by side: each gets a short turn in every round, so that a busy moment of the machine
meets all of them and their ratios stay true."""

import time
from collections.abc import Mapping
from contextlib import ExitStack

from bench.client import Client
from bench.load_generator import Requests, Seen, measure

ROUNDS = 20


def side_by_side(asked: Mapping[str, Requests], *, seconds: float, rounds: int = ROUNDS) -> dict[str, Seen]:
    """What one client sees of each, in about so many seconds each; at least one answer a round."""
    seen = {name: Seen() for name in asked}
    with ExitStack() as stack:
        clients = {url: stack.enter_context(Client(url)) for url in {one.url for one in asked.values()}}
        for _ in range(rounds):
            for name, requests in asked.items():
                until = time.perf_counter() + seconds / rounds
                seen[name].ask(clients[requests.url], requests)
                while time.perf_counter() < until:
                    seen[name].ask(clients[requests.url], requests)
    return seen


def rates(asked: Mapping[str, Requests], *, seconds: float, clients: int, rounds: int = 4) -> dict[str, float]:
    """Good answers a second that so many clients get of each, in about so many seconds each."""
    answers, took = dict.fromkeys(asked, 0), dict.fromkeys(asked, 0.0)
    for _ in range(rounds):
        for name, requests in asked.items():
            seen = measure(requests, seconds=seconds / rounds, clients=clients)
            answers[name] += len(seen.times) - seen.errors
            took[name] += seen.seconds
    return {name: answers[name] / took[name] for name in asked}
