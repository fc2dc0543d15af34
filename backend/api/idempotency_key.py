"""Parses the Idempotency-Key header (IETF draft-ietf-httpapi-idempotency-key-header)."""

import re
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.limits import IDEMPOTENCY_KEY_MAX

HEADER: Final = "Idempotency-Key"
# A quoted string as in RFC 8941, where a backslash escapes " and \; or an unquoted word, as many clients send it.
QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])+)"')
UNQUOTED = re.compile(r"[!#-+\--:<-\[\]-~]+")  # visible ASCII except " , ; and \

LENGTH: Final = f"{{1,{IDEMPOTENCY_KEY_MAX}}}"

IDEMPOTENCY_KEY: Final = OpenApiParameter(
    HEADER,
    {
        "type": "string",
        "pattern": rf'^("([ !#-\[\]-~]|\\["\\]){LENGTH}"|[!#-+\--:<-\[\]-~]{LENGTH})$',
    },
    OpenApiParameter.HEADER,
    description=(
        "A unique key of your choice, such as a UUID, quoted or unquoted. A retry with the same key and body within"
        " 24 hours returns the first result and creates nothing."
    ),
)


def idempotency_key(request: Request) -> str | None:
    """The unquoted key, or None without the header. Raises ValidationError."""
    text = request.headers.get(HEADER)
    if text is None:
        return None
    text = text.strip()
    if quoted := QUOTED.fullmatch(text):
        key = re.sub(r"\\(.)", r"\1", quoted[1])
    else:
        key = text if UNQUOTED.fullmatch(text) else ""
    if not 0 < len(key) <= IDEMPOTENCY_KEY_MAX:
        raise ValidationError(
            {HEADER: [f"One word or one string in quotes, of 1 to {IDEMPOTENCY_KEY_MAX} ASCII characters."]},
            code="invalid_idempotency_key",
        )
    return key
