"""Tickets still being worked on whose title is much like a new one's: perhaps somebody has reported it already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Upper

from postgres.sqlstates import none_on_timeout
from tickets.choices import UNFINISHED
from tickets.models import Ticket

RESULTS_MAX: Final = 3
# pg_trgm's own measure: the share of three-letter pieces that two titles have in common.
SIMILARITY_MIN: Final = 0.3
# A hint is worth a quarter of a second of the database, and no more.
TIMEOUT_MS: Final = 250
NEWEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Similar:
    """The likest tickets first; `limited` where only the newest were compared, so that there may be others."""

    results: Sequence[Ticket]
    limited: bool


def similar_tickets(title: str) -> Similar:
    """At most RESULTS_MAX tickets that are open or in progress; of the NEWEST only where all took too long."""
    found = _within_timeout(_of_all, title)
    if found is not None:
        return Similar(found, limited=False)
    return Similar(_within_timeout(_of_newest, title) or [], limited=True)


def _within_timeout(search: Callable[[str], Iterable[Ticket]], title: str) -> list[Ticket] | None:
    """None where TIMEOUT_MS were not enough."""

    def run() -> list[Ticket]:
        with transaction.atomic():
            _set_limits()
            return list(search(title))

    return none_on_timeout(run)


def _of_all(title: str) -> Iterable[Ticket]:
    # Trigrams have no case; Upper is what the index holds. Its operator % takes the threshold of _set_limits.
    return _most_similar(Ticket.objects.annotate(upper=Upper("title")).filter(upper__trigram_similar=title), title)


def _of_newest(title: str) -> Iterable[Ticket]:
    newest = Ticket.objects.order_by("-created_at", "-id").values("pk")[:NEWEST]
    return _most_similar(Ticket.objects.filter(pk__in=newest), title)


def _most_similar(tickets: QuerySet[Ticket], title: str) -> Iterable[Ticket]:
    return (
        tickets.annotate(similarity=TrigramSimilarity("title", title))
        .filter(status__in=UNFINISHED, similarity__gte=SIMILARITY_MIN)
        .only("id", "title", "status", "created_at")
        .order_by("-similarity", "-id")[:RESULTS_MAX]
    )


def _set_limits() -> None:
    """Timeout and threshold, for this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('pg_trgm.similarity_threshold', %s, true)",
            [str(TIMEOUT_MS), str(SIMILARITY_MIN)],
        )
