"""Every address: the API, the admin, health, and the pages for all the rest."""

from django.contrib import admin
from django.urls import include, path, re_path

from config import errors, health, pages

urlpatterns = [
    path("api/", include("tickets.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    # A missing file stays missing: a page in its place would break the browser in stranger ways.
    re_path(r"^(?!api$|admin$|assets/|static/)(?P<path>.*)$", pages.page),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
