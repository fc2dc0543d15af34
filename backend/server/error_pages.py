"""Errors outside DRF: JSON below /api/, one plain line elsewhere; never a trace."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from api.error_body import detail_body
from postgres.outages import RETRY_AFTER, outage


def _answer(request: HttpRequest, status: int, detail: str, code: str) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return JsonResponse(detail_body(detail, code), status=status)
    return HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Any) -> HttpResponseBase:
    """400, also for a Host header that is not ours."""
    return _answer(request, 400, "Bad request.", "bad_request")


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponseBase:
    """403, also for a form without its token."""
    return _answer(request, 403, "Not allowed.", "permission_denied")


def not_found(request: HttpRequest, exception: Any) -> HttpResponseBase:
    """404."""
    return _answer(request, 404, "There is nothing at this address.", "not_found")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: the log says where, the answer does not. 503 while it is only the database that is away."""
    # Django calls this while it handles the error, and does not hand it over.
    if found := outage(sys.exc_info()[1]):
        response = _answer(request, 503, found.detail, found.code)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    detail = "Something went wrong on our side. Nothing more is known here; the log says where."
    return _answer(request, 500, detail, "server_error")
