"""What DRF raises, and what Django and the database raise, in the API's one error shape (api/error_body.py)."""

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
    """422: the request is well formed, but cannot be carried out."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


def field_error(name: str, message: str, code: str) -> exceptions.ValidationError:
    """400 about one field, parameter or header."""
    return exceptions.ValidationError({name: [message]}, code=code)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answer with `codes`, or 503 while the database is away or too slow.

    Anything else is a bug: None, and Django goes on to the 500 page.
    """
    if found := outage(error):
        logger.error(found.code, exc_info=error)
        return Response(
            detail_body(found.detail, found.code),
            status=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER)},
        )
    # Also where the answer itself would be no JSON: the API's description is YAML.
    if request := context.get("request"):
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    # As DRF's own handler replaces them, which does not give back the exception that it answers.
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
    """One error in the API's shape, for paths and moments DRF never sees."""
    return JsonResponse(detail_body(detail, code), status=status_code)
