"""The classifiers that can be evaluated: keywords, the built-in classifier, a local model, a model in the cloud."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from evaluation.predictions import Classify
from triage import Breaker, Question, Readiness, Recorder, Source, Suggestion, Triage, TriageConfig
from triage.providers.base import Provider

# The breaker never opens: a pause would hide how often a model fails.
_NEVER_OPENS = 1_000_000
_POLL_SECONDS, _MAX_POLLS = 2.0, 30


class CannotEvaluate(Exception):
    """This source cannot be evaluated here. The message says what is missing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One classifier and its name in the table."""

    name: str
    source: Source
    classify: Classify


def candidate(
    config: TriageConfig,
    source: Source,
    model: str = "",
    *,
    recorder: Recorder | None = None,
    sleep: Callable[[float], None] = time.sleep,
    providers: Mapping[Source, Provider] | None = None,
) -> Candidate:
    """The source as this deployment is configured, or with another `model`.

    A local model is loaded first, which may take minutes; the engine of the classifier is waited for. `recorder` is
    called before every request to the cloud. `providers` are those of Triage. Raises CannotEvaluate.
    """
    if model and source in ("classifier", "keywords"):
        raise CannotEvaluate(f"{source}: there is no model to choose")
    if source == "keywords":
        return Candidate("keywords", source, Triage(replace(config, provider="keywords")).keywords)
    try:
        configured = _configured(config, source, model)
    except ValueError as error:
        raise CannotEvaluate(str(error)) from error
    breaker = Breaker(threshold=_NEVER_OPENS)
    chain = Triage(configured, recorder=recorder, breakers={source: breaker}, providers=providers)
    if source == "ollama" and chain.readiness is not None:
        _wait_until_ready(chain.readiness, configured.ollama_model, sleep)
    if source == "classifier":
        _wait_until_there(chain, sleep)
    names = {"ollama": configured.ollama_model, "openai": configured.openai_model}
    return Candidate(names.get(source, source), source, _classifier(chain))


def _configured(config: TriageConfig, source: Source, model: str) -> TriageConfig:
    if source == "ollama":
        if not config.ollama_url:
            raise CannotEvaluate("ollama: no server is configured (OLLAMA_URL is empty)")
        return replace(config, provider="ollama", ollama_model=model or config.ollama_model)
    if source == "classifier":
        if not config.classifier:
            raise CannotEvaluate("classifier: switched off (CLASSIFIER=off)")
        if not (config.classifier_socket or config.embedding_model):
            raise CannotEvaluate("classifier: no engine is configured (CLASSIFIER_SOCKET is empty)")
        return replace(config, provider="classifier")
    if config.cloud_never:
        raise CannotEvaluate("openai: excluded by CLOUD=never")
    if not config.openai_key:
        raise CannotEvaluate("openai: no key is configured (LLM_API_KEY is empty)")
    return replace(config, provider="openai", openai_model=model or config.openai_model)


def _wait_until_ready(readiness: Readiness, model: str, sleep: Callable[[float], None]) -> None:
    for _ in range(_MAX_POLLS):
        state = readiness.step()
        if state != "warming":
            break
        sleep(_POLL_SECONDS)
    if state != "ready":
        raise CannotEvaluate(f"ollama: {model}: {_WHY[state]}")


def _wait_until_there(chain: Triage, sleep: Callable[[float], None]) -> None:
    for _ in range(_MAX_POLLS):
        failures = chain.classify(Question(description="The printer is out of paper.")).fell_through
        if not failures:
            return
        if failures[0].reason == "off":
            break
        sleep(_POLL_SECONDS)
    raise CannotEvaluate(f"classifier: {_WHY_NO_ENGINE.get(failures[0].reason, failures[0].reason)}")


def _classifier(chain: Triage) -> Classify:
    def classify(question: Question) -> Suggestion:
        # The record of cloud calls needs a reference for each ticket.
        return chain.classify(replace(question, reference=str(uuid.uuid4())))

    return classify


_WHY = {
    "unknown": "the server was not asked",
    "unreachable": "the server cannot be reached",
    "model_missing": "the server does not have this model; pull it first",
    "remote": "the server would send the text on to another host; choose a model that runs there",
    "warming": "the server is busy loading it; try again in a minute",
    "failing": "the server could not load it",
}
_WHY_NO_ENGINE = {
    "unreachable": "its engine does not answer at CLASSIFIER_SOCKET",
    "warming": "its engine is still loading; try again in a minute",
    "off": "a part of it cannot be used on this machine; the log says which",
}
