"""Hypothesis strategies for texts, query strings, JSON values and headers, valid, invalid and nearly valid."""

import base64
import json
from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import settings
from hypothesis import strategies as st

from suggestions.choices import Category, Priority, Source
from tickets.choices import Status

# Derandomized, so that a failure is the same on every run and machine.
fuzz = settings(deadline=None, max_examples=80, derandomize=True, database=None)

LABELS = [*Category.values, *Priority.values, *Status.values, *Source.values, "newest", "excerpt", "2026-01-31"]
NUMBERS = ["0", "-1", "1", "7", "+7", " 7", "1_0", "٣", "1e3", "0x10", "9" * 19, "9" * 400, str(2**63), "NaN", "∞"]
SPECIAL_STRINGS = [
    "%",
    "_",
    "\\",
    "'",
    '"',
    "\x00",
    "%00",
    "\x7f",
    "\u202e",
    "\ufffe",
    "\ud800",
    "ß",
    "İ",
    "ﬀ",
    "a" * 5000,
]

# Including lone surrogates, which a Python string may contain and UTF-8 may not.
text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.sampled_from(
    [*SPECIAL_STRINGS, *LABELS]
)
number = st.sampled_from(NUMBERS) | st.integers().map(str)


def _cursor(parts: tuple[str, str, str]) -> str:
    return base64.urlsafe_b64encode("|".join(parts).encode("utf-8", "replace")).decode().rstrip("=")


_at = st.sampled_from(["2026-01-31T10:00:00+00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00"])
cursor = text | st.tuples(st.sampled_from(["o", "n", "", "x"]), _at | text, number | text).map(_cursor)

value: st.SearchStrategy[str] = text | number | cursor


def _pair(name: str, value: bytes, *, raw: bool) -> str:
    # Raw bytes in a URL are invalid, and possible unless they end a line.
    return f"{name}={value.decode('latin-1') if raw else quote_from_bytes(value)}"


def query(names: list[str]) -> st.SearchStrategy[str]:
    """A query string: known and unknown names, repeated, with arbitrary bytes as values."""
    name = st.sampled_from(names) | st.sampled_from(["", "format", "q", "%", "category[]"])
    content = st.binary(max_size=30) | value.map(lambda one: one.encode("utf-8", "surrogatepass"))
    return st.lists(st.builds(_pair, name, content, raw=st.booleans()), max_size=6).map("&".join)


def _nested(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    scalar = st.none() | st.booleans() | st.integers() | floats | text
    return st.recursive(
        scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4), max_leaves=12
    )


json_value = _nested(st.floats(allow_nan=False, allow_infinity=False))
# Also NaN and Infinity, which Python writes into JSON, and which no JSON parser has to accept.
python_value = _nested(st.floats())


def body(names: list[str]) -> st.SearchStrategy[bytes]:
    """A request body: an object with known names, any other JSON value, or bytes that are no JSON."""
    known: st.SearchStrategy[Any] = st.dictionaries(st.sampled_from(names) | text, python_value, max_size=6)
    return (known | python_value).map(lambda one: json.dumps(one).encode()) | st.binary(max_size=60)


# A header value: any byte but those that end a line, as the server decodes it.
header = (
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60)
    | st.text('"W/*, \\1', max_size=20)
    | st.sampled_from(["*", '"1"', 'W/"1"', '"1", "2"', '"', '""', "1", '"' + "x" * 300 + '"', "," * 500])
)
