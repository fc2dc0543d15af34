"""A ticket's version as an entity tag, and If-Match in all its forms."""

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
    """Whether an If-Match header accepts this version: `*`, one tag or a list of them.

    W/ is ignored although the standard would not: gzip turns our strong tags into weak ones on their way out, and a
    client can only send back what it got. A header that is no list of tags matches nothing.

    >>> matches('W/"2", "3"', 3)
    True
    """
    if header.strip() == "*":
        return True
    return bool(_LIST.fullmatch(header)) and str(version) in re.findall(_TAG, header)
