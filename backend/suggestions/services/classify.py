"""Questions to the triage chain: a suggestion for a text, and how the sources are."""

import uuid
from dataclasses import dataclass

from suggestions.services.chain import triage
from suggestions.services.tokens import token_for
from triage import Question, SourceStatus, Suggestion


@dataclass(frozen=True, slots=True)
class Classified:
    """A suggestion and the token that lets a submission refer to it."""

    suggestion: Suggestion
    token: str


def ticket_classify(*, description: str, title: str = "", local_only: bool = False) -> Classified:
    """Ask the chain for a suggestion. Whoever gets a turn at a model lets the database's connection go (leases.py)."""
    reference = str(uuid.uuid4())
    question = Question(description=description, title=title, reference=reference)
    suggestion = triage().classify(question, local_only=local_only)
    return Classified(suggestion, token_for(suggestion, title=title, description=description, reference=reference))


@dataclass(frozen=True, slots=True)
class TriageStatus:
    """Every source, and whether text could ever leave for the cloud."""

    sources: tuple[SourceStatus, ...]

    @property
    def cloud_configured(self) -> bool:
        return any(one.source == "openai" and one.state != "off" for one in self.sources)


def triage_status() -> TriageStatus:
    """What each source can do at the moment."""
    return TriageStatus(triage().status())
