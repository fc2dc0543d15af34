"""Makes the tiers of the chain from the configuration: each source with its breaker, slots and deadline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from triage.breaker import Breaker
from triage.classifier.shipped import find_shipped
from triage.config import TriageConfig
from triage.embedders.base import Embedder, Embeddings
from triage.embedders.bundled import Bundled
from triage.embedders.ollama import OllamaEmbedder
from triage.embedders.openai import OpenAIEmbedder
from triage.fitted import FittedModels
from triage.labels import Source
from triage.observed import Observed
from triage.providers.base import Provider
from triage.providers.classifier import ClassifierProvider, Reader
from triage.providers.ollama import Ollama
from triage.providers.openai import OpenAI, Recorder
from triage.readiness import Readiness
from triage.slots import Slots
from triage.tier import Tier

# The engine of the classifier is back within about a second when it has died. A refused connection costs nothing, and
# one that hangs costs one caller the timeout.
CLASSIFIER_PAUSE: Final = 1.0
CLASSIFIER_MAX_PAUSE: Final = 5.0
# A submission waits this long for the classifier, in seconds. Where it is slower, submissions soon stop waiting.
SUBMISSION_TIMEOUT: Final = 0.25
SUBMISSION_MAX_PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What every tier is made of."""

    config: TriageConfig
    clock: Callable[[], float]
    slots: Slots
    breakers: Mapping[Source, Breaker]
    providers: Mapping[Source, Provider]

    def breaker(self, source: Source) -> Breaker:
        """The given breaker of a source, or a new one."""
        return self.breakers.get(source) or Breaker(clock=self.clock)


def local_tier(parts: Parts, readiness: Readiness | None) -> tuple[Tier, Readiness | None]:
    """The local model and its readiness, made here unless given; None where a provider stands in for the model."""
    config, breaker = parts.config, parts.breaker("ollama")
    server = Ollama(config.ollama_url, config.ollama_model, socket_path=config.ollama_socket)
    provider = parts.providers.get("ollama")
    if provider is None and readiness is None:
        readiness = Readiness(server, clock=parts.clock, on_ready=breaker.reset)
    check = readiness.check if readiness else lambda: None
    tier = Tier(provider or server, timeout=config.ollama_timeout, breaker=breaker, slots=parts.slots, check=check)
    return tier, readiness


def cloud_tier(parts: Parts, recorder: Recorder | None) -> Tier:
    """The cloud. `recorder` is called before every request."""
    config = parts.config
    provider = parts.providers.get("openai") or OpenAI(
        config.openai_base_url,
        config.openai_key,
        config.openai_model,
        recorder=recorder,
        socket_path=config.openai_socket,
        phone_regions=config.phone_regions,
    )
    return Tier(provider, timeout=config.openai_timeout, breaker=parts.breaker("openai"), slots=parts.slots)


def embedder(config: TriageConfig) -> Embedder:
    """What turns texts into vectors here: a server of the premises where one is configured, else the bundled engine."""
    if not config.embedding_model:
        return Bundled(config.classifier_socket)
    server = OllamaEmbedder if config.embedding_api == "ollama" else OpenAIEmbedder
    return server(
        config.embedding_url,
        config.embedding_model,
        prefix=config.embedding_prefix,
        socket_path=config.embedding_socket,
    )


def fitted_models(config: TriageConfig) -> FittedModels:
    """What was fitted on this desk for the model of a server."""
    return FittedModels(Path(config.fitted_folder))


def classifier(parts: Parts) -> Observed:
    """The built-in classifier and its state: the embedder, and what was fitted for it."""
    provider = parts.providers.get("classifier")
    if provider is None:
        config = parts.config
        find = fitted_models(config).find if config.embedding_model else _find_shipped
        provider = ClassifierProvider(embedder(config), find)
    return Observed(provider, clock=parts.clock)


def _find_shipped(embeddings: Embeddings) -> Reader | None:
    return find_shipped(embeddings.fingerprint)


def classifier_tier(parts: Parts, classifier: Observed) -> Tier:
    """The built-in classifier."""
    breaker = parts.breakers.get("classifier") or Breaker(
        clock=parts.clock, pause=CLASSIFIER_PAUSE, max_pause=CLASSIFIER_MAX_PAUSE
    )
    return Tier(classifier, timeout=parts.config.classifier_timeout, breaker=breaker, slots=parts.slots)


def submission_tier(parts: Parts, classifier: Observed, slots: Slots) -> Tier:
    """The built-in classifier for submissions. Its breaker is its own: that it is too slow for them says no more."""
    breaker = Breaker(clock=parts.clock, pause=CLASSIFIER_PAUSE, max_pause=SUBMISSION_MAX_PAUSE)
    return Tier(classifier, timeout=SUBMISSION_TIMEOUT, breaker=breaker, slots=slots)
