"""ETags of ticket versions, and the evaluation of If-Match."""

import re

from django.utils.http import quote_etag

_TAG = r'(?:W/)?"([^"]*)"'
_LIST = re.compile(rf"\s*{_TAG}\s*(?:,\s*{_TAG}\s*)*")


def etag(version: int) -> str:
    """
    >>> etag(3)
    '"3"'
    """
    return quote_etag(str(version))


def matches(header: str, version: int) -> bool:
    """Whether an If-Match header matches this version: `*`, one ETag or a list.

    Weak ETags match too, unlike in RFC 9110: gzip in nginx turns our strong ETags into weak ones, and clients send back
    what they received. A malformed header matches nothing.

    >>> matches('W/"2", "3"', 3)
    True
    """
    if header.strip() == "*":
        return True
    return bool(_LIST.fullmatch(header)) and str(version) in re.findall(_TAG, header)
