"""The tokens of an answer with their log probabilities, in the format of the model servers."""

import math
from typing import Any

from triage.labels import CATEGORIES, PRIORITIES


def answer_tokens(category: str, priority: str, confidence: float = 0.8) -> list[dict[str, Any]]:
    """`{"category": ..., "priority": ...}` in tokens; `confidence` for each label, the rest spread over the others."""
    return [
        *(_token(text, 1.0) for text in ('{"', "category", '":', ' "')),
        _label(category, CATEGORIES, confidence),
        *(_token(text, 1.0) for text in ('",', ' "', "priority", '":', ' "')),
        _label(priority, PRIORITIES, confidence),
        _token('"}', 1.0),
    ]


def _token(text: str, probability: float) -> dict[str, Any]:
    entry = {"token": text, "logprob": math.log(probability)}
    return {**entry, "top_logprobs": [entry]}


def _label(chosen: str, labels: tuple[str, ...], confidence: float) -> dict[str, Any]:
    rest = (1 - confidence) / (len(labels) - 1)
    probabilities = sorted(((confidence if label == chosen else rest), label) for label in labels)[::-1]
    top = [{"token": label, "logprob": math.log(max(probability, 1e-9))} for probability, label in probabilities]
    return {"token": chosen, "logprob": math.log(confidence), "top_logprobs": top}
