"""The chain: the local model, the cloud where allowed, the built-in classifier, keywords. The last always answers."""

import logging
import time
from collections.abc import Callable, Mapping
from importlib import import_module

from triage.assembly import Parts, classifier, classifier_tier, cloud_tier, local_tier, submission_tier
from triage.breaker import Breaker
from triage.config import TriageConfig
from triage.errors import LocalOnly, ProviderError
from triage.labels import Source
from triage.observed import Observed
from triage.providers.base import Provider
from triage.providers.keywords import KeywordProvider
from triage.providers.openai import Recorder
from triage.readiness import Readiness
from triage.redact import redact
from triage.slots import LocalSlots, Slots
from triage.status import CloudState, SourceStatus, state_of
from triage.text import clean_question
from triage.tier import Tier, UnconfiguredTier
from triage.types import FellThrough, Labels, Question, Suggestion

logger = logging.getLogger(__name__)

# Submissions that wait for the classifier at a time; no further one waits.
SUBMISSION_SLOTS = 2


class Triage:
    """Suggests a category and a priority for a ticket. One per process; thread-safe.

    `clock` times the pauses of breakers and readiness; deadlines use time.monotonic(). `slots` bounds concurrent
    model calls, `submission_slots` the submissions that wait for the classifier. `recorder` is called in the caller's
    thread with a CloudCall before every request to the cloud; if it raises, the request is not made. `readiness` and
    `breakers` are made here unless given. `providers` replaces the real sources, for tests.
    """

    def __init__(
        self,
        config: TriageConfig,
        *,
        clock: Callable[[], float] = time.monotonic,
        slots: Slots | None = None,
        submission_slots: Slots | None = None,
        recorder: Recorder | None = None,
        readiness: Readiness | None = None,
        breakers: Mapping[Source, Breaker] | None = None,
        providers: Mapping[Source, Provider] | None = None,
    ) -> None:
        self.config = config
        self.readiness = readiness
        self._clock = clock
        self._slots = slots or LocalSlots(config.slots, config.queue)
        parts = Parts(config, clock, self._slots, breakers or {}, providers or {})
        self._keywords = parts.providers.get("keywords") or KeywordProvider()
        self._classifier: Observed | None = None
        self._submission: Tier | None = None
        self._tiers: dict[Source, Tier | UnconfiguredTier] = {}
        if config.asks_ollama:
            self._tiers["ollama"], self.readiness = local_tier(parts, readiness)
        if config.asks_openai:
            self._tiers["openai"] = cloud_tier(parts, recorder)
        if config.asks_classifier:
            self._classifier = classifier(parts)
            self._tiers["classifier"] = classifier_tier(parts, self._classifier)
            self._submission = submission_tier(
                parts, self._classifier, submission_slots or LocalSlots(SUBMISSION_SLOTS, queue=0)
            )
        chosen = config.provider
        if not self._tiers and chosen != "auto" and chosen != "keywords":
            logger.warning("triage: %s is chosen but %s; keywords answer", chosen, _why_missing(config))
            self._tiers[chosen] = UnconfiguredTier(chosen)

    def warm_up(self) -> None:
        """Load what the first answer would wait for: vocabulary, and the client libraries of configured models."""
        self.keywords(Question(description="The printer is out of paper."))
        if self.config.asks_ollama:
            import_module("triage.clients.ollama")
        if self.config.asks_openai:
            import_module("triage.clients.openai")
            redact("12345678", self.config.phone_regions)  # its libraries
        if self._classifier:
            self._classifier.load()

    def classify(self, question: Question, *, local_only: bool = False) -> Suggestion:
        """Ask each source in order until one answers; keywords always do. With `local_only`, never ask the cloud.

        A local model that is there but gave no answer leaves the cloud out: load must not decide what leaves.
        """
        started = self._clock()
        fell_through: list[FellThrough] = []
        # Before redaction, which an invisible character inside an address would defeat. Keywords read the original.
        cleaned = clean_question(question) if self._tiers else question
        cloud_may_answer = True
        for tier in self._tiers.values():
            if tier.source == "openai" and not cloud_may_answer:
                continue
            asked_at = self._clock()
            try:
                if local_only and tier.source == "openai":
                    raise LocalOnly
                labels = tier.ask(cleaned)
            except ProviderError as error:
                fell_through.append(FellThrough(tier.source, error.reason))
                _log(tier.source, error, self._milliseconds_since(asked_at))
                cloud_may_answer = error.lets_cloud_answer
            else:
                return self._suggestion(labels, tier.source, tier.model, fell_through, started)
        return self._by_keywords(question, fell_through, started)

    def at_submission(self, question: Question) -> Suggestion:
        """The classifier's answer where it comes within SUBMISSION_TIMEOUT, else that of keywords. Asks no other model.

        It does not wait for a slot. Whatever happens to the classifier, this answers.
        """
        started = self._clock()
        fell_through: list[FellThrough] = []
        if self._submission:
            try:
                labels = self._submission.ask(clean_question(question))
                return self._suggestion(labels, "classifier", self._submission.model, [], started)
            except ProviderError as error:
                fell_through.append(FellThrough("classifier", error.reason))
                _log("classifier", error, self._milliseconds_since(started))
            except Exception:
                # A bug, or a database that fails in a new way: no reason to refuse the ticket.
                logger.exception("triage: the classifier could not be asked at a submission")
        return self._by_keywords(question, fell_through, started)

    def keywords(self, question: Question) -> Suggestion:
        """The keyword tier's answer alone; no model is asked."""
        return self._by_keywords(question, [], self._clock())

    def status(self) -> tuple[SourceStatus, ...]:
        """The state of each source, in the order they are asked. Waits for one short probe when none was made yet."""
        known_by = {"ollama": self.readiness, "openai": None, "classifier": self._classifier}
        models = []
        for source in ("ollama", "openai", "classifier"):
            tier = self._tiers.get(source)
            place = self.config.classifier_place if source == "classifier" and self._classifier else None
            models.append(SourceStatus(source, state_of(tier, known_by[source]), tier.model if tier else None, place))
        return (*models, SourceStatus("keywords", "ready", None))

    def cloud(self) -> CloudState:
        """The state of the cloud. As `status` it may wait for one short probe."""
        if self.config.cloud_never:
            return "never"
        if not self.config.asks_openai:
            return "off"
        before = self._tiers.get("ollama")
        if isinstance(before, Tier) and not before.lets_cloud_answer():
            return "standby"
        return "standby" if self._tiers["openai"].paused else "answering"

    def _by_keywords(self, question: Question, fell_through: list[FellThrough], started: float) -> Suggestion:
        labels = self._keywords.classify(question, time.monotonic())
        return self._suggestion(labels, "keywords", None, fell_through, started)

    def _suggestion(
        self, labels: Labels, source: Source, model: str | None, fell_through: list[FellThrough], started: float
    ) -> Suggestion:
        elapsed = self._milliseconds_since(started)
        return Suggestion(labels, source, model, tuple(fell_through), elapsed, labels.redacted)

    def _milliseconds_since(self, started: float) -> int:
        return round((self._clock() - started) * 1000)


def _why_missing(config: TriageConfig) -> str:
    """Why the source that is chosen by name is not there."""
    if config.provider == "openai" and config.cloud_never:
        return "excluded by CLOUD=never"
    if config.provider == "classifier" and not config.classifier:
        return "excluded by CLASSIFIER=off"
    return "not configured"


# Reasons that say nothing new about a source: logged at level INFO, or each keystroke would log a warning.
_EXPECTED = frozenset({"busy", "warming", "paused", "local_only", "off"})


def _log(source: Source, error: ProviderError, milliseconds: int) -> None:
    level = logging.ERROR if error.needs_action else logging.INFO if error.reason in _EXPECTED else logging.WARNING
    detail = f" ({error})" if str(error) else ""
    logger.log(level, "triage fell through: source=%s reason=%s ms=%d%s", source, error.reason, milliseconds, detail)
