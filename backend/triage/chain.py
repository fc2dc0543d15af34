"""The chain: the local model, then the cloud where that is allowed, then the words. Someone always answers."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from triage.breaker import Breaker
from triage.config import TriageConfig
from triage.errors import Busy, LocalOnly, ProviderError, Warming
from triage.labels import Source
from triage.providers.base import Provider
from triage.providers.keywords import KeywordProvider
from triage.providers.ollama import Ollama
from triage.providers.openai import OpenAI, Recorder
from triage.readiness import Readiness
from triage.slots import LocalSlots, Slots
from triage.text import clean_question
from triage.tier import Absent, Tier
from triage.types import FellThrough, Labels, Question, Suggestion

logger = logging.getLogger(__name__)

SourceState = Literal["ready", "warming", "model_missing", "unreachable", "paused", "off"]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source is doing. `model` is None where there is none to name."""

    source: Source
    state: SourceState
    model: str | None


class Triage:
    """Suggests a category and a priority for a ticket. One per process; thread-safe.

    `clock` is what breakers and readiness count their pauses by; deadlines run on the machine's own clock.
    `slots` bounds concurrent model calls, over all processes if it can. `recorder` is called in the caller's thread
    with a CloudCall before every request to the cloud; if it raises, the request is not made. `readiness` and
    `breakers` are made here unless given. `providers` takes the place of the real sources, for tests.
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
        self._words = self._providers.get("keywords") or KeywordProvider()
        self._tiers: list[Tier | Absent] = []
        if config.asks_ollama:
            self._tiers.append(self._local_tier())
        if config.asks_openai:
            self._tiers.append(self._cloud_tier(recorder))
        if not self._tiers and config.provider in ("ollama", "openai"):
            logger.warning("triage: %s is chosen but not configured; keywords answer", config.provider)
            self._tiers.append(Absent("ollama" if config.provider == "ollama" else "openai"))

    def warm_up(self) -> None:
        """Load what the first answer would wait for: the words, and the clients of the models that may be asked."""
        self.keywords(Question(description="The printer is out of paper."))
        if self.config.asks_ollama:
            import_module("triage.clients.ollama")
        if self.config.asks_openai:
            import_module("triage.clients.openai")

    @property
    def cloud_configured(self) -> bool:
        """Whether ticket text may ever leave the premises."""
        return self.config.asks_openai

    def classify(self, question: Question, *, local_only: bool = False) -> Suggestion:
        """Ask source after source until one answers; the last always does. With `local_only`, never the cloud."""
        started = self._clock()
        fell: list[FellThrough] = []
        # Before redaction, for an invisible character inside an address would hide it. Keywords read what was written.
        cleaned = clean_question(question) if self._tiers else question
        for tier in self._tiers:
            began = self._clock()
            try:
                if local_only and tier.source == "openai":
                    raise LocalOnly
                labels = tier.ask(cleaned)
            except ProviderError as error:
                fell.append(FellThrough(tier.source, error.reason))
                _log(tier.source, error, self._milliseconds_since(began))
                # Only a local model that failed, is paused, absent or off lets the cloud answer. Busy or warming
                # up goes to the words: load must not decide what leaves the premises.
                if isinstance(error, Busy | Warming):
                    break
            else:
                return self._suggestion(labels, tier.source, tier.model, fell, started)
        return self._by_words(question, fell, started)

    def keywords(self, question: Question) -> Suggestion:
        """The keyword tier's answer alone, at once."""
        return self._by_words(question, [], self._clock())

    def status(self) -> tuple[SourceStatus, ...]:
        """How each source is doing, in the order they are asked. Waits for one short look when none was made yet."""
        tiers = {tier.source: tier for tier in self._tiers}
        models = [
            SourceStatus(source, self._state(tiers.get(source)), tiers[source].model if source in tiers else None)
            for source in ("ollama", "openai")
        ]
        return (*models, SourceStatus("keywords", "ready", None))

    def _state(self, tier: Tier | Absent | None) -> SourceState:
        if tier is None or isinstance(tier, Absent):
            return "off"
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
        )
        return Tier(provider, timeout=config.openai_timeout, breaker=self._breaker("openai"), slots=self._slots)

    def _breaker(self, source: Source) -> Breaker:
        return self._breakers.get(source) or Breaker(clock=self._clock)

    def _by_words(self, question: Question, fell: list[FellThrough], started: float) -> Suggestion:
        labels = self._words.classify(question, time.monotonic())
        return self._suggestion(labels, "keywords", None, fell, started)

    def _suggestion(
        self, labels: Labels, source: Source, model: str | None, fell: list[FellThrough], started: float
    ) -> Suggestion:
        elapsed = self._milliseconds_since(started)
        return Suggestion(labels, source, model, tuple(fell), elapsed, labels.redacted)

    def _milliseconds_since(self, started: float) -> int:
        return round((self._clock() - started) * 1000)


# What says nothing new about a source: one line each, but no warning at every keystroke.
_ORDINARY = frozenset({"busy", "warming", "paused", "local_only", "off"})


def _log(source: Source, error: ProviderError, milliseconds: int) -> None:
    level = logging.ERROR if error.loud else logging.INFO if error.reason in _ORDINARY else logging.WARNING
    detail = f" ({error})" if str(error) else ""
    logger.log(level, "triage fell through: source=%s reason=%s ms=%d%s", source, error.reason, milliseconds, detail)
