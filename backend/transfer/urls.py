"""The URL of the export."""

from django.urls import path

from transfer.views import ExportView

urlpatterns = [path("tickets/export/", ExportView.as_view())]
