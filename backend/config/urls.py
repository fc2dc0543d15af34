"""The URLs: the API, the admin, health checks, and the single-page app for everything else."""

from django.contrib import admin
from django.urls import include, path, re_path

from server import error_pages, health, spa

# The order matters. tickets/<id>/ would match tickets/stats/ too, so tickets comes after the apps with fixed paths
# below tickets/. api.urls matches everything else below /api/, so it comes last.
API_APPS = ("accounts", "insights", "suggestions", "transfer", "tickets", "conversations", "api")

urlpatterns = [
    *(path("api/", include(f"{app}.urls")) for app in API_APPS),
    path("admin/", admin.site.urls),
    path("healthz", health.liveness),
    path("readyz", health.readiness),
    # A missing file must be 404: a browser would try to run index.html as a script.
    re_path(r"^(?!api$|admin$|assets/|static/)(?P<path>.*)$", spa.index),
]

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.server_error
