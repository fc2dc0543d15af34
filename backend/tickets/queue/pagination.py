"""Cursor pagination: equally fast for every page, and correct if many tickets share one timestamp."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.errors import field_error
from api.ids import BIGINT_MAX
from tickets.queue.selectors.list_page import Page
from tickets.queue.selectors.page_request import Position
from tickets.queue.selectors.selection import RANKS, Sort

PAGE_SIZE = 50
PAGE_SIZE_MAX = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a sorted list, and the direction of the page."""

    sort: Sort
    position: Position
    backward: bool = False

    def encode(self) -> str:
        position = self.position
        text = f"{self.sort}|{'b' if self.backward else 'f'}|{position.rank}|{position.at.isoformat()}|{position.id}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises ValueError for anything that `encode` did not return."""
        try:
            plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
            sort, direction, rank, at, ticket_id = plain.split("|")
            position = Position(datetime.fromisoformat(at), int(ticket_id), int(rank))
            cursor = cls(Sort(sort), position, backward=direction == "b")
        except (binascii.Error, UnicodeError, OverflowError) as error:
            raise ValueError("not a cursor") from error
        ranks = RANKS.values() if cursor.sort is Sort.PRIORITY else {0}
        if position.at.utcoffset() != timedelta(0) or not 0 < position.id <= BIGINT_MAX or position.rank not in ranks:
            raise ValueError("not a cursor")
        if cursor.encode() != text:
            raise ValueError("not a cursor in its canonical form")
        return cursor


def cursor_from(query: QueryDict, sort: Sort) -> Cursor | None:
    """The cursor in the query. Raises ValidationError for an invalid cursor or one of another sort order."""
    text = query.get("cursor", "")
    if not text:
        return None
    try:
        cursor = Cursor.decode(text)
    except ValueError:
        raise field_error(
            "cursor", "Unknown cursor: use the address in `next` or `previous`.", "invalid_cursor"
        ) from None
    if cursor.sort is not sort:
        raise ValidationError(
            {"cursor": [f"This cursor is of a list sorted by {cursor.sort}, not by {sort}."]},
            code="cursor_of_another_order",
        )
    return cursor


def page_size(query: QueryDict) -> int:
    """The page size in the query, at most PAGE_SIZE_MAX. Raises ValidationError."""
    text = query.get("page_size", "")
    if not text:
        return PAGE_SIZE
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0):
        raise field_error("page_size", f"A whole number from 1 to {PAGE_SIZE_MAX}.", "out_of_range")
    return min(int(text), PAGE_SIZE_MAX)


def envelope(page: Page, results: list[dict[str, Any]], request: Request, sort: Sort) -> dict[str, Any]:
    """DRF's {next, previous, results}, with `search_limited` if the search stopped early."""
    url = settings.PUBLIC_URL + request.get_full_path()

    def link(position: Position | None, *, backward: bool) -> str | None:
        return (
            replace_query_param(url, "cursor", Cursor(sort, position, backward=backward).encode()) if position else None
        )

    body = {"next": link(page.after, backward=False), "previous": link(page.before, backward=True), "results": results}
    return body | {"search_limited": True} if page.limited else body


PARAMETERS: Final = [
    OpenApiParameter("cursor", str, description="The start of the page, from `next` or `previous`."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "default": PAGE_SIZE},
        description=f"Tickets per page, at most {PAGE_SIZE_MAX}; a greater value counts as {PAGE_SIZE_MAX}.",
    ),
]
