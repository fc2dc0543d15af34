"""Prompt injections: sentences that tell the classifier what to answer. They are not part of the request."""

import re

from triage.labels import CATEGORIES, PRIORITIES

_LABEL = f"(?:{'|'.join((*CATEGORIES, *PRIORITIES))})"
_FLAGS = re.IGNORECASE | re.MULTILINE

# Each rule: words one of which must occur, which is a fast check, and the pattern.
_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("ignore", "disregard", "forget", "override", "bypass"),
        re.compile(
            r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|any|your|the)\b"
            r"(?:[^.\n]{0,30}\b(?:instruction|prompt|rule|direction|guideline|context|text|label)|\s+and\b)",
            _FLAGS,
        ),
    ),
    (
        ("prompt", "language model", "llm", "chatbot", "ai assistant", "ai model", "classifier"),
        re.compile(
            r"\b(?:system|developer)[ ]prompt\b"
            r"|\b(?:language model|llm|chatbot|ai assistant|ai model|(?:the|ticket|this) classifier)\b",
            _FLAGS,
        ),
    ),
    (
        ("you are",),
        re.compile(
            r"\byou are (?:now )?(?:a|an|the|in)\b[^.\n]{0,30}\b(?:ai|assistant|model|classifier|bot|mode)\b", _FLAGS
        ),
    ),
    (
        ("classif", "label", "categor", "rule"),
        re.compile(
            r"\b(?:classif(?:y|ied|ication)|label(?:l?ed)?|categori[sz]ed?|category|new rule)\b[^.\n]{0,40}"
            rf"\b(?:as|is|to|must be|should be)\b[^.\n]{{0,20}}\b{_LABEL}\b",
            _FLAGS,
        ),
    ),
    (
        ("priority", "category", "json"),
        re.compile(
            r"\b(?:set|assign|mark|output|return|respond|reply|answer|choose)\b[^.\n]{0,25}\b(?:priority|category|json)\b"
            rf"[^.\n]{{0,25}}\b(?:{_LABEL}|only|with)\b"
            rf"|[\"']?(?:suggested_)?(?:category|priority)[\"']?\s*[:=]\s*[\"']{_LABEL}",
            _FLAGS,
        ),
    ),
    (
        ("system", "assistant", "inst]", "<|"),
        re.compile(
            r"(?:^[ \t]*|[.!?]\s+)[<\[|#]*(?:system|assistant)[>\]|]*[ \t]*:"
            r"(?=[^.\n]{0,120}(?:categor|priorit|classif|label|instruction|rule|prompt|json|\{))"
            r"|<\|[^|\n]{1,30}\|>|\[/?inst\]",
            _FLAGS,
        ),
    ),
    (
        ("ticket",),
        re.compile(r"\b(?:end|begin)(?:ning)? of (?:the )?ticket\b|</?ticket>", _FLAGS),
    ),
    (
        ("ignorier", "ignorez", "ignora", "ignore "),
        re.compile(
            r"\bignorier\w*\b[^.\n]{0,40}\b(?:anweisung|regel)|\bignor(?:ez|e|a|ad|en|i)\b[^.\n]{0,40}"
            r"\b(?:instruction|instruccion|instruç|istruzion|consigne|regla|regra)",
            _FLAGS,
        ),
    ),
)
_SENTENCE_END = re.compile(r"[.!?\n]")


def without_injections(text: str) -> str:
    """`text` with such sentences replaced by spaces; every other character keeps its offset."""
    lowered = text.lower()
    for needles, pattern in _RULES:
        if any(needle in lowered for needle in needles):
            text = _blank_sentences(text, pattern)
    return text


def _blank_sentences(text: str, pattern: re.Pattern[str]) -> str:
    kept: list[str] = []
    done = 0
    for match in pattern.finditer(text):
        if match.start() < done:
            continue
        # A match may begin with the full stop of the sentence before it.
        begin = match.start() + (len(match.group()) - len(match.group().lstrip(".!? \t\n")))
        start = max(done, *(text.rfind(end, done, begin) + 1 for end in ".!?\n"))
        ending = _SENTENCE_END.search(text, match.end())
        stop = ending.start() if ending else len(text)
        kept += [text[done:start], " " * (stop - start)]
        done = stop
    return "".join([*kept, text[done:]])
