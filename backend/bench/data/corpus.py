"""Where the words come from: the written tickets of this project, each sentence and word with a frequency as in speech.

Three words are placed by construction, so that a search for each costs what it should: one that a third of all tickets
hold, one that exactly ten hold, and one that none does though its letters are ordinary.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

BACKEND = Path(__file__).resolve().parents[2]
FILES = ("demo/tickets_*.jsonl", "evaluation/tickets.jsonl", "evaluation/training.jsonl")

COMMON, RARE, ABSENT = "please", "gyroscope", "anemometer"
RARE_TICKETS = 10
# Both are ordinary words of the written tickets.
TWO_WORDS = ("scanner", "invoice")

Weighted = tuple[Sequence[str], Sequence[float]]


@dataclass(frozen=True)
class Texts:
    """Titles, sentences and words, the latter two with cumulative weights for `random.choices`."""

    titles: Sequence[str]
    sentences: Weighted
    words: Weighted


@cache
def texts() -> Texts:
    """Everything that was written, in an order that never changes."""
    rows = list(_rows())
    sentences = sorted({part for row in rows for part in _sentences(row["description"])})
    # Which sentence is frequent is arbitrary; that few are frequent and many are rare is how people write.
    random.Random(5).shuffle(sentences)  # noqa: S311 (no secret)
    counted = Counter(word for row in rows for word in re.findall(r"[\w'-]{2,}", row["description"]))
    words = [word for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    kept = [word for word in words if word.lower() not in {RARE, ABSENT}]
    return Texts([row["title"] for row in rows], (sentences, _zipf(len(sentences))), (kept, _zipf(len(kept))))


def _rows() -> Iterator[dict[str, Any]]:
    for pattern in FILES:
        for file in sorted(BACKEND.glob(pattern)):
            yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text))
    return [part for part in parts if len(part) > 3]


def _zipf(count: int) -> list[float]:
    """The n-th most frequent is about 1/n as frequent as the first, a little flatter at the top."""
    return list(accumulate(1 / (place + 8) for place in range(count)))
