"""The URLs of triage."""

from django.urls import path

from suggestions.views import ClassifyView, TriageStatusView

urlpatterns = [
    path("tickets/classify/", ClassifyView.as_view()),
    path("triage/status/", TriageStatusView.as_view()),
]
