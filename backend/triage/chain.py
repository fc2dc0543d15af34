"""The chain: the local model, then the cloud where allowed, then keywords. The last always answers."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from triage.breaker import Breaker
from triage.config import TriageConfig
from triage.errors import LocalOnly, ProviderError
from triage.labels import Source
from triage.providers.base import Provider
from triage.providers.keywords import KeywordProvider
from triage.providers.ollama import Ollama
from triage.providers.openai import OpenAI, Recorder
from triage.readiness import Readiness
from triage.redact import redact
from triage.slots import LocalSlots, Slots
from triage.text import clean_question
from triage.tier import Tier, UnconfiguredTier
from triage.types import FellThrough, Labels, Question, Suggestion

logger = logging.getLogger(__name__)

# Whether text may go to the cloud: never or off by the settings; on standby while the local model, or keywords for it,
# answer; answering while it would be asked now.
CloudState = Literal["never", "off", "standby", "answering"]
SourceState = Literal["ready", "warming", "model_missing", "remote", "unreachable", "reasoning_parser", "paused", "off"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """The state of one source. `model` is None where it has none."""

    source: Source
    state: SourceState
    model: str | None


class Triage:
    """Suggests a category and a priority for a ticket. One per process; thread-safe.

    `clock` times the pauses of breakers and readiness; deadlines use time.monotonic(). `slots` bounds concurrent
    model calls. `recorder` is called in the caller's thread with a CloudCall before every request to the cloud; if it
    raises, the request is not made. `readiness` and `breakers` are made here unless given. `providers` replaces the
    real sources, for tests.
    """

    def __init__(
        self,
        config: TriageConfig,
        *,
        clock: Callable[[], float] = time.monotonic,
        slots: Slots | None = None,
        recorder: Recorder | None = None,
        readiness: Readiness | None = None,
        breakers: Mapping[Source, Breaker] | None = None,
        providers: Mapping[Source, Provider] | None = None,
    ) -> None:
        self.config = config
        self.readiness = readiness
        self._clock = clock
        self._slots = slots or LocalSlots(config.slots, config.queue)
        self._breakers = breakers or {}
        self._providers = providers or {}
        self._keywords = self._providers.get("keywords") or KeywordProvider()
        self._tiers: list[Tier | UnconfiguredTier] = []
        if config.asks_ollama:
            self._tiers.append(self._local_tier())
        if config.asks_openai:
            self._tiers.append(self._cloud_tier(recorder))
        if not self._tiers and config.provider in ("ollama", "openai", "classifier"):
            why = "excluded by CLOUD=never" if config.provider == "openai" and config.cloud_never else "not configured"
            logger.warning("triage: %s is chosen but %s; keywords answer", config.provider, why)
            self._tiers.append(UnconfiguredTier(config.provider))

    def warm_up(self) -> None:
        """Load what the first answer would wait for: vocabulary, and the client libraries of configured models."""
        self.keywords(Question(description="The printer is out of paper."))
        if self.config.asks_ollama:
            import_module("triage.clients.ollama")
        if self.config.asks_openai:
            import_module("triage.clients.openai")
            redact("12345678", self.config.phone_regions)  # its libraries

    def classify(self, question: Question, *, local_only: bool = False) -> Suggestion:
        """Ask each source in order until one answers; keywords always do. With `local_only`, never ask the cloud."""
        started = self._clock()
        fell_through: list[FellThrough] = []
        # Before redaction, which an invisible character inside an address would defeat. Keywords read the original.
        cleaned = clean_question(question) if self._tiers else question
        for tier in self._tiers:
            asked_at = self._clock()
            try:
                if local_only and tier.source == "openai":
                    raise LocalOnly
                labels = tier.ask(cleaned)
            except ProviderError as error:
                fell_through.append(FellThrough(tier.source, error.reason))
                _log(tier.source, error, self._milliseconds_since(asked_at))
                if not error.lets_cloud_answer:
                    break
            else:
                return self._suggestion(labels, tier.source, tier.model, fell_through, started)
        return self._by_keywords(question, fell_through, started)

    def keywords(self, question: Question) -> Suggestion:
        """The keyword tier's answer alone; no model is asked."""
        return self._by_keywords(question, [], self._clock())

    def status(self) -> tuple[SourceStatus, ...]:
        """The state of each source, in the order they are asked. Waits for one short probe when none was made yet."""
        tiers = {tier.source: tier for tier in self._tiers}
        models = [
            SourceStatus(source, self._state(tiers.get(source)), tiers[source].model if source in tiers else None)
            for source in ("ollama", "openai", "classifier")
        ]
        return (*models, SourceStatus("keywords", "ready", None))

    def cloud(self) -> CloudState:
        """The state of the cloud. As `status` it may wait for one short probe."""
        if self.config.cloud_never:
            return "never"
        if not self.config.asks_openai:
            return "off"
        before = self._tiers[0]
        if isinstance(before, Tier) and before.source == "ollama" and not before.lets_cloud_answer():
            return "standby"
        return "standby" if self._tiers[-1].paused else "answering"

    def _state(self, tier: Tier | UnconfiguredTier | None) -> SourceState:
        if tier is None or isinstance(tier, UnconfiguredTier):
            return "off"
        if tier.only_reasoning:
            return "reasoning_parser"
        if tier.paused:
            return "paused"
        if tier.source != "ollama" or self.readiness is None:
            return "ready"
        match self.readiness.state:
            case "failing":
                return "paused"
            case "unknown":
                return "unreachable"
            case state:
                return state

    def _local_tier(self) -> Tier:
        config, breaker = self.config, self._breaker("ollama")
        server = Ollama(config.ollama_url, config.ollama_model, socket_path=config.ollama_socket)
        provider = self._providers.get("ollama")
        if provider is None and self.readiness is None:
            self.readiness = Readiness(server, clock=self._clock, on_ready=breaker.reset)
        check = self.readiness.check if self.readiness else lambda: None
        return Tier(provider or server, timeout=config.ollama_timeout, breaker=breaker, slots=self._slots, check=check)

    def _cloud_tier(self, recorder: Recorder | None) -> Tier:
        config = self.config
        provider = self._providers.get("openai") or OpenAI(
            config.openai_base_url,
            config.openai_key,
            config.openai_model,
            recorder=recorder,
            socket_path=config.openai_socket,
            phone_regions=config.phone_regions,
        )
        return Tier(provider, timeout=config.openai_timeout, breaker=self._breaker("openai"), slots=self._slots)

    def _breaker(self, source: Source) -> Breaker:
        return self._breakers.get(source) or Breaker(clock=self._clock)

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


# Reasons that say nothing new about a source: logged at level INFO, or each keystroke would log a warning.
_EXPECTED = frozenset({"busy", "warming", "paused", "local_only", "off"})


def _log(source: Source, error: ProviderError, milliseconds: int) -> None:
    level = logging.ERROR if error.needs_action else logging.INFO if error.reason in _EXPECTED else logging.WARNING
    detail = f" ({error})" if str(error) else ""
    logger.log(level, "triage fell through: source=%s reason=%s ms=%d%s", source, error.reason, milliseconds, detail)
