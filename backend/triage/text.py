"""Sanitizes ticket text for a prompt: no control characters, no chat-template tokens, bounded in bytes."""

import re
import unicodedata
from dataclasses import replace
from typing import Final

from triage.types import Question

# The zero-width joiners, which Persian and Hindi words and emoji need. Every other format character goes, among them
# tag characters and bidi overrides, which can hide text from the person who reads the ticket.
_KEPT_FORMAT: Final = "\u200c\u200d"

# The special tokens of models' chat templates. One vendor writes its bars full width.
_BAR: Final = "[|\uff5c]"
_TEMPLATE_TOKENS: Final = re.compile(
    rf"<{_BAR}[^<>|\uff5c\n]{{0,64}}{_BAR}>"
    r"|</?(?:start_of_turn|end_of_turn|start_header_id|end_header_id|s|bos|eos|pad|unk|think|tool_call|tool_response)>"
    r"|<<?/?SYS>>?|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]",
    re.IGNORECASE,
)
_HALF_TOKENS: Final = re.compile(rf"<(?={_BAR})|(?<={_BAR})>")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

TRUNCATION_MARK: Final = " [...] "


def clean_question(question: Question) -> Question:
    """The same question with title and description cleaned. The chain does it once, before any model is asked."""
    return replace(question, title=clean(question.title), description=clean(question.description))


def one_text(question: Question) -> str:
    """Title and description as one text."""
    return f"{question.title}\n{question.description}".strip()


def clean(text: str) -> str:
    """Drop control and format characters and lone surrogates; replace each chat-template token with a space.

    Line ends become \\n. Idempotent.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not (text.isascii() and text.isprintable()):
        # Each different character is looked up once, however long the text is.
        dropped = [ord(char) for char in set(text) if not _is_kept(char)]
        text = text.translate(dict.fromkeys(dropped)) if dropped else text
    # A space, not nothing: the text around a token must not join into another one.
    text = _TEMPLATE_TOKENS.sub(" ", text)
    return _HALF_TOKENS.sub(" ", text).strip()


def _is_kept(char: str) -> bool:
    return char in "\n\t" or char in _KEPT_FORMAT or unicodedata.category(char) not in ("Cc", "Cf", "Cs")


# What may be the half of a number, an address or a password: two words at the edge, and digits and marks between.
_HALF_AT_END: Final = re.compile(r"\S{0,200}[\W\d_]{0,200}\S{0,200}\Z")
_HALF_AT_START: Final = re.compile(r"\A\S{0,200}[\W\d_]{0,200}\S{0,200}")
_MAX_HALF_CHARS: Final = 600


def cut(text: str, max_chars: int) -> str:
    """The text without its middle: at most `max_chars` from the head and as many from the tail.

    No half of a number stays at the cut, where redaction would not recognise it.
    """
    if len(text) <= 2 * max_chars:
        return text
    head, tail = text[:max_chars], text[-max_chars:]
    edge = _HALF_AT_END.sub("", head[-_MAX_HALF_CHARS:], count=1)
    return f"{head[:-_MAX_HALF_CHARS]}{edge}\n{TRUNCATION_MARK.strip()}\n{_HALF_AT_START.sub('', tail)}"


def truncate(text: str, max_bytes: int) -> str:
    """Keep at most `max_bytes` of UTF-8 in whole characters: two thirds from the head, one third from the tail.

    The tail stays because people end with what they want.
    """
    data = text.encode()
    if len(data) <= max_bytes:
        return text
    room = max_bytes - len(TRUNCATION_MARK)
    tail = room // 3
    # A character that is cut in two is dropped.
    head_text = data[: room - tail].decode(errors="ignore")
    tail_text = data[len(data) - tail :].decode(errors="ignore")
    return head_text + TRUNCATION_MARK + tail_text
