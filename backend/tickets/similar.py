"""Tickets still being worked on whose title is much like a new one's: perhaps somebody has reported it already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Upper

from tickets.models import Status, Ticket

MOST: Final = 3
# pg_trgm's own measure: the share of three-letter pieces that two titles have in common.
LEAST: Final = 0.3
# A hint is worth a quarter of a second of the database, and no more.
PATIENCE_MS: Final = 250
QUERY_CANCELED: Final = "57014"
WORKED_ON: Final = (Status.OPEN, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Similar:
    """The likest tickets first; `limited` where the search was stopped, so that there may be others."""

    results: Sequence[Ticket]
    limited: bool


def similar_tickets(title: str) -> Similar:
    """At most MOST tickets that are open or in progress, through the title's trigram index, within PATIENCE_MS."""
    try:
        with transaction.atomic():
            _limit()
            found = (
                # Trigrams have no case; Upper is what the index holds. Its operator % takes the threshold set above.
                Ticket.objects.annotate(upper=Upper("title"), similarity=TrigramSimilarity("title", title))
                .filter(upper__trigram_similar=title, status__in=WORKED_ON)
                .only("id", "title", "status", "created_at")
                .order_by("-similarity", "-id")[:MOST]
            )
            return Similar(list(found), limited=False)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != QUERY_CANCELED:
            raise
        return Similar([], limited=True)


def _limit() -> None:
    """For this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('pg_trgm.similarity_threshold', %s, true)",
            [str(PATIENCE_MS), str(LEAST)],
        )
