"""Pages by key, not by number: equally fast at any depth, and correct however many tickets share one timestamp."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

PAGE_SIZE = 50
PAGE_SIZE_MAX = 100
BIGINT_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two tickets: everything older than it, or everything newer."""

    at: datetime
    id: int
    newer: bool = False

    def encode(self) -> str:
        text = f"{'n' if self.newer else 'o'}|{self.at.isoformat()}|{self.id}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises ValueError for anything this class did not write."""
        try:
            plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
            side, at, number = plain.split("|")
            cursor = cls(datetime.fromisoformat(at), int(number), newer=side == "n")
        except (binascii.Error, UnicodeError, OverflowError) as error:
            raise ValueError("not a cursor") from error
        if side not in {"n", "o"} or cursor.at.utcoffset() != timedelta(0) or not 0 < cursor.id <= BIGINT_MAX:
            raise ValueError("not a cursor")
        if cursor.encode() != text:
            raise ValueError("not a cursor in our own writing")
        return cursor

    def condition(self) -> Q:
        # The first half looks redundant and is what makes this a condition of the index: the usual
        # "earlier, or same time and smaller id" is only a filter, as slow as counting through to the page.
        if self.newer:
            return Q(created_at__gte=self.at) & (Q(created_at__gt=self.at) | Q(id__gt=self.id))
        return Q(created_at__lte=self.at) & (Q(created_at__lt=self.at) | Q(id__lt=self.id))


class KeysetPagination(BasePagination):
    """DRF's cursor envelope {next, previous, results} over (created_at, id), newest first."""

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """One page of a queryset of tickets."""
        self.url = settings.PUBLIC_URL + request.get_full_path()
        cursor, size = _cursor(request), _size(request)
        newer = cursor is not None and cursor.newer
        if cursor is not None:
            queryset = queryset.filter(cursor.condition())
        order = ("created_at", "id") if newer else ("-created_at", "-id")
        rows: list[Any] = list(queryset.order_by(*order)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if newer:
            rows.reverse()
        # Going towards the newer end we came from older tickets, and the other way round.
        self.has_older = bool(rows) if newer else more
        self.has_newer = more if newer else cursor is not None and bool(rows)
        self.rows = rows
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._older(), "previous": self._newer(), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        url = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": url | {"description": "Address of the next page, with older tickets."},
                "previous": url | {"description": "Address of the page before, with newer tickets."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "default": PAGE_SIZE}
        return [
            _parameter("cursor", {"type": "string"}, "Where a page begins, as `next` and `previous` give it."),
            _parameter("page_size", size, f"Tickets in a page; more than {PAGE_SIZE_MAX} gives {PAGE_SIZE_MAX}."),
        ]

    def _older(self) -> str | None:
        return self._link(self.rows[-1], newer=False) if self.has_older else None

    def _newer(self) -> str | None:
        return self._link(self.rows[0], newer=True) if self.has_newer else None

    def _link(self, row: Any, *, newer: bool) -> str:
        cursor = Cursor(row.created_at, row.pk, newer=newer)
        return replace_query_param(self.url, "cursor", cursor.encode())


def _cursor(request: Request) -> Cursor | None:
    text = request.query_params.get("cursor", "")
    if not text:
        return None
    try:
        return Cursor.decode(text)
    except ValueError:
        raise ValidationError({"cursor": ["Unknown cursor: use the address in `next` or `previous`."]}) from None


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", "")
    if not text:
        return PAGE_SIZE
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0):
        raise ValidationError({"page_size": [f"A whole number from 1 to {PAGE_SIZE_MAX}."]})
    return min(int(text), PAGE_SIZE_MAX)


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
