"""Reads a chat completion: the labels in it, or the error that says why there are none. No error repeats its text."""

import re
from typing import Any, Final

from triage.confidence import TokenLogprob, TopLogprob, confidence
from triage.errors import BadAnswer, OnlyReasoning, Refused
from triage.reply import parse
from triage.types import Confidence, Labels

# Where servers put what a model thought: vLLM and llama.cpp, Ollama and newer vLLM, OpenRouter, Anthropic's form.
_REASONING: Final = ("reasoning_content", "reasoning", "reasoning_details", "thinking", "thinking_blocks")
_THOUGHTS: Final = re.compile(r"</?(?:\w+:)?(?:think|thinking|thought|reasoning|reflection)\b|\[THINK\]|<\|channel\|?>")


def labels_of(response: Any) -> Labels:
    """The labels. Any, because the client does not validate the response, and returns a str for HTML.

    Raises Refused or BadAnswer.
    """
    try:
        choice = response.choices[0]
        message = choice.message
        if message.refusal:
            raise Refused("the model refused")
        if choice.finish_reason == "content_filter":
            raise Refused("the content filter")
        content = _text(message.content)
        if choice.finish_reason == "length" or not content.strip():
            raise _unfinished(message, choice.finish_reason, content)
    except (AttributeError, LookupError, TypeError) as error:
        raise BadAnswer(f"invalid response ({type(error).__name__})") from None
    try:
        category, priority = parse(content)
    except BadAnswer:
        if _THOUGHTS.search(content):
            raise OnlyReasoning(
                "the model's reasoning stands in its answer: switch on the server's reasoning parser, or reasoning off"
            ) from None
        raise
    return Labels(category, priority, _confidence(content, choice.logprobs))


def _text(content: Any) -> str:
    """The answer as a str: some servers send a list of parts, with reasoning in parts of its own."""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if part.get("type") in ("text", "output_text"))
    if content is None or isinstance(content, str):
        return content or ""
    raise TypeError


def _unfinished(message: Any, finish_reason: Any, content: str) -> BadAnswer:
    """Why there is no whole answer. The first that holds is what someone has to change."""
    finished = finish_reason != "length"
    if not content.strip() and _has_reasoning(message):
        if finished:
            return OnlyReasoning(
                "the server's reasoning parser left no content, only reasoning: switch that parser off for this model,"
                " or its reasoning"
            )
        return OnlyReasoning(
            "every token went into reasoning, by the server's reasoning parser: switch reasoning off for this model"
        )
    if not finished:
        return BadAnswer("the model did not finish")
    if getattr(message, "tool_calls", None) or getattr(message, "function_call", None):
        return BadAnswer("a tool call instead of content")
    return BadAnswer("no content")


def _has_reasoning(message: Any) -> bool:
    parts = message.content if isinstance(message.content, list) else ()
    return any(getattr(message, name, None) for name in _REASONING) or bool(parts)


def _confidence(content: str, logprobs: Any) -> Confidence:
    # Compatible servers differ in these fields. No confidence rather than a wrong one.
    try:
        tokens = [
            TokenLogprob(
                entry.token,
                float(entry.logprob),
                tuple(TopLogprob(other.token, float(other.logprob)) for other in entry.top_logprobs or ()),
            )
            for entry in logprobs.content
        ]
        return confidence(content, tokens)
    except (AttributeError, TypeError, ValueError):
        return Confidence()
