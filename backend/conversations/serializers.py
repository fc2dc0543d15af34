"""The JSON of notes."""

from typing import Any

from rest_framework import serializers

from api.fields import Requester, Text
from api.limits import AUTHOR_MAX, NOTE_MAX
from conversations.models import Note


class NoteSerializer(serializers.ModelSerializer[Note]):
    """A note."""

    class Meta:
        model = Note
        fields = ("id", "at", "author", "text")
        read_only_fields = fields


class NoteCreateSerializer(serializers.Serializer[Any]):
    """A note to write."""

    text = Text(max_length=NOTE_MAX, trim_whitespace=False)
    author = Requester(
        max_length=AUTHOR_MAX, required=False, allow_null=True, allow_blank=True, help_text="Who writes, as typed."
    )


class NotePageSerializer(serializers.Serializer[Any]):
    """Notes, oldest first."""

    results = NoteSerializer(many=True)
    more = serializers.BooleanField(help_text="There are more: ask again with `after` = the last note's id.")
