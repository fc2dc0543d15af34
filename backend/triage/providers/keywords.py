"""The keyword tier as a source like any other: always there, never late."""

from triage.keywords import read
from triage.labels import Source
from triage.types import Labels, Question


class KeywordProvider:
    """Words and rules only; no network, no model, no failure."""

    source: Source = "keywords"
    model: str | None = None

    def classify(self, question: Question, deadline: float) -> Labels:
        """Labels for any text."""
        return read(question)
