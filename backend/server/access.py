"""Refuses forwarded requests to a desk that is open only because it is on loopback."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from api.error_body import detail_body
from server.loopback import ADVICE, FORWARDED_HEADERS, FORWARDED_PREFIX

# nginx/templates/backend.conf
SET_BY_WEB = {"x-forwarded-for", "x-forwarded-proto"}

FORWARDED = f"This request came through a proxy or a tunnel. {ADVICE}"
FORWARDED_DE = (
    "Diese Anfrage kam durch einen Proxy oder einen Tunnel. Quietdesk hat noch keine Anmeldung: Wer es erreicht, kann "
    "jedes Ticket lesen. Erreichbar ist es nur unter 127.0.0.1, oder überall mit ACCESS=open."
)


OPEN = "No sign-in: everybody who reaches this address can read and change everything."
OPEN_DE = "Keine Anmeldung: Wer diese Adresse erreicht, kann alles lesen und ändern."


def template_context(_request: HttpRequest) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the bar above the pages of Django says, by language; nothing unless ACCESS=open."""
    return {"open_desk": (("en", OPEN), ("de", OPEN_DE)) if settings.ACCESS == "open" else ()}


class ForwardedRequestMiddleware:
    """Answers 403 to a request with a forwarded header.

    In compose `web` does this for the names that it knows, and passes the other ones on. Two it sets itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.ACCESS == "open" or not _is_forwarded(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse(detail_body(FORWARDED, "forwarded_request"), status=403)
        text = f"{FORWARDED}\n{FORWARDED_DE}\n"
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")


def _is_forwarded(request: HttpRequest) -> bool:
    names = {name.lower() for name in request.headers}
    if settings.BEHIND_WEB:
        names -= SET_BY_WEB
    return any(name in FORWARDED_HEADERS or name.startswith(FORWARDED_PREFIX) for name in names)
