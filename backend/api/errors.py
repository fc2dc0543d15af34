"""The exception handler of the API, which puts all errors into one format (api/error_body.py)."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from api.error_body import NO_FIELD, detail_body, fields_body
from postgres.outages import RETRY_AFTER, outage

logger = logging.getLogger(__name__)


class UnprocessableError(exceptions.APIException):
    """422: the request is valid, but cannot be processed."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


def field_error(name: str, message: str, code: str) -> exceptions.ValidationError:
    """400 for one field, parameter or header."""
    return exceptions.ValidationError({name: [message]}, code=code)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's error response with `codes`, or 503 if the database is unavailable or too slow.

    Returns None for any other exception, so that Django answers 500.
    """
    if temporary := outage(error):
        logger.error(temporary.code, exc_info=error)
        return Response(
            detail_body(temporary.detail, temporary.code),
            status=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    # Errors are JSON even where the response would be YAML, as for the schema.
    if request := context.get("request"):
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    # DRF's handler converts these two internally and does not return the converted exception.
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = drf_exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = _body(error)
    return response


def _body(error: exceptions.APIException) -> dict[str, Any]:
    codes: Any = error.get_codes()
    if isinstance(error.detail, dict):
        return fields_body(error.detail, codes)
    if isinstance(error.detail, list):
        return fields_body({NO_FIELD: error.detail}, {NO_FIELD: codes})
    return detail_body(error.detail, codes)


def json_error(request: HttpRequest, status_code: int, detail: str, code: str) -> HttpResponseBase:
    """An error in the format of the API, for responses outside DRF."""
    return JsonResponse(detail_body(detail, code), status=status_code)
