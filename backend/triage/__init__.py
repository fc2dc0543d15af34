"""Triage: a category and a priority for any ticket text, from a local model, the cloud, its meaning or keywords.

Plain Python that imports nothing of the desk. What it needs from outside, such as slots over all processes or the
recorder of cloud calls, is passed in. The vendors' client libraries are imported lazily, at the first call.
"""

from triage.breaker import Breaker
from triage.chain import SUBMISSION_SLOTS, Triage
from triage.config import TriageConfig
from triage.errors import Busy
from triage.keyword_pool import KeywordPool
from triage.labels import CATEGORIES, PRIORITIES, SOURCES, Category, Priority, Source
from triage.prompt import VERSION as PROMPT_VERSION
from triage.providers.openai import CloudCall, Recorder
from triage.readiness import Readiness
from triage.slots import LocalSlots, Slots
from triage.status import CloudState, SourceState, SourceStatus
from triage.types import Confidence, FellThrough, Labels, Question, Suggestion

__all__ = [
    "CATEGORIES",
    "PRIORITIES",
    "PROMPT_VERSION",
    "SOURCES",
    "SUBMISSION_SLOTS",
    "Breaker",
    "Busy",
    "Category",
    "CloudCall",
    "CloudState",
    "Confidence",
    "FellThrough",
    "KeywordPool",
    "Labels",
    "LocalSlots",
    "Priority",
    "Question",
    "Readiness",
    "Recorder",
    "Slots",
    "Source",
    "SourceState",
    "SourceStatus",
    "Suggestion",
    "Triage",
    "TriageConfig",
]
