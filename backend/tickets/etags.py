"""A ticket's version as an entity tag, and If-Match in all its forms."""

import re

from django.utils.http import quote_etag

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def etag(version: int) -> str:
    """
    >>> etag(3)
    '"3"'
    """
    return quote_etag(str(version))


def matches(header: str, version: int) -> bool:
    """Whether an If-Match header accepts this version: `*`, one tag or a list of them.

    W/ is ignored although the standard would not: gzip turns our strong tags into weak ones on their way out, and a
    client can only send back what it got. A header that holds no tag at all matches nothing.

    >>> matches('W/"2", "3"', 3)
    True
    """
    return header.strip() == "*" or str(version) in _TAG.findall(header)
