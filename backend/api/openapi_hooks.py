"""What is true of every endpoint, put into the API's description in one place."""

from typing import Any

UNAVAILABLE: dict[str, Any] = {
    "description": "The database is away, or took too long. Nothing was saved; the same request may be sent again.",
    "headers": {
        "Retry-After": {
            "description": "Seconds after which to try again.",
            "schema": {"type": "integer"},
        }
    },
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Detail"}}},
}


def add_503_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: every operation may be answered 503, also those that say nothing of it."""
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("503", UNAVAILABLE)
    return result
