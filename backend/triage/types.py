"""What goes into the triage chain and what comes out of it, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.labels import Category, Priority, Source


@dataclass(frozen=True, slots=True)
class Question:
    """The text of one ticket: whatever the requester wrote, of any length.

    `reference` names the ticket in the record of calls to the cloud, when it is known; no model sees it.
    """

    description: str
    title: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the source is of each label, 0..1; None where it was not measured."""

    category: float | None = None
    priority: float | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """One provider's validated answer: two labels, how sure, and the words that decided (keywords only).

    `redacted` counts what was replaced in the text before it left the premises, by kind (cloud only).
    """

    category: Category
    priority: Priority
    confidence: Confidence = field(default_factory=Confidence)
    reasons: tuple[str, ...] = ()
    redacted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FellThrough:
    """A source that was asked, or would have been, and did not answer."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The chain's answer: the labels, who gave them, and who could not."""

    labels: Labels
    source: Source
    model: str | None
    fell_through: tuple[FellThrough, ...]
    elapsed_ms: int
    redacted: Mapping[str, int] = field(default_factory=dict)
