"""The JSON of notes."""

from typing import Any

from rest_framework import serializers

from api.fields import OptionalLineField, StrictCharField
from api.limits import AUTHOR_MAX, NOTE_MAX
from conversations.models import Note
from tickets.redaction.serializers import RedactedSerializer


class NoteSerializer(serializers.ModelSerializer[Note]):
    """A note on a ticket."""

    text = serializers.CharField(help_text="Empty once it is redacted.")
    redacted = RedactedSerializer(allow_null=True)

    class Meta:
        model = Note
        fields = ("id", "at", "author", "text", "redacted")
        read_only_fields = fields


class NoteCreateSerializer(serializers.Serializer[Any]):
    """A new note."""

    text = StrictCharField(max_length=NOTE_MAX, trim_whitespace=False)
    author = OptionalLineField(
        max_length=AUTHOR_MAX,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="The name of the author; it is not verified.",
    )


class NotePageSerializer(serializers.Serializer[Any]):
    """A page of notes, oldest first."""

    results = NoteSerializer(many=True)
    more = serializers.BooleanField(
        help_text="Whether another page follows: request it with `after` = the id of the last note."
    )
