"""The API's one error shape, also for what Django and the database raise: {field: [..]} or {"detail": ".."}."""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

logger = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds
QUERY_CANCELED = "57014"  # SQLSTATE of a statement that took longer than DATABASE_STATEMENT_TIMEOUT
UNAVAILABLE = "The database is not available at the moment. What you sent may not have been saved."
TOO_SLOW = "The database took too long over this, so it was stopped. Nothing was saved; please try again."


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answer, or 503 while the database is away or too slow; anything else is a bug and goes to the 500 page."""
    if isinstance(error, OperationalError | InterfaceError):
        stopped = getattr(error.__cause__, "pgcode", None) == QUERY_CANCELED
        logger.error("statement_timeout" if stopped else "database_unavailable", exc_info=error)
        return Response(
            {"detail": TOO_SLOW if stopped else UNAVAILABLE},
            status=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    return drf_exception_handler(error, context)


def json_error(request: HttpRequest, code: int, detail: str) -> HttpResponseBase:
    """One error in the API's shape, for paths and moments DRF never sees."""
    return JsonResponse({"detail": detail}, status=code)
