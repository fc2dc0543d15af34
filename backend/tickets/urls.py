"""The URLs of tickets."""

from django.urls import path

from tickets.bulk.views import BulkView
from tickets.history.views import EventsView, EventView
from tickets.similar.views import SimilarView
from tickets.views import TicketDetailView, TicketListView

urlpatterns = [
    path("tickets/", TicketListView.as_view()),
    path("tickets/bulk/", BulkView.as_view()),
    path("tickets/similar/", SimilarView.as_view()),
    path("tickets/<str:ticket_id>/events/", EventsView.as_view()),
    path("tickets/<str:ticket_id>/events/<str:event_id>/", EventView.as_view()),
    path("tickets/<str:ticket_id>/", TicketDetailView.as_view()),
]
