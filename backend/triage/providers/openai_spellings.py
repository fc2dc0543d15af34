"""The words of error bodies: how servers spell parameters, refuse them, and advise others."""

import html
import re
from collections.abc import Collection
from typing import Final

LIMITS: Final = ("max_tokens", "max_completion_tokens")
REQUIRED: Final = ("model", "messages")

# What servers call the parameters beside their own name, which gateways translate.
_ALIASES: Final = {
    "response_format": (
        r"response[ _-]?formats?|response[ _-]?(?:json[ _-]?)?schema|response[ _-]?mime[ _-]?type|json[ _-]?schema"
        r"|json_object|json[ _-]?mode|structured[ _-]?outputs?|guided[ _-]?(?:json|decoding|grammar)"
        r"|output[ _-]?(?:format|config|schema)|text\.format|invalid (?:options: )?format|grammar"
    ),
    "top_logprobs": r"top[ _-]?log[ _-]?probs?|top[ _-]?n[ _-]?tokens",
    "logprobs": r"log[ _-]?prob(?:s|abilit(?:y|ies))?",
    "max_completion_tokens": r"max[ _-]?completion[ _-]?tokens?",
    "max_tokens": r"max[ _-]?(?:output|new|gen)?[ _-]?tokens?|max[ _-]?gen[ _-]?len|n(?:um)?_predict",
}

# "stop" and "seed" are words of any sentence, so they count beside a quote, a colon or a word such as "parameter".
_BARE_WORD: Final = (
    r"(?:(?:^|(?<=['\"`\u2018\u201c\xab:=,.(\[/])|(?<=[:>] )|(?<=parameter )|(?<=argument )|(?<=field )){0}"
    r"|{0}(?=['\"`\u2019\u201d\xbb]?:| (?:is|are|parameter|argument|field)\b))"
)
# Where a name stands in a field of its own.
NAME_KEYS: Final = frozenset({"param", "parameter", "loc", "field", "path", "property", "argument"})
CODE_KEYS: Final = frozenset({"code", "error_code", "errorCode", "type", "error_type", "status", "reason"})
# What repeats the request.
ECHO_KEYS: Final = frozenset({"input", "ctx", "url", "request", "request_body", "body", "instance", "prompt"})
OTHER_CAUSE: Final = re.compile(
    r"context[_ ](?:length|window|size)|content[_ ](?:filter|policy|management)|api[_ ]?key|auth|quota|billing"
    r"|rate[_ ]?limit|model[_ ]not[_ ]found",
    re.IGNORECASE,
)
MONEY: Final = re.compile(r"\b(?:insufficient|credits?|quota|billing|payment|rate[ _]limit)\b", re.IGNORECASE)
CONTEXT: Final = re.compile(r"context[ _-]?(?:length|window|size)", re.IGNORECASE)
TOO_LARGE: Final = re.compile(
    r"too (?:large|high|big|long|many)|less than|at most|exceed|up to|<=|≤|between|out of range|greater than max"
    r"|maximum (?:value|allowed)|less_than",
    re.IGNORECASE,
)
# "Use 'max_completion_tokens' instead": no refusal of that name. Nor is a list of what is supported.
_ADVICE: Final = (
    r"\b(?:use|using|try|prefer|switch to|replaced? (?:it )?(?:by|with)|in favou?r of|did you mean|renamed? (?:it )?to"
    r"|consider)\s+(?:the\s+)?(?:parameter\s+|field\s+)?[^\w\s]{0,3}(?:"
)
CHOICES: Final = re.compile(
    r"(?:expected one of|must be one of|(?<![a-z])(?<!not )(?:supported|allowed|valid|permitted|accepted|available)"
    r" (?:parameters?|fields?|arguments?|keys?|options?|values?|ones?)\b).*?(?=[.;]\s|\n|$)",
    re.IGNORECASE,
)
# An error about parameters that names none: no word of it looks like a name.
NAMELESS: Final = re.compile(
    r"\b(?:requested|invalid|unsupported|illegal|unknown|bad|wrong)(?: API| request)? (?:parameters?|arguments?)"
    r"|\b(?:parameters?|arguments?) (?:is|are|was|were) (?:not|invalid|wrong|illegal)|参数",
    re.IGNORECASE,
)
IDENTIFIER: Final = re.compile(r"[a-z]_[a-z]|[a-z][A-Z]|['\"`\u2018\u201c\xab]\w+['\"`\u2019\u201d\xbb]|:\s*\w+\s*$")
SENTENCE: Final = re.compile(r"[.;!?]\s|\n")
REFUSING: Final = re.compile(
    r"un(?:supported|known|recogni[sz]ed|expected|available|permitted)|\bnot\b|n't\b|\bno\b|cannot|invalid|illegal|extra"
    r"|forbid|prohibit|disallow|refus|reject|\bmust\b|\bshould\b|\bonly\b|requires?|deprecated|removed|too |than|exceed"
    r"|at most|between|fail|unable|conflict|error|validation|wrong|不|无效|未知",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"</?[a-z!][^<>]{0,300}>", re.IGNORECASE)
# What validators repeat of the request, after the name of the field.
_REPEATED_INPUT: Final = re.compile(r"(?:['\"]input['\"]:|input_value=|\binput: ).*")
_UNICODE_ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)


def names_of(sent: Collection[str]) -> re.Pattern[str]:
    """Every spelling of the names; the group that matched is the parameter."""
    spellings = dict(_ALIASES)
    for name in (*sent, *REQUIRED):
        plain = name.isalpha() and name not in ("temperature", *REQUIRED)
        spellings.setdefault(name, _BARE_WORD.format(name) if plain else name.replace("_", "[ _-]?"))
    groups = "|".join(f"(?P<{name}>{spelling})" for name, spelling in spellings.items())
    return re.compile(rf"(?<![A-Za-z0-9])(?:{groups})(?![A-Za-z0-9])", re.IGNORECASE)


def advice_of(names: re.Pattern[str]) -> re.Pattern[str]:
    """An advice to use one of these names."""
    return re.compile(_ADVICE + names.pattern + ")", re.IGNORECASE)


def plain(text: str) -> str:
    """Without HTML, repeated input, and the escapes of JSON that stands in a sentence."""
    unescaped = _UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\\n", "\n")
    return _REPEATED_INPUT.sub(" ", html.unescape(_TAG.sub(" ", unescaped)))
