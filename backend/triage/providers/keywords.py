"""The keyword tier as a provider."""

from triage.keywords import classify
from triage.labels import Source
from triage.types import Labels, Question


class KeywordProvider:
    """Needs no network and no model, and never fails."""

    source: Source = "keywords"
    model: str | None = None

    def classify(self, question: Question, deadline: float) -> Labels:
        """Labels for any text."""
        return classify(question)
