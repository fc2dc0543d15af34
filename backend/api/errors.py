"""The API's one error shape, also for what Django and the database raise: {field: [..]} or {"detail": ".."}."""

import logging
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from postgres.outages import RETRY_AFTER, TOO_SLOW, outage

logger = logging.getLogger(__name__)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answer, or 503 while the database is away or too slow; anything else is a bug and goes to the 500 page."""
    if detail := outage(error):
        logger.error("statement_timeout" if detail == TOO_SLOW else "database_unavailable", exc_info=error)
        return Response(
            {"detail": detail},
            status=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    return drf_exception_handler(error, context)


def json_error(request: HttpRequest, code: int, detail: str) -> HttpResponseBase:
    """One error in the API's shape, for paths and moments DRF never sees."""
    return JsonResponse({"detail": detail}, status=code)
