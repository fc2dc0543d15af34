"""The single page that holds all pages, for `make run`; nginx serves it in the compose stack."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

MISSING = "The pages are not built. Run `make run`, or build the front end and set PAGES_DIR.\n"


# The token is no matter here: without the exemption a POST would be told of a cookie instead of "not allowed".
@csrf_exempt
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """index.html, whatever the path: the browser's router knows which page is meant."""
    try:
        content = (settings.PAGES_DIR / "index.html").read_bytes()
    except OSError:
        return HttpResponse(MISSING, status=503, content_type="text/plain; charset=utf-8")
    # Asked for anew each time, so that a new release is seen at once; what it names is kept for ever.
    return HttpResponse(content, headers={"Cache-Control": "no-cache"})
