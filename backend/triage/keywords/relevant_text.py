"""The part of a ticket that counts: no quoted mail, no signature, no prompt injection."""

import re

from triage.keywords.injections import without_injections

# In characters. The start of a ticket says what it is about, its end often what is wanted. A megabyte of log between
# them would only take time.
HEAD_CHARS, TAIL_CHARS = 4000, 2000
# A reply with fewer words ("same again", "any news?") means nothing without the mail it quotes.
_MIN_OWN_WORDS = 5

_QUOTED_MAIL = re.compile(
    r"^[ \t]*(?:"
    r"-{2,}[ ]*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|mensagem original|messaggio originale)\b.*"
    r"|(?:on|am|le|el|em|il)\b[^\n]{0,120}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto)\b[^\n]{0,60}:"
    r"|(?:from|von|de|da)[ ]?:[^\n]*\n[ \t]*(?:sent|date|to|gesendet|datum|an|envoyé|enviado|para|inviato|a)[ ]?:"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*$", re.MULTILINE)
_SIGNATURE = re.compile(
    r"^--[ ]?$|^(?:sent from my|gesendet von mein|envoyé de mon|enviado desde mi|enviado do meu|inviato da)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")


def head_and_tail(text: str) -> str:
    """`text`, or its head and tail where it is longer than both together."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"


def relevant_text(text: str) -> str:
    """`text` with all that does not count replaced by spaces; every other character keeps its offset."""
    own = without_injections(_ADDRESS.sub(_blank, text) if "@" in text or "http" in text or "www." in text else text)
    cut = _QUOTED_LINE.sub(_blank, own) if ">" in own or "&gt;" in own else own
    for pattern in (_QUOTED_MAIL, _SIGNATURE):
        if found := pattern.search(cut):
            cut = cut[: found.start()] + " " * (len(cut) - found.start())
    return cut if len(cut.split()) >= _MIN_OWN_WORDS else own


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
