"""The URLs of counts and statistics."""

from django.urls import path

from insights.views.counts import CountsView
from insights.views.insights import InsightsView
from insights.views.stats import StatsView

urlpatterns = [
    path("tickets/stats/", StatsView.as_view()),
    path("tickets/counts/", CountsView.as_view()),
    path("tickets/insights/", InsightsView.as_view()),
]
