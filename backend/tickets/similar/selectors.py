"""Tickets still being worked on whose title is much like a new one's: perhaps somebody has reported it already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Upper

from postgres.sqlstates import QUERY_CANCELED, sqlstate_of
from tickets.choices import UNFINISHED
from tickets.models import Ticket

MOST: Final = 3
# pg_trgm's own measure: the share of three-letter pieces that two titles have in common.
LEAST: Final = 0.3
# A hint is worth a quarter of a second of the database, and no more.
PATIENCE_MS: Final = 250
NEWEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Similar:
    """The likest tickets first; `limited` where only the newest were compared, so that there may be others."""

    results: Sequence[Ticket]
    limited: bool


def similar_tickets(title: str) -> Similar:
    """At most MOST tickets that are open or in progress, of all; or, where those are too many to tell in time, of the
    NEWEST."""
    found = _in_time(_of_all, title)
    if found is not None:
        return Similar(found, limited=False)
    return Similar(_in_time(_of_newest, title) or [], limited=True)


def _in_time(search: Callable[[str], Iterable[Ticket]], title: str) -> list[Ticket] | None:
    """None where PATIENCE_MS were not enough."""
    try:
        with transaction.atomic():
            _limit()
            return list(search(title))
    except OperationalError as error:
        if sqlstate_of(error) != QUERY_CANCELED:
            raise
        return None


def _of_all(title: str) -> Iterable[Ticket]:
    # Trigrams have no case; Upper is what the index holds. Its operator % takes the threshold of _limit.
    return _likest(Ticket.objects.annotate(upper=Upper("title")).filter(upper__trigram_similar=title), title)


def _of_newest(title: str) -> Iterable[Ticket]:
    newest = Ticket.objects.order_by("-created_at", "-id").values("pk")[:NEWEST]
    return _likest(Ticket.objects.filter(pk__in=newest), title)


def _likest(tickets: QuerySet[Ticket], title: str) -> Iterable[Ticket]:
    return (
        tickets.annotate(similarity=TrigramSimilarity("title", title))
        .filter(status__in=UNFINISHED, similarity__gte=LEAST)
        .only("id", "title", "status", "created_at")
        .order_by("-similarity", "-id")[:MOST]
    )


def _limit() -> None:
    """For this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('pg_trgm.similarity_threshold', %s, true)",
            [str(PATIENCE_MS), str(LEAST)],
        )
