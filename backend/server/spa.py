"""Serves index.html of the single-page app in `make run`. In the compose stack nginx serves it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

NOT_BUILT = "The pages are not built. Run `make run`, or build the front end and set PAGES_DIR.\n"


# Without the exemption a POST would get 403 for its missing CSRF cookie instead of 405.
@csrf_exempt
@require_safe
def index(request: HttpRequest, path: str) -> HttpResponseBase:
    """index.html for every path; the router in the browser shows the page."""
    try:
        content = (settings.PAGES_DIR / "index.html").read_bytes()
    except OSError:
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    # Revalidated each time, so that a new release is seen at once. The files it names are immutable.
    return HttpResponse(content, headers={"Cache-Control": "no-cache"})
