"""Postprocessing of the OpenAPI schema by drf-spectacular."""

from typing import Any

UNAVAILABLE: dict[str, Any] = {
    "description": "The database is unavailable or too slow. The same request may be sent again.",
    "headers": {
        "Retry-After": {
            "description": "The number of seconds to wait before a retry.",
            "schema": {"type": "integer"},
        }
    },
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Detail"}}},
}


def add_503_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Document 503 for every operation that does not define it."""
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("503", UNAVAILABLE)
    return result
