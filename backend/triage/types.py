"""The value types of triage: what goes into the chain and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.labels import Category, Priority, Source


@dataclass(frozen=True, slots=True)
class Question:
    """The text of one ticket, of any length, as the requester wrote it or cleaned (triage.text).

    `reference` identifies the ticket in the record of cloud calls, when it is known; no model sees it. `language` is
    what the reader of the answer reads, such as "en", or "": examples are shown in it where there are some.
    """

    description: str
    title: str = ""
    reference: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The source's confidence in each label, 0..1; None where it was not measured."""

    category: float | None = None
    priority: float | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """One provider's validated answer.

    `reasons` are the words that decided (keywords), or the examples that the text reads like (classifier). `redacted`
    counts what was replaced in the text before it left the premises, by kind (cloud only).
    """

    category: Category
    priority: Priority
    confidence: Confidence = field(default_factory=Confidence)
    reasons: tuple[str, ...] = ()
    redacted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FellThrough:
    """A source that gave no answer, and why; it may not even have been asked."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The chain's answer: the labels, the source that gave them, and the sources before it that did not."""

    labels: Labels
    source: Source
    model: str | None
    fell_through: tuple[FellThrough, ...]
    elapsed_ms: int
    redacted: Mapping[str, int] = field(default_factory=dict)
