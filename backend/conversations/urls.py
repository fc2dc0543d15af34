"""The URL of a ticket's notes."""

from django.urls import path

from conversations.views import NotesView

urlpatterns = [path("tickets/<str:ticket_id>/notes/", NotesView.as_view())]
