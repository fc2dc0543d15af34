"""Naive implementations: counts over all rows, search by sequential scan, and OFFSET pagination."""

from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.utils import timezone
from rest_framework import generics
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from suggestions.choices import Category, Priority
from tickets.choices import Status
from tickets.models import Ticket
from tickets.serializers import TicketSerializer


def labelled(query: QueryDict) -> Q:
    """The filters of the list as one condition."""
    given = {name: query.getlist(name) for name in ("category", "priority", "status")}
    return Q(**{f"{name}__in": labels for name, labels in given.items() if labels})


class NaiveStatsView(APIView):
    """The statistics, counted over all tickets."""

    def get(self, request: Request) -> Response:
        labels = {label: Q(category=label) for label in Category.values}
        labels |= {label: Q(priority=label) for label in Priority.values}
        row = Ticket.objects.aggregate(
            total=Count("id"),
            open=Count("id", filter=Q(status=Status.OPEN)),
            first=Min(TruncDate("created_at")),
            **{label: Count("id", filter=condition) for label, condition in labels.items()},
        )
        first = row.pop("first")
        return Response(row | {"days": (timezone.localdate() - first).days + 1 if first else 1})


class CountingPagination(LimitOffsetPagination):
    """DRF's pagination, which counts all rows for each page."""

    default_limit = 50


class NaiveTicketListView(generics.ListAPIView[Ticket]):
    """The list with OFFSET. Without search indexes a search scans every row."""

    queryset = Ticket.objects.order_by("-created_at", "-id")
    serializer_class = TicketSerializer
    pagination_class = CountingPagination

    def filter_queryset(self, queryset: Any) -> Any:
        queryset = queryset.filter(labelled(self.request.query_params))
        words = self.request.query_params.get("search", "").split()
        for word in words:
            queryset = queryset.filter(Q(title__icontains=word) | Q(description__icontains=word))
        return queryset
