"""The serializers of similar tickets."""

from typing import Any

from rest_framework import serializers

from api.fields import StrictCharField
from api.limits import TITLE_MAX
from tickets.models import Ticket


class TitleSerializer(serializers.Serializer[Any]):
    """The title of a new ticket, which may be incomplete."""

    title = StrictCharField(min_length=8, max_length=TITLE_MAX, help_text="8 to 200 characters after trimming.")


class SimilarTicketSerializer(serializers.ModelSerializer[Ticket]):
    """The fields of a ticket that a link to it needs."""

    similarity = serializers.FloatField(
        min_value=0, max_value=1, help_text="Trigram similarity; 1 means the same words."
    )

    class Meta:
        model = Ticket
        fields = ("id", "title", "status", "created_at", "similarity")
        read_only_fields = fields


class SimilarSerializer(serializers.Serializer[Any]):
    """Possible duplicates, most similar first."""

    results = SimilarTicketSerializer(many=True)
    limited = serializers.BooleanField(
        help_text="Whether a time limit was reached, so that only the newest tickets were compared."
    )
