"""Asks the triage chain for suggestions and for the status of its sources."""

import uuid
from dataclasses import dataclass

from suggestions.services.chain import triage
from suggestions.services.tokens import make_token
from triage import CloudState, Question, SourceStatus, Suggestion


@dataclass(frozen=True, slots=True)
class ClassifyResult:
    """A suggestion and its token."""

    suggestion: Suggestion
    token: str


def ticket_classify(
    *, description: str, title: str = "", local_only: bool = False, language: str = ""
) -> ClassifyResult:
    """Get a suggestion, with examples in this language where there are some.

    The database connection is closed while a model is called (leases.py).
    """
    reference = str(uuid.uuid4())
    question = Question(description=description, title=title, reference=reference, language=language)
    suggestion = triage().classify(question, local_only=local_only)
    return ClassifyResult(suggestion, make_token(suggestion, title=title, description=description, reference=reference))


@dataclass(frozen=True, slots=True)
class TriageStatus:
    """The status of every source, and of the cloud."""

    sources: tuple[SourceStatus, ...]
    cloud: CloudState

    @property
    def cloud_configured(self) -> bool:
        """Whether text may be sent to the cloud at all."""
        return self.cloud in ("standby", "answering")


def triage_status() -> TriageStatus:
    """The current status of each source."""
    chain = triage()
    return TriageStatus(chain.status(), chain.cloud())
