"""POST /api/tickets/bulk/: updates of many tickets, each on its own, and their undo."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from tickets import services
from tickets.bulk.services import TicketChange, tickets_update
from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db
URL = "/api/tickets/bulk/"
Make = Callable[..., Ticket]


def send(*changes: dict[str, Any]) -> Any:
    return APIClient().post(URL, {"changes": list(changes)})


def outcomes(*changes: dict[str, Any]) -> list[tuple[int, str]]:
    response = send(*changes)
    assert response.status_code == 200, response.json()
    return [(result["id"], result["outcome"]) for result in response.json()["results"]]


def test_each_update_is_recorded_in_the_history(ticket: Make) -> None:
    one, two = ticket(), ticket()
    response = send({"id": two.pk, "status": "closed"}, {"id": one.pk, "category": "billing", "priority": "high"})
    assert response.status_code == 200
    second, first = response.json()["results"]
    assert (second["id"], second["outcome"], second["ticket"]["status"]) == (two.pk, "changed", "closed")
    assert (first["ticket"]["category"], first["ticket"]["priority"], first["ticket"]["version"]) == (
        "billing",
        "high",
        2,
    )
    lines = TicketEvent.objects.exclude(field="created").order_by("ticket_id", "field")
    assert [(line.ticket_id, line.actor, line.field, line.old, line.new) for line in lines] == [
        (one.pk, "web", "category", "technical", "billing"),
        (one.pk, "web", "priority", "medium", "high"),
        (two.pk, "web", "status", "open", "closed"),
    ]


def test_a_failed_update_does_not_stop_the_others(ticket: Make) -> None:
    stale, same, good = ticket(), ticket(status="closed"), ticket()
    services.ticket_update(ticket_id=stale.pk, changes={"priority": "low"})
    assert outcomes(
        {"id": stale.pk, "version": 1, "status": "closed"},
        {"id": 9_223_372_036_854_775_807, "status": "closed"},
        {"id": same.pk, "version": 1, "status": "closed"},
        {"id": good.pk, "version": 1, "status": "closed"},
    ) == [(stale.pk, "stale"), (9_223_372_036_854_775_807, "missing"), (same.pk, "unchanged"), (good.pk, "changed")]
    assert Ticket.objects.get(pk=stale.pk).status == "open"


def test_a_stale_ticket_is_returned_in_its_current_state_and_a_missing_one_is_null(ticket: Make) -> None:
    made = ticket()
    services.ticket_update(ticket_id=made.pk, changes={"priority": "low"})
    stale, missing = send(
        {"id": made.pk, "version": 1, "status": "closed"}, {"id": made.pk + 1, "status": "open"}
    ).json()["results"]
    assert (stale["ticket"]["priority"], stale["ticket"]["version"]) == ("low", 2)
    assert missing["ticket"] is None


def test_the_old_values_with_the_new_versions_undo_a_bulk_update(ticket: Make) -> None:
    made = [ticket(status=status) for status in ("open", "in_progress", "resolved")]
    before = {one.pk: one.status for one in made}
    results = send(*({"id": number, "status": "closed"} for number in before)).json()["results"]
    undo = [
        {"id": one["id"], "version": one["ticket"]["version"], "status": before[one["id"]]}
        for one in results
        if one["outcome"] == "changed"
    ]
    assert {outcome for _, outcome in outcomes(*undo)} == {"changed"}
    assert dict(Ticket.objects.values_list("pk", "status")) == before


@pytest.mark.parametrize(
    "changes",
    [
        [],
        None,
        "x",
        [5],
        [{"status": "closed"}],
        [{"id": 1}],
        [{"id": 1, "title": "Not by many"}],
        [{"id": 1, "status": "nonsense"}],
        [{"id": 1, "status": None}],
        [{"id": 0, "status": "open"}],
        [{"id": 2**63, "status": "open"}],
        [{"id": "x", "status": "open"}],
        [{"id": 1, "version": 0, "status": "open"}],
        [{"id": 1, "version": 2**40, "status": "open"}],
        [{"id": 1, "status": "open"}, {"id": 1, "status": "closed"}],
        [{"id": number, "status": "open"} for number in range(1, 102)],
    ],
)
def test_an_invalid_list_of_changes_is_rejected_as_a_whole(ticket: Make, changes: Any) -> None:
    ticket()
    response = APIClient().post(URL, {} if changes is None else {"changes": changes})
    assert response.status_code == 400
    assert list(response.json()) == ["changes", "codes"]
    assert TicketEvent.objects.count() == 1


def test_a_hundred_tickets_are_accepted(ticket: Make) -> None:
    made = [ticket().pk for _ in range(100)]
    assert outcomes(*({"id": number, "priority": "low"} for number in made)) == [(number, "changed") for number in made]


@pytest.mark.django_db(transaction=True)
def test_concurrent_bulk_updates_in_opposite_order_never_deadlock(ticket: Make) -> None:
    numbers = [ticket().pk for _ in range(12)]

    def change(turn: int) -> list[str]:
        order = numbers if turn % 2 else numbers[::-1]
        status = ("open", "in_progress", "resolved", "closed")[turn % 4]
        try:
            return [
                one.outcome for one in tickets_update([TicketChange(number, {"status": status}) for number in order])
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(change, range(24)))
    assert {outcome for one in done for outcome in one} <= {"changed", "unchanged"}
    # The updates ran one after another, so all tickets have the status of the last one.
    assert len(set(Ticket.objects.values_list("status", "version"))) == 1
