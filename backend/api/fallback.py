"""The view for unknown URLs below /api/."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from api.errors import json_error


@csrf_exempt
def api_not_found(request: HttpRequest) -> HttpResponseBase:
    """404 in JSON. If only the trailing slash is missing, 308, which keeps method and body."""
    if not request.path.endswith("/") and _exists(f"{request.path}/"):
        return HttpResponse(status=308, headers={"Location": request.get_full_path(force_append_slash=True)})
    return json_error(request, 404, "There is nothing at this address.", "not_found")


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not api_not_found
    except Resolver404:
        return False
