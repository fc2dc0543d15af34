"""The desk's URLs, and those of the benchmark."""

from django.urls import path

from bench.served import baseline, naive
from config.urls import handler400, handler403, handler404, handler500, urlpatterns

urlpatterns = [
    path("bench/baseline", baseline.baseline),
    path("bench/cursor", baseline.cursor),
    path("bench/stats", naive.NaiveStatsView.as_view()),
    path("bench/tickets", naive.NaiveTicketListView.as_view()),
    *urlpatterns,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
