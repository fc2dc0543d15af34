"""Why a source gave no answer: the one family of errors that triage raises and the chain catches.

ProviderError
 +-- Unreachable       no connection, no such host, or the connection broke
 +-- DeadlineExceeded  the deadline passed
 +-- Busy              every slot is taken, or the server says that it is busy
 +-- Warming           the server is there and is loading the model
 +-- ModelMissing      the server is there, the model is not
 +-- RemoteModel       the server would send the text on to another host
 +-- Refused           the server would not answer: error status, refusal, content filter
 |    +-- TextTooLong     the text is longer than the model of vectors reads
 +-- BadAnswer         the reply cannot be read, or is none of the labels
 |    +-- OnlyReasoning  what the model thought stands where the answer should, or in place of it
 +-- Paused            the circuit breaker is open
 +-- NotRecorded       the call could not be recorded first, so it was not made
 +-- LocalOnly         the caller asked that this text stay on the premises
 +-- Off               the source is not configured

Each has a `reason`, the word that logs and the API use, and `lets_cloud_answer`: load must not decide what leaves the
premises, so only a local model that is unreachable, missing, refused or off lets the cloud answer. Their names say what
happened, without "Error", as those of Django, Django REST framework and httpx do.
"""

from enum import Enum
from typing import ClassVar


class Impact(Enum):
    """What an error means to the circuit breaker of its source."""

    NONE = "says nothing about the source"
    COUNT = "a failure; several in a row open the breaker"
    OPEN = "will not heal by itself: open the breaker at once, for long"


class ProviderError(Exception):
    """This source gave no answer; the chain asks the next. The message never holds ticket text, a key or a host."""

    reason: ClassVar[str] = "error"
    impact: Impact = Impact.COUNT
    lets_cloud_answer: bool = False

    def __init__(self, message: str = "", *, impact: Impact | None = None, our_bug: bool = False) -> None:
        super().__init__(message)
        if impact is not None:
            self.impact = impact
        self.our_bug = our_bug

    @property
    def needs_action(self) -> bool:
        """Whether someone has to act: the model is missing, the key is wrong, or we sent an invalid request."""
        return self.our_bug or self.impact is Impact.OPEN


class Unreachable(ProviderError):
    """No connection, no such host, or the connection broke."""

    reason = "unreachable"
    lets_cloud_answer = True


class DeadlineExceeded(ProviderError):
    """The wall-clock deadline of the call passed."""

    reason = "timeout"


class Busy(ProviderError):
    """Every slot is taken, or the server says that it is busy."""

    reason = "busy"
    impact = Impact.NONE


class Warming(ProviderError):
    """The server is there and is loading the model."""

    reason = "warming"
    impact = Impact.NONE


class ModelMissing(ProviderError):
    """The server is there, the model is not."""

    reason = "model_missing"
    impact = Impact.OPEN
    lets_cloud_answer = True


class RemoteModel(ProviderError):
    """The server lists the model as one that another host runs: it would send the text on."""

    reason = "remote"
    impact = Impact.OPEN


class Refused(ProviderError):
    """The server would not answer: an error status, a refusal, a content filter."""

    reason = "refused"
    impact = Impact.NONE
    lets_cloud_answer = True


class TextTooLong(Refused):
    """The text is longer than the model reads. A shorter one may do."""


class BadAnswer(ProviderError):
    """The reply cannot be read, or is none of the labels."""

    reason = "bad_answer"


class OnlyReasoning(BadAnswer):
    """What the model thought stands where the answer should, or in place of it: the server's reasoning parser."""


class Paused(ProviderError):
    """The circuit breaker is open: the source is not asked. What opened it says whether the cloud may answer."""

    reason = "paused"
    impact = Impact.NONE

    def __init__(self, *, lets_cloud_answer: bool = False) -> None:
        super().__init__()
        self.lets_cloud_answer = lets_cloud_answer


class NotRecorded(ProviderError):
    """The cloud call could not be recorded first, so it was not made."""

    reason = "not_recorded"
    impact = Impact.NONE


class LocalOnly(ProviderError):
    """The caller asked that this text stay on the premises."""

    reason = "local_only"
    impact = Impact.NONE


class Off(ProviderError):
    """The source is chosen but not configured."""

    reason = "off"
    impact = Impact.NONE
    lets_cloud_answer = True
