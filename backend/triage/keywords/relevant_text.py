"""Which part of a ticket counts: not the quoted older mail, not the signature, not orders to the sorter."""

import re

from triage.keywords.injections import without_orders

# The start of a ticket says what it is about and its end often what is wanted; a megabyte of log in between
# would only cost time.
HEAD, TAIL = 4000, 2000
# A reply shorter than this ("same again", "any news?") leans on the mail it quotes.
_WORDS_THAT_STAND_ALONE = 5

_OLDER_MAIL = re.compile(
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


def clip(text: str) -> str:
    """`text`, or its head and tail when it is longer than both together."""
    if len(text) <= HEAD + TAIL:
        return text
    return f"{text[:HEAD]}\n{text[-TAIL:]}"


def newest(text: str) -> str:
    """`text` with all that does not count blanked out; every character stays at its place."""
    meant = without_orders(_ADDRESS.sub(_blank, text) if "@" in text or "http" in text or "www." in text else text)
    cut = _QUOTED_LINE.sub(_blank, meant) if ">" in meant or "&gt;" in meant else meant
    for mark in (_OLDER_MAIL, _SIGNATURE):
        if found := mark.search(cut):
            cut = cut[: found.start()] + " " * (len(cut) - found.start())
    return cut if len(cut.split()) >= _WORDS_THAT_STAND_ALONE else meant


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
