"""The keyword tier as a source like any other: always there, never late."""

from triage.answer import Labels, Question
from triage.keywords import read
from triage.labels import Source


class KeywordProvider:
    """Words and rules only; no network, no model, no failure."""

    source: Source = "keywords"
    model: str | None = None

    def classify(self, question: Question, deadline: float) -> Labels:
        """Labels for any text."""
        return read(question)
