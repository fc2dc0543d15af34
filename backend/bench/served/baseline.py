"""The least that a request with one statement can cost here, and where deep pages begin."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from bench.served.naive import labelled
from tickets.models import Ticket
from tickets.queue.pagination import Cursor
from tickets.queue.selectors.keyset import Place
from tickets.queue.selectors.selection import Sort

BODY = "x" * 200


def floor(request: HttpRequest) -> HttpResponse:
    """`SELECT 1` and 200 bytes, through the same server, middleware and connection as everything else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse(BODY)


def cursor(request: HttpRequest) -> HttpResponse:
    """The cursor that a client would hold after so many tickets of a list: `?after=900000&status=closed`."""
    listed = Ticket.objects.filter(labelled(request.GET)).order_by("-created_at", "-id")
    at, number = listed.values_list("created_at", "id")[int(request.GET["after"])]
    return JsonResponse({"cursor": Cursor(Sort.NEWEST, Place(at, number)).encode()})
