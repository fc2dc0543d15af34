"""The interface of every source of suggestions."""

from typing import Protocol

from triage.labels import Source
from triage.types import Labels, Question


class Provider(Protocol):
    """One source of suggestions."""

    @property
    def source(self) -> Source: ...

    @property
    def model(self) -> str | None: ...

    def classify(self, question: Question, deadline: float) -> Labels:
        """Answer before `deadline` (monotonic seconds), or raise ProviderError.

        A model gets the question cleaned (triage.text); keywords get it as it was written.
        """
        ...
