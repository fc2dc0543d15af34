"""The error format of the API: DRF's, and a key `codes` that mirrors the others with error codes.

    {"title": ["This field may not be blank."], "codes": {"title": ["blank"]}}
    {"detail": "Not found.", "codes": {"detail": "not_found"}}

It needs neither DRF nor settings, because middleware and the WSGI layer use this format too. nginx repeats it in
nginx/templates/errors.conf.
"""

from collections.abc import Mapping
from typing import Any, Final

CODES: Final = "codes"
DETAIL: Final = "detail"
# DRF's key for errors that belong to no field.
NO_FIELD: Final = "non_field_errors"


def detail_body(detail: str, code: str) -> dict[str, Any]:
    """
    >>> detail_body("Not found.", "not_found")
    {'detail': 'Not found.', 'codes': {'detail': 'not_found'}}
    """
    return {DETAIL: detail, CODES: {DETAIL: code}}


def fields_body(errors: Mapping[str, Any], codes: Mapping[str, Any]) -> dict[str, Any]:
    """The body for errors by field. `codes` has the same structure as `errors`."""
    return {**errors, CODES: dict(codes)}


def field_key(name: str) -> str:
    """The key for a field name chosen by the client: visible ASCII, and none of the reserved keys.

    >>> field_key("title"), field_key("codes"), field_key("\\x00")
    ('title', 'non_field_errors', '\\\\x00')
    """
    if name in (CODES, DETAIL):
        return NO_FIELD
    return name.encode("ascii", "backslashreplace").decode().replace("\x00", "\\x00")
