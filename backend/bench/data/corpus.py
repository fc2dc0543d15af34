"""The corpus of synthetic tickets: sentences and words of the tickets in this repository, with a Zipf distribution.

Three search words have a known frequency: COMMON is in a third of the tickets, RARE in exactly ten, and ABSENT in none,
although its trigrams are ordinary.
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
# Both are ordinary words of the corpus.
TWO_WORDS = ("scanner", "invoice")

Weighted = tuple[Sequence[str], Sequence[float]]


@dataclass(frozen=True)
class Corpus:
    """Titles, sentences and words, the latter two with cumulative weights for `random.choices`."""

    titles: Sequence[str]
    sentences: Weighted
    words: Weighted


@cache
def corpus() -> Corpus:
    """The corpus, in a stable order."""
    rows = list(_rows())
    sentences = sorted({part for row in rows for part in _sentences(row["description"])})
    # A fixed shuffle decides which sentences are the frequent ones.
    random.Random(5).shuffle(sentences)
    counted = Counter(word for row in rows for word in re.findall(r"[\w'-]{2,}", row["description"]))
    words = [word for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    used = [word for word in words if word.lower() not in {RARE, ABSENT}]
    return Corpus([row["title"] for row in rows], (sentences, _zipf(len(sentences))), (used, _zipf(len(used))))


def _rows() -> Iterator[dict[str, Any]]:
    for pattern in FILES:
        for file in sorted(BACKEND.glob(pattern)):
            yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text))
    return [part for part in parts if len(part) > 3]


def _zipf(count: int) -> list[float]:
    """Cumulative Zipf weights, slightly flattened at the top."""
    return list(accumulate(1 / (rank + 8) for rank in range(count)))
