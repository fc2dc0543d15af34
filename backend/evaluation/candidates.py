"""The classifiers that can be measured: the keyword tier, a local model, a model in the cloud."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluation.predictions import Classify
from triage import Breaker, Question, Readiness, Recorder, Source, Suggestion, Triage, TriageConfig

# A pause would only hide how often a model fails; here every ticket is asked.
_NEVER = 1_000_000
_WAIT_SECONDS, _WAITS = 2.0, 30


class CannotEvaluateError(Exception):
    """This source cannot be measured here; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One classifier under a name for the table."""

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
    """The source as this deployment would ask it, with another model where one is named.

    A local model is loaded first, which may take minutes. `recorder` is called before every request to the cloud.
    Raises CannotEvaluateError.
    """
    if source == "keywords":
        if model:
            raise CannotEvaluateError("keywords: there is no model to choose")
        return Candidate("keywords", source, Triage(replace(config, provider="keywords")).keywords)
    try:
        chosen = _chosen(config, source, model)
    except ValueError as error:
        raise CannotEvaluateError(str(error)) from error
    chain = Triage(chosen, recorder=recorder, breakers={source: Breaker(threshold=_NEVER)})
    if source == "ollama" and chain.readiness is not None:
        _make_ready(chain.readiness, chosen.ollama_model, sleep)
    name = chosen.ollama_model if source == "ollama" else chosen.openai_model
    return Candidate(name, source, _asking(chain))


def _chosen(config: TriageConfig, source: Source, model: str) -> TriageConfig:
    if source == "ollama":
        if not config.ollama_url:
            raise CannotEvaluateError("ollama: no server is configured (OLLAMA_URL is empty)")
        return replace(config, provider="ollama", ollama_model=model or config.ollama_model)
    if not config.openai_key:
        raise CannotEvaluateError("openai: no key is configured (LLM_API_KEY is empty)")
    return replace(config, provider="openai", openai_model=model or config.openai_model)


def _make_ready(readiness: Readiness, model: str, sleep: Callable[[float], None]) -> None:
    for _ in range(_WAITS):
        state = readiness.step()
        if state != "warming":
            break
        sleep(_WAIT_SECONDS)
    if state != "ready":
        raise CannotEvaluateError(f"ollama: {model}: {_WHY[state]}")


def _asking(chain: Triage) -> Classify:
    def classify(question: Question) -> Suggestion:
        # The record of calls to the cloud wants a name for each ticket.
        return chain.classify(replace(question, reference=str(uuid.uuid4())))

    return classify


_WHY = {
    "unknown": "the server was not asked",
    "unreachable": "the server cannot be reached",
    "model_missing": "the server does not have this model; pull it first",
    "warming": "the server is busy loading it; try again in a minute",
    "failing": "the server could not load it",
}
