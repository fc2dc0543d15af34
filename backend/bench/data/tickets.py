"""Made-up tickets: the same for the same seed, with lengths, labels and histories as a desk of some years has."""

import json
import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bench.data.corpus import COMMON, RARE, RARE_TICKETS, Texts, texts
from bench.data.history import Event, Life, life

YEARS = 3
CATEGORIES = (("technical", "account", "general", "billing"), (45, 70, 88, 100))
PRIORITIES = (("medium", "low", "high", "critical"), (50, 75, 93, 100))
LONGEST = 45_000
MODEL = "granite4.1:3b"


class Ticket(NamedTuple):
    """One row of tickets_ticket, in the order of COLUMNS; the history stands beside it."""

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


def tickets(count: int, *, now: datetime, seed: int = 1) -> Iterator[tuple[Ticket, list[Event]]]:
    """So many tickets, oldest first, each with its history; `now` must be aware."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    words = texts()
    now = now.replace(microsecond=0)
    span = timedelta(days=365 * YEARS) / timedelta(seconds=1)
    every = max(count // RARE_TICKETS, 1)
    for number in range(1, count + 1):
        # A desk grows: more tickets a day now than at first. Whole seconds, so some share one.
        age = span * (1 - (number / count) ** 0.7) + dice.random() * 3600
        born = now - timedelta(seconds=int(age))
        yield _ticket(number, born, now, dice, words, rare=number % every == every // 2)


def title(dice: random.Random, words: Texts) -> str:
    """A written title, and which device it is about: titles differ."""
    return f"{dice.choice(words.titles)[:180]} ({dice.choice('ADKPSW')}{dice.randrange(100_000)})"


def description(dice: random.Random, words: Texts) -> str:
    """Some sentences as people wrote them and some mixed from their words; most are short, a few are very long."""
    many = max(int(dice.lognormvariate(1.5, 0.6)), 1)
    if dice.random() < 0.001:
        many *= 40
    written = dice.choices(words.sentences[0], cum_weights=words.sentences[1], k=(many + 1) // 2)
    mixed = dice.choices(words.words[0], cum_weights=words.words[1], k=many // 2 * 9)
    parts = written + [f"{' '.join(mixed[at : at + 9])}." for at in range(0, len(mixed), 9)]
    if dice.random() < 0.3:
        parts.append(f"{COMMON.capitalize()} have a look.")
    return (" " if many < 8 else "\n").join(parts)[:LONGEST]


def _ticket(
    number: int, born: datetime, now: datetime, dice: random.Random, words: Texts, *, rare: bool
) -> tuple[Ticket, list[Event]]:
    text = description(dice, words)
    if rare:
        text += f" It is about the {RARE}."
    filed = (_one(dice, CATEGORIES), _one(dice, PRIORITIES))
    past: Life = life(number, born, now, filed, dice)
    suggested = _suggested(dice, filed) if dice.random() < 0.7 else (None,) * 7 + (False,)
    requester = f"desk{dice.randrange(5000)}@example.org" if dice.random() < 0.8 else None
    row = (number, title(dice, words), text, requester, *past.labels, past.status, born, past.last, len(past.events))
    return Ticket(*row, *suggested), past.events  # type: ignore[arg-type] # the parts are in the order of the columns


def _suggested(dice: random.Random, filed: tuple[str, str]) -> tuple[str | int | bool | None, ...]:
    """What was suggested; mostly what was then filed."""
    category = filed[0] if dice.random() < 0.9 else _one(dice, CATEGORIES)
    priority = filed[1] if dice.random() < 0.8 else _one(dice, PRIORITIES)
    sure = json.dumps({"category": round(dice.random(), 2), "priority": round(dice.random(), 2)})
    changed = dice.random() < 0.03
    if dice.random() < 0.6:
        ms = int(dice.lognormvariate(math.log(1800), 0.5))
        return category, priority, "ollama", MODEL, sure, "bench", ms, changed
    return category, priority, "keywords", None, sure, None, dice.randrange(4), changed


def _one(dice: random.Random, of: tuple[tuple[str, ...], tuple[int, ...]]) -> str:
    return dice.choices(of[0], cum_weights=of[1])[0]
