"""Refuses requests that other sites make, as told by the browser's Sec-Fetch-Site."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from api.error_body import detail_body

PRIVATE = re.compile(r"/(api|admin)(/|$)")
# Pages that people open by a link in a mail or a wiki. What they show is loaded by requests of their own.
LINKED = re.compile(r"/(admin|api/docs)(/|$)")
# Nothing but the desk's own pages, and the address bar. A program sends no such header, nor does a browser by plain
# http to another machine.
OWN = {None, "same-origin", "none"}
REFUSED = "Another site may not ask this desk."


class CrossSiteMiddleware:
    """Answers 403 below /api/ and /admin/ to a request that a page of another origin has caused.

    `same-site` is refused too: a browser counts every port of a host as one site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not PRIVATE.match(request.path):
            return self.get_response(request)
        response = _refusal(request) if _is_refused(request) else self.get_response(request)
        # Also where Django caches, as for the admin's translations. Its own never_cache has no-store in it.
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_refused(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site") in OWN:
        return False
    opens_a_page = (
        request.method in {"GET", "HEAD"}
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and request.headers.get("Sec-Fetch-Dest") == "document"
    )
    return not (opens_a_page and LINKED.match(request.path))


def _refusal(request: HttpRequest) -> HttpResponseBase:
    if request.path.startswith("/api"):
        return JsonResponse(detail_body(REFUSED, "cross_site"), status=403)
    return HttpResponse(f"{REFUSED}\n", status=403, content_type="text/plain; charset=utf-8")
