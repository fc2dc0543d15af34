"""Triage: a category and a priority for any ticket text, from a local model, the cloud or plain words.

Plain Python that knows nothing of the desk around it. What it needs from outside, such as slots or the record of
calls to the cloud, it gets as arguments. Vendors' clients are imported at the first call only.
"""

from triage.breaker import Breaker
from triage.chain import SourceState, SourceStatus, Triage
from triage.config import TriageConfig
from triage.errors import Busy
from triage.keyword_pool import KeywordPool
from triage.labels import CATEGORIES, PRIORITIES, SOURCES, Category, Priority, Source
from triage.prompt import VERSION as PROMPT_VERSION
from triage.providers.openai import CloudCall, Recorder
from triage.readiness import Readiness
from triage.slots import LocalSlots, Slots
from triage.types import Confidence, FellThrough, Labels, Question, Suggestion

__all__ = [
    "CATEGORIES",
    "PRIORITIES",
    "PROMPT_VERSION",
    "SOURCES",
    "Breaker",
    "Busy",
    "Category",
    "CloudCall",
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
