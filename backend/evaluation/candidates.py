"""The classifiers that can be evaluated: the keyword tier, a local model, a model in the cloud."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluation.predictions import Classify
from triage import Breaker, Question, Readiness, Recorder, Source, Suggestion, Triage, TriageConfig

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
) -> Candidate:
    """The source as this deployment is configured, or with another `model`.

    A local model is loaded first, which may take minutes. `recorder` is called before every request to the cloud.
    Raises CannotEvaluate.
    """
    if source == "keywords":
        if model:
            raise CannotEvaluate("keywords: there is no model to choose")
        return Candidate("keywords", source, Triage(replace(config, provider="keywords")).keywords)
    try:
        configured = _configured(config, source, model)
    except ValueError as error:
        raise CannotEvaluate(str(error)) from error
    chain = Triage(configured, recorder=recorder, breakers={source: Breaker(threshold=_NEVER_OPENS)})
    if source == "ollama" and chain.readiness is not None:
        _wait_until_ready(chain.readiness, configured.ollama_model, sleep)
    name = configured.ollama_model if source == "ollama" else configured.openai_model
    return Candidate(name, source, _classifier(chain))


def _configured(config: TriageConfig, source: Source, model: str) -> TriageConfig:
    if source == "ollama":
        if not config.ollama_url:
            raise CannotEvaluate("ollama: no server is configured (OLLAMA_URL is empty)")
        return replace(config, provider="ollama", ollama_model=model or config.ollama_model)
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
