"""Keys, tokens and passwords."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_PEM_BEGIN: Final = re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----(?:\n[ \t]*[A-Za-z0-9+/=]+[ \t]*(?=\n|$))*")
_PEM_END: Final = re.compile(r"-----END [A-Z0-9 ]{1,40}-----")
_IN_URL: Final = re.compile(r"(?<=://)[^\s/@:]{1,100}:[^\s/@]{1,200}(?=@)")
_JWT: Final = re.compile(r"(?<![\w.-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")
_AFTER_LABEL: Final = re.compile(
    r"(?:password|passwort|kennwort|passwd|pwd|\bpw|passphrase|mot de passe|contraseña|senha|api[ _-]?key|"
    r"secret(?:[ _-]key)?|token|authorization: basic|bearer)[\"']?[ \t]{0,2}"
    r"(?:[:=][ \t\"']{0,3}|(?<=basic )|(?<=bearer )|(?:is|was|ist|war|lautet|est|es|é|è)(?::? )[\"']?)"
    r"(?P<value>(?=[^\s\"',;]{0,80}[\d!$%&?*#@^+=])[^\s\"',;]{6,500})",
    re.IGNORECASE,
)
_PIN: Final = re.compile(
    r"\b(?i:(?:pin|puk|tan)(?:[ -]?(?:code|nr|no|number|nummer))?(?:[:=] ?| (?:is |ist |est |es )?))"
    r"(?P<value>\d{4,8})(?!\d)"
)
# Runs of characters that are long enough to be a key.
_RUN: Final = re.compile(r"[A-Za-z0-9_+/-]{20,}={0,2}")
_VENDOR_KEY: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:sk|pk|rk)[-_][\w-]{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])|gh[pousr]_\w{20,}|"
    r"github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|hf_\w{20,}|npm_\w{20,})"
)
_HEX: Final = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
_MAX_PEM_CHARS: Final = 20_000


def secrets(text: str) -> Iterator[tuple[int, int]]:
    """The spans of keys, tokens and passwords."""
    yield from _pem_blocks(text)
    yield from (match.span() for pattern in (_IN_URL, _JWT) for match in pattern.finditer(text))
    yield from (match.span("value") for pattern in (_AFTER_LABEL, _PIN) for match in pattern.finditer(text))
    for run in _RUN.finditer(text):
        key = _VENDOR_KEY.search(run[0])
        if key is not None and any(map(str.isdigit, key[0])):
            yield run.start() + key.start(), run.end()
        elif _looks_random(run[0]):
            yield run.span()


def _pem_blocks(text: str) -> Iterator[tuple[int, int]]:
    # All ends are found first: searching for one from every BEGIN would take quadratic time.
    ends = [match.span() for match in _PEM_END.finditer(text)][::-1]
    position = 0
    while begin := _PEM_BEGIN.search(text, position):
        position = begin.end()
        while ends and ends[-1][0] < begin.end():
            ends.pop()
        if ends and ends[-1][0] - begin.end() < _MAX_PEM_CHARS:
            position = ends.pop()[1]
        yield begin.start(), position


def _looks_random(run: str) -> bool:
    """Whether a run of letters and digits looks like a key: long hex, or frequent changes of character class."""
    body = run.rstrip("=")
    if _HEX.fullmatch(body):
        return any(char.isdigit() for char in body) and any(char.isalpha() for char in body)
    if len(body) < 32 or not (
        any(map(str.isdigit, body)) and any(map(str.isupper, body)) and any(map(str.islower, body))
    ):
        return False
    # In names and paths the character class changes every five or six characters, in random text at every second.
    changes = sum(_char_class(left) != _char_class(right) for left, right in pairwise(body))
    return changes > 0.38 * len(body)


def _char_class(char: str) -> str:
    return "digit" if char.isdigit() else "upper" if char.isupper() else "lower" if char.islower() else "mark"
