"""The JSON of tickets with a similar title."""

from typing import Any

from rest_framework import serializers

from api.fields import Text
from api.limits import TITLE_MAX
from tickets.models import Ticket


class TitleSerializer(serializers.Serializer[Any]):
    """A title as far as it is typed."""

    title = Text(min_length=8, max_length=TITLE_MAX, help_text="8 to 200 characters after trimming.")


class SimilarTicketSerializer(serializers.ModelSerializer[Ticket]):
    """As much of a ticket as a link needs."""

    similarity = serializers.FloatField(min_value=0, max_value=1, help_text="1: the same words.")

    class Meta:
        model = Ticket
        fields = ("id", "title", "status", "created_at", "similarity")
        read_only_fields = fields


class SimilarSerializer(serializers.Serializer[Any]):
    """Possible duplicates, the likest first."""

    results = SimilarTicketSerializer(many=True)
    limited = serializers.BooleanField(
        help_text="There were too many to compare in time, so only the newest were: there may be others."
    )
