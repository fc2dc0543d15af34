"""All measurements at each size, in the order of the table."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from bench.client import get
from bench.interleaved import ROUNDS, measure_interleaved, measure_rates
from bench.load_generator import Samples
from bench.options import Options
from bench.scale import memory
from bench.scale.desks import Desks, database_bytes, desks
from bench.scale.targets import with_target
from bench.scale.workload import BASELINE, creating, naive, reads, writes
from bench.table import Result
from bench.triage import until_ready, while_the_model_hangs
from testing.model_servers import OllamaServer
from testing.serving import Served, serving_from


def rows(options: Options) -> Iterator[Result]:
    """Loading a million tickets takes minutes; the rest depends on `options.seconds`."""
    small: dict[str, float] = {}
    for count in options.sizes:
        began = time.perf_counter()
        with desks(count) as both:
            took = time.perf_counter() - began
            yield Result(name=f"--- {count:,} tickets, loaded twice", tickets=count, seconds=took)
            for row in _measured(both, options.seconds):
                yield with_target(compared_with_smallest(replace(row, tickets=count), small))


def compared_with_smallest(row: Result, small: dict[str, float]) -> Result:
    """The row with `x_smallest`, unless it is the first of its name. `small` keeps the first ratio of each name."""
    if row.x_baseline is None:
        return row
    if row.name not in small:
        small[row.name] = row.x_baseline
        return row
    return replace(row, x_smallest=row.x_baseline / small[row.name])


def _measured(both: Desks, seconds: float) -> Iterator[Result]:
    requests = reads(both.shipped.url, both.tickets)
    # The rates come first: they warm up every worker.
    many = measure_rates(requests, seconds=seconds / 2, clients=4, rounds=2)
    read = measure_interleaved(requests, seconds=seconds, rounds=_rounds(seconds))
    yield from _compared_with_baseline(read, many)
    written = measure_interleaved(writes(both.shipped.url, both.tickets), seconds=seconds, rounds=_rounds(seconds))
    yield from list(_compared_with_baseline(written, {}))[1:]
    yield from _creating(both, seconds)
    yield from _hanging(both, seconds)
    yield from _naive(both, read, seconds)
    yield from memory.rows(both)
    size = database_bytes(both.shipped.database)
    yield Result(name=f"database on disk, {size / both.tickets:.0f} bytes a ticket", mb=size / 1e6)


def _compared_with_baseline(samples: Mapping[str, Samples], many: Mapping[str, float]) -> Iterator[Result]:
    baseline = samples[BASELINE]
    for name, one in samples.items():
        p10, p50 = (one.percentile(percent) / baseline.percentile(percent) for percent in (10, 50))
        yield replace(Result.of(name, one), x_baseline=p50, x_baseline_p10=p10, per_second=many.get(name))


def _creating(both: Desks, seconds: float) -> Iterator[Result]:
    """Created tickets per second, compared with those without triggers and search indexes."""
    requests = {"shipped": creating(both.shipped.url), "bare": creating(both.bare.url)}
    for clients in (1, 8):
        found = measure_rates(requests, seconds=seconds * 2, clients=clients, rounds=_rounds(seconds) // 2)
        name = f"create, {clients} client{'s' if clients > 1 else ''}"
        yield Result(name=name, per_second=found["shipped"], x_rate=found["shipped"] / found["bare"])
        yield Result(name=f"{name}, no triggers, no search indexes", per_second=found["bare"])


def _hanging(both: Desks, seconds: float) -> Iterator[Result]:
    with OllamaServer() as model, _with(both, model) as desk:
        until_ready(desk.url)
        requests = {"list": get("/api/tickets/")}
        yield from while_the_model_hangs(desk.url, model, requests, seconds=seconds * 2)


def _with(both: Desks, model: OllamaServer) -> AbstractContextManager[Served]:
    return serving_from({**both.environ, "LLM_PROVIDER": "", "OLLAMA_URL": model.url})


def _naive(both: Desks, ours: Mapping[str, Samples], seconds: float) -> Iterator[Result]:
    """The naive implementation; `x p50` is its ratio to ours."""
    samples = measure_interleaved(
        naive(both.bare.url, both.tickets), seconds=seconds / 2, rounds=min(_rounds(seconds), 5)
    )
    for name, one in samples.items():
        row = Result.of(f"naive: {name}", one)
        yield replace(row, x_p50=one.percentile(50) / ours[name].percentile(50))


def _rounds(seconds: float) -> int:
    """Rounds of a fifth of a second, at least two."""
    return max(min(ROUNDS, round(seconds * 5)), 2)
