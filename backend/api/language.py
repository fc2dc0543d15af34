"""Reads the language of the client from the Accept-Language header."""

import re
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

HEADER: Final = "Accept-Language"
# The first of the list: a language of ISO 639, then a region, a script or a weight, which do not matter here. Some
# clients write an underscore for the hyphen.
_FIRST: Final = re.compile(r"[ \t]*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,8}[ \t]*(?:[;,]|\Z)")

ACCEPT_LANGUAGE: Final = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="The language of the examples in `reasons`, where there are some in it; only the first one counts.",
)


def first_language(request: Request) -> str:
    """The first language in lower case, without its region: "de" of "de-CH, en". "" without a valid one."""
    found = _FIRST.match(request.headers.get(HEADER, ""))
    return found[1].lower() if found else ""
