"""Why a source gave no answer: the one family of errors that triage raises and the chain catches.

ProviderError
 +-- Unreachable    no connection, no such host, or the connection broke
 +-- Overdue        the deadline passed
 +-- Busy           every slot is taken, or the server says that it is busy
 +-- Warming        the server is there and is loading the model
 +-- ModelMissing   the server is there, the model is not
 +-- Refused        the server would not answer: error status, refusal, content filter
 +-- BadAnswer      the reply cannot be read, or is none of the labels
 +-- Paused         the circuit breaker is open
 +-- NotRecorded    the call could not be recorded first, so it was not made
 +-- LocalOnly      the caller asked that this text stay on the premises
 +-- Off            the source is not configured

Each has a `reason`, the word that logs and the API use. The classes are named after it, without "Error", as in
Django, Django REST framework and httpx.
"""

from enum import Enum
from typing import ClassVar


class Impact(Enum):
    """What an error tells the breaker about its source."""

    NONE = "says nothing about the source"
    COUNT = "a failure; some in a row pause the source"
    OPEN = "will not heal by itself: pause the source at once, for long"


class ProviderError(Exception):
    """This source did not answer; the chain goes on. The text never holds ticket text, a key or a host."""

    reason: ClassVar[str] = "error"
    impact: Impact = Impact.COUNT

    def __init__(self, message: str = "", *, impact: Impact | None = None, our_bug: bool = False) -> None:
        super().__init__(message)
        if impact is not None:
            self.impact = impact
        self.our_bug = our_bug

    @property
    def loud(self) -> bool:
        """Someone has to act: the model or the key is missing, or we sent what the server cannot read."""
        return self.our_bug or self.impact is Impact.OPEN


class Unreachable(ProviderError):
    """Refused, no such host, or dropped half way."""

    reason = "unreachable"


class Overdue(ProviderError):
    """The tier's wall-clock deadline passed."""

    reason = "timeout"


class Busy(ProviderError):
    """Every slot is taken, or the server says it is busy."""

    reason = "busy"
    impact = Impact.NONE


class Warming(ProviderError):
    """The server is there and the model is being loaded."""

    reason = "warming"
    impact = Impact.NONE


class ModelMissing(ProviderError):
    """The server is there, the model is not."""

    reason = "model_missing"
    impact = Impact.OPEN


class Refused(ProviderError):
    """The vendor would not answer: an error status, a refusal, a content filter."""

    reason = "refused"
    impact = Impact.NONE


class BadAnswer(ProviderError):
    """An answer outside the labels, or no answer at all."""

    reason = "bad_answer"


class Paused(ProviderError):
    """The breaker keeps this source out of the way for a while."""

    reason = "paused"
    impact = Impact.NONE


class NotRecorded(ProviderError):
    """The call to the cloud could not be written down first, so it was not made."""

    reason = "not_recorded"
    impact = Impact.NONE


class LocalOnly(ProviderError):
    """This text must stay on the premises."""

    reason = "local_only"
    impact = Impact.NONE


class Off(ProviderError):
    """Asked for, but not configured."""

    reason = "off"
    impact = Impact.NONE
