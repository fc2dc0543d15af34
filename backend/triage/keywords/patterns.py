"""Concepts found by regular expressions: money, numbers of people and things, clock times, error codes; shouting."""

import re
from collections.abc import Iterator

_NUMBER = r"(?P<number>\d{1,3}(?:[.,'\u00a0\u202f ]\d{3}){1,3}|\d{1,9})"
_PEOPLE = (
    r"users?|people|ppl|persons?|employees|staff|colleagues|customers?|clients|patients|residents|students|pupils|teachers"
    r"|workers|drivers|members|desks|beds|machines|devices|pcs|computers|stores|shops|branches|sites|offices|households"
    r"|followers|recipients|mitarbeiter\w*|benutzer\w*|nutzer\w*|kolleg\w*|patient\w*|kunden|personen|arbeitsplätze|plätze"
    r"|rechner|beschäftigte\w*|utilisateurs|personnes|employés|agents|postes|usuarios|personas|empleados|pacientes|clientes"
    r"|usuários|utilizadores|pessoas|funcionários|utenti|persone|dipendenti|pazienti|clienti|colleghi|postazioni"
)
_THINGS = r"records|files|documents|cases|addresses|accounts|vms|servers|rows|datensätze|akten|dossiers|expedientes"
_COUNTED = re.compile(
    rf"{_NUMBER}[ ]?\+?[ ](?:[^\W\d_]+[ ])?(?:(?P<people>{_PEOPLE})|(?:{_THINGS}))\b"
    r"|(?P<unspaced>\d{1,6})[ ]?(?:कर्मचारियों|कर्मचारी|लोग|लोगों|मरीज|मरीजों|ग्राहक|उपयोगकर्ता|名|人|台|件)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥₹][ ]?\d|\d[ ]?(?:€|£|¥|₹|円|ユーロ)"
    r"|\d[ ]?(?:eur|euros?|usd|dollars?|chf|gbp|inr|brl|reais|रुपये|rupees)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:by|before|until|bis|vor|avant|antes (?:de las|das)|até(?: às)?|entro le|prima delle)[ ]"
    r"(?:\d{1,2}[ ]?(?:[:.h][ ]?\d{2}|[ap]\.?m\b|uhr|h\b|o.clock)|noon|midnight|mittag|midi)"
    r"|\bin (?:\d{1,2}|one|two|three|an|a few) (?:hours?|minutes?|mins?)\b|\d{1,2}時まで|\d{1,2} बजे तक",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b0x[0-9a-fA-F]{2,}\b|\b(?:error|http|status|code|fehler|erreur|erro)\W{0,3}\d{3,5}\b"
    r"|\b[45]0[0-9]\b(?=\W{0,3}(?:error|bad|internal|not|forbidden|service))"
    r"|\b[A-Z][A-Za-z]{2,60}(?:Error|Exception)\b|\bERR_[A-Z_]+|\bORA-\d+|^[ \t]+at [\w.$]+\(|Traceback",
    re.MULTILINE,
)
_DIGIT = re.compile(r"\d")
# From this number of people on: more than a small team.
_MANY = 15
_MIN_CAPITALS = 12


def find_patterns(text: str) -> Iterator[tuple[str, int, int]]:
    """(concept, start, end) for each match in `text`."""
    if _DIGIT.search(text):
        for match in _COUNTED.finditer(text):
            number = int(re.sub(r"\D", "", match["number"] or match["unspaced"]))
            if number >= _MANY:
                yield "many" if match["people"] or match["unspaced"] else "mass", *match.span()
        yield from (("amount", *match.span()) for match in _MONEY.finditer(text))
    yield from (("soon", *match.span()) for match in _CLOCK.finditer(text))
    yield from (("error", *match.span()) for match in _CODE.finditer(text))


def is_shouting(text: str) -> bool:
    """Whether the text is mostly capitals or has exclamation marks in a row. It says nothing about impact."""
    capitals = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    return (capitals >= _MIN_CAPITALS and capitals > 2 * small) or "!!" in text
