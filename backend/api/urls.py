"""The URLs of the OpenAPI schema and its documentation, and the view for unknown URLs below /api/."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.fallback import api_not_found

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api/docs.html")),
    re_path(r"^", api_not_found),
]
