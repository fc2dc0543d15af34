"""Every measurement at every size, in the order of the table."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from bench.client import get
from bench.interleaved import ROUNDS, rates, side_by_side
from bench.load_generator import Seen
from bench.options import Options
from bench.scale import memory
from bench.scale.desks import Desks, database_bytes, desks
from bench.scale.targets import with_aim
from bench.scale.workload import FLOOR, creating, naive, reads, writes
from bench.table import Row
from bench.triage import until_ready, while_the_model_hangs
from testing.model_servers import OllamaServer
from testing.serving import Served, serving_from


def rows(options: Options) -> Iterator[Row]:
    """A million tickets take minutes to load; the rest depends on `options.seconds`."""
    small: dict[str, float] = {}
    for count in options.sizes:
        began = time.perf_counter()
        with desks(count) as both:
            took = time.perf_counter() - began
            yield Row(name=f"--- {count:,} tickets, loaded twice", tickets=count, seconds=took)
            for row in _measured(both, options.seconds):
                yield with_aim(beside_the_smallest(replace(row, tickets=count), small))


def beside_the_smallest(row: Row, small: dict[str, float]) -> Row:
    """The row with `x_small`, but for the first of its name; `small` remembers each name's ratio to the floor then."""
    if row.x_floor is None:
        return row
    if row.name not in small:
        small[row.name] = row.x_floor
        return row
    return replace(row, x_small=row.x_floor / small[row.name])


def _measured(both: Desks, seconds: float) -> Iterator[Row]:
    asked = reads(both.shipped.url, both.tickets)
    # First, so that every worker has answered everything once before times are taken.
    many = rates(asked, seconds=seconds / 2, clients=4, rounds=2)
    read = side_by_side(asked, seconds=seconds, rounds=_rounds(seconds))
    yield from _against_the_floor(read, many)
    written = side_by_side(writes(both.shipped.url, both.tickets), seconds=seconds, rounds=_rounds(seconds))
    yield from list(_against_the_floor(written, {}))[1:]
    yield from _creating(both, seconds)
    yield from _hanging(both, seconds)
    yield from _naive(both, read, seconds)
    yield from memory.rows(both)
    size = database_bytes(both.shipped.database)
    yield Row(name=f"database on disk, {size / both.tickets:.0f} bytes a ticket", mb=size / 1e6)


def _against_the_floor(seen: Mapping[str, Seen], many: Mapping[str, float]) -> Iterator[Row]:
    floor = seen[FLOOR]
    for name, one in seen.items():
        p10, p50 = (one.percentile(percent) / floor.percentile(percent) for percent in (10, 50))
        yield replace(Row.of(name, one), x_floor=p50, x_floor_p10=p10, per_second=many.get(name))


def _creating(both: Desks, seconds: float) -> Iterator[Row]:
    """How many tickets a second, beside the same without triggers and search indexes."""
    asked = {"shipped": creating(both.shipped.url), "bare": creating(both.bare.url)}
    for clients in (1, 8):
        found = rates(asked, seconds=seconds * 2, clients=clients, rounds=_rounds(seconds) // 2)
        name = f"create, {clients} client{'s' if clients > 1 else ''}"
        yield Row(name=name, per_second=found["shipped"], x_rate=found["shipped"] / found["bare"])
        yield Row(name=f"{name}, no triggers, no search indexes", per_second=found["bare"])


def _hanging(both: Desks, seconds: float) -> Iterator[Row]:
    with OllamaServer() as model, _with(both, model) as desk:
        until_ready(desk.url)
        asked = {"list": get("/api/tickets/")}
        yield from while_the_model_hangs(desk.url, model, asked, seconds=seconds * 2)


def _with(both: Desks, model: OllamaServer) -> AbstractContextManager[Served]:
    return serving_from({**both.environ, "LLM_PROVIDER": "", "OLLAMA_URL": model.url})


def _naive(both: Desks, ours: Mapping[str, Seen], seconds: float) -> Iterator[Row]:
    """`x p50` tells how many times as long as ours it takes."""
    seen = side_by_side(naive(both.bare.url, both.tickets), seconds=seconds / 2, rounds=min(_rounds(seconds), 5))
    for name, one in seen.items():
        row = Row.of(f"naive: {name}", one)
        yield replace(row, x_p50=one.percentile(50) / ours[name].percentile(50))


def _rounds(seconds: float) -> int:
    """Turns of a fifth of a second, at least two of them."""
    return max(min(ROUNDS, round(seconds * 5)), 2)
