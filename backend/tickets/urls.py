"""The addresses of the API."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from tickets import (
    bulk_views,
    counts_views,
    export_views,
    insights_views,
    notes_views,
    similar_views,
    triage_views,
    views,
)
from tickets.fallback import unknown_address

urlpatterns = [
    path("tickets/", views.TicketListView.as_view()),
    path("tickets/stats/", views.StatsView.as_view()),
    path("tickets/bulk/", bulk_views.BulkView.as_view()),
    path("tickets/similar/", similar_views.SimilarView.as_view()),
    path("tickets/export/", export_views.ExportView.as_view()),
    path("tickets/counts/", counts_views.CountsView.as_view()),
    path("tickets/insights/", insights_views.InsightsView.as_view()),
    path("tickets/classify/", triage_views.ClassifyView.as_view()),
    path("tickets/<str:ticket_id>/", views.TicketDetailView.as_view()),
    path("tickets/<str:ticket_id>/notes/", notes_views.NotesView.as_view()),
    path("triage/status/", triage_views.TriageStatusView.as_view()),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    re_path(r"^", unknown_address),
]
