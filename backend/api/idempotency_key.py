"""Reads the header Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header)."""

import re
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.limits import KEY_MAX

HEADER: Final = "Idempotency-Key"
# A string of RFC 8941 in quotes, where \ stands before " and \ alone; or, as many clients send it, the bare word.
STRING = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])+)"')
BARE = re.compile(r"[!#-+\--:<-\[\]-~]+")  # visible ASCII but for " , ; and \

IDEMPOTENCY_KEY: Final = OpenApiParameter(
    HEADER,
    {
        "type": "string",
        "pattern": rf'^("([ !#-\[\]-~]|\\["\\]){{1,{KEY_MAX}}}"|[!#-+\--:<-\[\]-~]{{1,{KEY_MAX}}})$',
    },
    OpenApiParameter.HEADER,
    description=(
        "A name of your choice for this submission, such as a UUID, in quotes or bare. Sent again with the same body"
        " within 24 hours, it gives the first ticket and makes no second."
    ),
)


def idempotency_key(request: Request) -> str | None:
    """The key, without its quotes; None where the header is missing. Raises ValidationError, naming the header."""
    text = request.headers.get(HEADER)
    if text is None:
        return None
    text = text.strip()
    if quoted := STRING.fullmatch(text):
        key = re.sub(r"\\(.)", r"\1", quoted[1])
    else:
        key = text if BARE.fullmatch(text) else ""
    if not 0 < len(key) <= KEY_MAX:
        raise ValidationError(
            {HEADER: [f"One word or one string in quotes, of 1 to {KEY_MAX} ASCII characters."]},
            code="invalid_idempotency_key",
        )
    return key
