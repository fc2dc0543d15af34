"""Synthetic tickets, the same for the same seed, with lengths, labels and histories like those of a desk in use."""

import json
import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bench.data.corpus import COMMON, RARE, RARE_TICKETS, Corpus, corpus
from bench.data.history import Event, make_history

YEARS = 3
CATEGORIES = (("technical", "account", "general", "billing"), (45, 70, 88, 100))
PRIORITIES = (("medium", "low", "high", "critical"), (50, 75, 93, 100))
MAX_LENGTH = 45_000
MODEL = "granite4.1:3b"


class Ticket(NamedTuple):
    """One row of tickets_ticket, in the order of COLUMNS, without its history."""

    id: int
    title: str
    description: str
    requester: str | None
    category: str
    priority: str
    status: str
    created_at: datetime
    updated_at: datetime
    version: int
    suggested_category: str | None
    suggested_priority: str | None
    suggested_by: str | None
    suggested_model: str | None
    suggested_confidence: str | None
    suggested_prompt: str | None
    suggested_ms: int | None
    suggested_text_changed: bool


COLUMNS = Ticket._fields
# The last columns of a Ticket.
Suggestion = tuple[str | None, str | None, str | None, str | None, str | None, str | None, int | None, bool]
NO_SUGGESTION: Suggestion = (None, None, None, None, None, None, None, False)


def tickets(count: int, *, now: datetime, seed: int = 1) -> Iterator[tuple[Ticket, list[Event]]]:
    """`count` tickets, oldest first, each with its history; `now` must be aware."""
    rng = random.Random(seed)
    words = corpus()
    now = now.replace(microsecond=0)
    span = timedelta(days=365 * YEARS) / timedelta(seconds=1)
    every = max(count // RARE_TICKETS, 1)
    for number in range(1, count + 1):
        # The number per day grows. Whole seconds, so that some tickets share a time.
        age = span * (1 - (number / count) ** 0.7) + rng.random() * 3600
        created_at = now - timedelta(seconds=int(age))
        yield _ticket(number, created_at, now, rng, words, rare=number % every == every // 2)


def title(rng: random.Random, words: Corpus) -> str:
    """A title of the corpus with the name of a device, which makes it unique."""
    return f"{rng.choice(words.titles)[:180]} ({rng.choice('ADKPSW')}{rng.randrange(100_000)})"


def description(rng: random.Random, words: Corpus) -> str:
    """Sentences of the corpus, and some of random words. Most descriptions are short, a few very long."""
    many = max(int(rng.lognormvariate(1.5, 0.6)), 1)
    if rng.random() < 0.001:
        many *= 40
    written = rng.choices(words.sentences[0], cum_weights=words.sentences[1], k=(many + 1) // 2)
    mixed = rng.choices(words.words[0], cum_weights=words.words[1], k=many // 2 * 9)
    parts = written + [f"{' '.join(mixed[at : at + 9])}." for at in range(0, len(mixed), 9)]
    if rng.random() < 0.3:
        parts.append(f"{COMMON.capitalize()} have a look.")
    return (" " if many < 8 else "\n").join(parts)[:MAX_LENGTH]


def _ticket(
    number: int, created_at: datetime, now: datetime, rng: random.Random, words: Corpus, *, rare: bool
) -> tuple[Ticket, list[Event]]:
    text = description(rng, words)
    if rare:
        text += f" It is about the {RARE}."
    labels = (_one(rng, CATEGORIES), _one(rng, PRIORITIES))
    past = make_history(number, created_at, now, labels, rng)
    suggested = _suggested(rng, labels) if rng.random() < 0.7 else NO_SUGGESTION
    requester = f"desk{rng.randrange(5000)}@example.org" if rng.random() < 0.8 else None
    row = (
        number,
        title(rng, words),
        text,
        requester,
        *past.labels,
        past.status,
        created_at,
        past.last,
        len(past.events),
    )
    return Ticket(*row, *suggested), past.events


def _suggested(rng: random.Random, labels: tuple[str, str]) -> Suggestion:
    """The suggestion, which mostly equals the labels."""
    category = labels[0] if rng.random() < 0.9 else _one(rng, CATEGORIES)
    priority = labels[1] if rng.random() < 0.8 else _one(rng, PRIORITIES)
    confidence = json.dumps({"category": round(rng.random(), 2), "priority": round(rng.random(), 2)})
    changed = rng.random() < 0.03
    if rng.random() < 0.6:
        ms = int(rng.lognormvariate(math.log(1800), 0.5))
        return category, priority, "ollama", MODEL, confidence, "bench", ms, changed
    return category, priority, "keywords", None, confidence, None, rng.randrange(4), changed


def _one(rng: random.Random, of: tuple[tuple[str, ...], tuple[int, ...]]) -> str:
    return rng.choices(of[0], cum_weights=of[1])[0]
