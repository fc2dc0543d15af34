"""Every address: the API, the admin, health, and the single-page app for all the rest."""

from django.contrib import admin
from django.urls import include, path, re_path

from server import error_pages, health, spa

# tickets/<id>/ would match tickets/stats/ too, so tickets.urls comes after the apps with fixed words in that place;
# api.urls answers whatever is left below /api/, so it comes last.
API = ("insights", "suggestions", "transfer", "tickets", "conversations", "api")

urlpatterns = [
    *(path("api/", include(f"{app}.urls")) for app in API),
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    # A missing file stays missing: a page in its place would break the browser in stranger ways.
    re_path(r"^(?!api$|admin$|assets/|static/)(?P<path>.*)$", spa.page),
]

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.server_error
