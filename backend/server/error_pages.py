"""Django's error views: JSON below /api/, one line of text elsewhere, never a traceback."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from api.error_body import detail_body
from postgres.outages import RETRY_AFTER, outage


def _response(request: HttpRequest, status: int, detail: str, code: str) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return JsonResponse(detail_body(detail, code), status=status)
    return HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Any) -> HttpResponseBase:
    """400, also for a Host header that is not allowed."""
    return _response(request, 400, "Bad request.", "bad_request")


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponseBase:
    """403, also for a failed CSRF check."""
    return _response(request, 403, "Not allowed.", "permission_denied")


def not_found(request: HttpRequest, exception: Any) -> HttpResponseBase:
    """404."""
    return _response(request, 404, "There is nothing at this address.", "not_found")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500, or 503 if the database is unavailable. Details are only in the log."""
    # Django calls this inside its except block and does not pass the exception.
    if temporary := outage(sys.exc_info()[1]):
        response = _response(request, 503, temporary.detail, temporary.code)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    detail = "Something went wrong on our side. Nothing more is known here; the log says where."
    return _response(request, 500, detail, "server_error")
