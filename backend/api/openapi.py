"""Parameters and responses that many endpoints share in the OpenAPI schema."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from api.ids import BIGINT_MAX

DetailCodes = inline_serializer("DetailCodes", {"detail": serializers.CharField()})
Detail = inline_serializer("Detail", {"detail": serializers.CharField(), "codes": DetailCodes})

ERRORS: Final[dict[int, Any]] = {
    400: OpenApiResponse(
        OpenApiTypes.OBJECT,
        "The errors by field, `{field: [..]}`, or `{detail}`. `codes` has the same keys with error codes.",
    ),
    413: OpenApiResponse(Detail, "The body is larger than 1 MB."),
    415: OpenApiResponse(Detail, "The body is not JSON."),
}
TICKET_ID: Final = OpenApiParameter(
    "ticket_id", {"type": "integer", "minimum": 1, "maximum": BIGINT_MAX}, OpenApiParameter.PATH
)
IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*"( ?, ?(W/)?"[!#-~]*")*)$'},
    OpenApiParameter.HEADER,
    description="The ETag of the version that you have read.",
)
NOT_FOUND: Final[dict[int, Any]] = {404: OpenApiResponse(Detail, "No such ticket.")}
KEY_REUSED: Final[dict[int, Any]] = {422: OpenApiResponse(Detail, "The Idempotency-Key was used for other values.")}
