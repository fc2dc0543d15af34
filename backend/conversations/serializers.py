"""The JSON of notes."""

from typing import Any

from rest_framework import serializers

from api.fields import Requester, Text
from tickets.models import AUTHOR_MAX, TEXT_MAX, TicketNote


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
