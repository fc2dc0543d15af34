"""The endpoint for a ticket's notes."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets import notes, retries
from tickets.idempotency import IDEMPOTENCY_KEY, idempotency_key
from tickets.models import AUTHOR_MAX, TEXT_MAX, Ticket, TicketNote
from tickets.numbers import is_number, ticket_number
from tickets.schema import ERRORS, KEY_REUSED, NOT_FOUND, TICKET_ID
from tickets.serializers import Requester, Text


class NoteSerializer(serializers.ModelSerializer[TicketNote]):
    """A note."""

    class Meta:
        model = TicketNote
        fields = ("id", "at", "author", "text")
        read_only_fields = fields


class NoteCreateSerializer(serializers.Serializer[Any]):
    """A note to write."""

    text = Text(max_length=TEXT_MAX, trim_whitespace=False)
    author = Requester(
        max_length=AUTHOR_MAX, required=False, allow_null=True, allow_blank=True, help_text="Who writes, as typed."
    )


class NotePageSerializer(serializers.Serializer[Any]):
    """Notes, oldest first."""

    results = NoteSerializer(many=True)
    more = serializers.BooleanField(help_text="There are more: ask again with `after` = the last note's id.")


class NotesView(APIView):
    """What people wrote beside a ticket."""

    @extend_schema(
        operation_id="tickets_notes_list",
        parameters=[
            TICKET_ID,
            OpenApiParameter("after", int, description=f"Notes with a greater id only; {notes.AT_ONCE} at a time."),
        ],
        responses={200: NotePageSerializer, 400: ERRORS[400], **NOT_FOUND},
    )
    def get(self, request: Request, ticket_id: str) -> Response:
        """List a ticket's notes, newest last."""
        number = ticket_number(ticket_id)
        try:
            page = notes.notes_of(ticket_id=number, after=_after(request))
        except Ticket.DoesNotExist:
            raise NotFound from None
        return Response(NotePageSerializer(page).data)

    @extend_schema(
        operation_id="tickets_notes_create",
        request=NoteCreateSerializer,
        parameters=[TICKET_ID, IDEMPOTENCY_KEY],
        responses={201: NoteSerializer, **ERRORS, **NOT_FOUND, **KEY_REUSED},
    )
    def post(self, request: Request, ticket_id: str) -> Response:
        """Write a note. It stays as it is, and leaves the ticket's version and `updated_at` as they are."""
        number = ticket_number(ticket_id)
        key = idempotency_key(request)
        incoming = NoteCreateSerializer(data=request.data)
        incoming.is_valid(raise_exception=True)
        values = {"ticket_id": number, **incoming.validated_data}
        try:
            note = notes.note_add(**values) if key is None else notes.note_add_once(key=key, **values)
        except Ticket.DoesNotExist:
            raise NotFound from None
        except retries.KeyReused as error:
            return Response({"detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        return Response(NoteSerializer(note).data, status.HTTP_201_CREATED)


def _after(request: Request) -> int:
    text = request.query_params.get("after", "") or "0"
    if text != "0" and not is_number(text):
        raise ValidationError({"after": ["The id of a note."]})
    return int(text)
