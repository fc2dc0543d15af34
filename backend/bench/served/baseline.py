"""The baseline, which is a request with one trivial statement, and cursors of deep pages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from bench.served.naive import labelled
from tickets.models import Ticket
from tickets.queue.pagination import Cursor
from tickets.queue.selectors.page_request import Position
from tickets.queue.selectors.selection import Sort

BODY = "x" * 200


def baseline(request: HttpRequest) -> HttpResponse:
    """`SELECT 1` and 200 bytes, through the same server, middleware and database connection as all views."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse(BODY)


def cursor(request: HttpRequest) -> HttpResponse:
    """The cursor after `after` tickets of a list: `?after=900000&status=closed`."""
    listed = Ticket.objects.filter(labelled(request.GET)).order_by("-created_at", "-id")
    at, number = listed.values_list("created_at", "id")[int(request.GET["after"])]
    return JsonResponse({"cursor": Cursor(Sort.NEWEST, Position(at, number)).encode()})
