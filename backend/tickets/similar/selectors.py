"""Finds possible duplicates: unfinished tickets with a similar title."""

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
# By pg_trgm's similarity(): the share of trigrams that two titles have in common.
SIMILARITY_MIN: Final = 0.3
# Duplicates are only a hint, so the query may not take long.
TIMEOUT_MS: Final = 250
CANDIDATES_MAX: Final = 2000  # if comparing all tickets takes too long


@dataclass(frozen=True, slots=True)
class SimilarTickets:
    """Most similar tickets first. `limited` if only the newest tickets were compared."""

    results: Sequence[Ticket]
    limited: bool


def similar_tickets(title: str) -> SimilarTickets:
    """At most RESULTS_MAX unfinished tickets; of the newest CANDIDATES_MAX if comparing all took too long."""
    found = _within_timeout(_of_all, title)
    if found is not None:
        return SimilarTickets(found, limited=False)
    return SimilarTickets(_within_timeout(_of_newest, title) or [], limited=True)


def _within_timeout(search: Callable[[str], Iterable[Ticket]], title: str) -> list[Ticket] | None:
    """The result, or None after TIMEOUT_MS."""

    def run() -> list[Ticket]:
        with transaction.atomic():
            _set_limits()
            return list(search(title))

    return none_on_timeout(run)


def _of_all(title: str) -> Iterable[Ticket]:
    # UPPER(title) is the expression of the index. The operator % uses the threshold of _set_limits.
    return _most_similar(Ticket.objects.annotate(upper=Upper("title")).filter(upper__trigram_similar=title), title)


def _of_newest(title: str) -> Iterable[Ticket]:
    newest = Ticket.objects.order_by("-created_at", "-id").values("pk")[:CANDIDATES_MAX]
    return _most_similar(Ticket.objects.filter(pk__in=newest), title)


def _most_similar(tickets: QuerySet[Ticket], title: str) -> Iterable[Ticket]:
    return (
        tickets.annotate(similarity=TrigramSimilarity("title", title))
        .filter(status__in=UNFINISHED, similarity__gte=SIMILARITY_MIN)
        .only("id", "title", "status", "created_at")
        .order_by("-similarity", "-id")[:RESULTS_MAX]
    )


def _set_limits() -> None:
    """Set timeout and threshold for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('pg_trgm.similarity_threshold', %s, true)",
            [str(TIMEOUT_MS), str(SIMILARITY_MIN)],
        )
