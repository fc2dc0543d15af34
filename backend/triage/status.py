"""The state of each source, and of the cloud, as the header and `GET /api/triage/status/` show them."""

from dataclasses import dataclass
from typing import Literal

from triage.config import Place
from triage.labels import Source
from triage.observed import Observed
from triage.readiness import Readiness
from triage.tier import Tier, UnconfiguredTier

# Whether text may go to the cloud: never or off by the settings; on standby while the local model, or keywords for it,
# answer; answering while it would be asked now.
CloudState = Literal["never", "off", "standby", "answering"]
SourceState = Literal["ready", "warming", "model_missing", "remote", "unreachable", "reasoning_parser", "paused", "off"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """The state of one source. `model` is None where it has none; `place` is told of the classifier alone."""

    source: Source
    state: SourceState
    model: str | None
    place: Place | None = None


def state_of(tier: Tier | UnconfiguredTier | None, known_by: Readiness | Observed | None) -> SourceState:
    """The state of a tier; `known_by` knows that of its model. Waits for one short probe when none was made yet."""
    if tier is None or isinstance(tier, UnconfiguredTier):
        return "off"
    if tier.only_reasoning:
        return "reasoning_parser"
    if tier.paused:
        # Not probed meanwhile. What is off has paused its tier.
        return "off" if isinstance(known_by, Observed) and known_by.last == "off" else "paused"
    if known_by is None:
        return "ready"
    match known_by.state:
        case "failing":
            return "paused"
        case "unknown":
            return "unreachable"
        case known:
            return known
