"""`manage.py load_demo`: loads all tickets once, and only into an empty database unless forced."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from demo import DemoTicket, tickets
from tickets import services
from tickets.models import Ticket, TicketEvent
from transfer.management.commands import load_demo
from transfer.services import past_tickets

pytestmark = pytest.mark.django_db
Make = Callable[..., Ticket]


def load(*arguments: str) -> str:
    """Runs the command and returns its output."""
    output = io.StringIO()
    call_command("load_demo", *arguments, stdout=output)
    return output.getvalue()


def known() -> dict[str, DemoTicket]:
    return {expected.title: expected for expected in tickets(timezone.localtime())}


def test_it_loads_every_ticket_with_all_fields() -> None:
    assert "Loaded 300 tickets" in load()
    demo = known()
    assert Ticket.objects.count() == 300
    for ticket in Ticket.objects.all():
        expected = demo[ticket.title]
        assert (ticket.description, ticket.requester) == (expected.description, expected.requester)
        assert (ticket.category, ticket.priority, ticket.status) == (
            expected.category,
            expected.priority,
            expected.status,
        )
        assert ticket.version == 1 + len(expected.changes)
        assert (ticket.suggested_by is None) == (expected.suggested is None)
        if expected.suggested:
            assert ticket.suggested_category == expected.suggested["category"]
            assert ticket.suggested_priority == expected.suggested["priority"]
            assert ticket.suggested_model == expected.suggested["model"]
            assert ticket.suggested_confidence == expected.suggested["confidence"]


def test_the_history_is_complete_and_consistent() -> None:
    load()
    demo = known()
    assert TicketEvent.objects.count() == 300 + sum(len(expected.changes) for expected in demo.values())
    for ticket in Ticket.objects.prefetch_related("events"):
        first, *rest = ticket.events.all()
        assert (first.field, first.actor, first.at) == ("created", "import", ticket.created_at)
        assert [event.actor for event in rest] == ["web"] * len(rest)
        assert [(event.field, event.old, event.new) for event in rest] == [
            (change.field, change.old, change.new) for change in demo[ticket.title].changes
        ]
        assert ticket.updated_at == (rest[-1] if rest else first).at


def test_the_queue_shows_them_newest_first_over_sixty_days(api: APIClient) -> None:
    load()
    first = api.get("/api/tickets/").json()["results"]
    assert len(first) == 50
    newest, oldest = Ticket.objects.first(), Ticket.objects.last()
    assert newest is not None
    assert oldest is not None
    assert first[0]["id"] == newest.pk == max(Ticket.objects.values_list("pk", flat=True))
    assert timezone.now() - newest.created_at < timedelta(minutes=15)
    assert timezone.now() - oldest.created_at > timedelta(days=56)
    stats = api.get("/api/tickets/stats/").json()
    assert stats["total_tickets"] == 300
    assert all(stats["priority_breakdown"].values())
    assert all(stats["category_breakdown"].values())


def test_a_second_run_changes_nothing() -> None:
    load()
    before = list(Ticket.objects.order_by("pk").values())
    assert "loaded already (300 of 300 tickets)" in load()
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_loaded_tickets_are_recognised_after_changes() -> None:
    load()
    expected, other, *_ = Ticket.objects.all()
    services.ticket_update(ticket_id=expected.pk, changes={"title": "Another title", "status": "closed"})
    services.ticket_erase(ticket_id=other.pk)
    services.ticket_create(title="A new expected", description="Written here.")
    assert "loaded already (298 of 300 tickets)" in load()
    assert Ticket.objects.count() == 300


def test_a_database_with_other_tickets_is_refused(ticket: Make) -> None:
    ticket()
    ticket()
    with pytest.raises(CommandError, match=r"not the demonstration's \(2\); nothing was loaded.*--force"):
        load()
    assert Ticket.objects.count() == 2


def test_a_submitted_copy_does_not_count_as_loaded(ticket: Make) -> None:
    copied = next(iter(known().values()))
    ticket(title=copied.title, description=copied.description)
    with pytest.raises(CommandError, match="nothing was loaded"):
        load()


def test_force_loads_beside_other_tickets_once(ticket: Make) -> None:
    mine = ticket()
    load("--force")
    assert Ticket.objects.count() == 301
    assert Ticket.objects.filter(pk=mine.pk).exists()
    assert "nothing changed" in load("--force")
    assert Ticket.objects.count() == 301


def test_an_error_rolls_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def fails_at_the_fifth(**parts: Any) -> Ticket:
        seen.append(parts["title"])
        if len(seen) == 5:
            raise RuntimeError("the disk is full")
        return past_tickets.ticket_import(**parts)

    monkeypatch.setattr(load_demo, "ticket_import", fails_at_the_fifth)
    with pytest.raises(RuntimeError, match="the disk is full"):
        load()
    assert Ticket.objects.count() == 0
    assert TicketEvent.objects.count() == 0


def test_an_unreadable_file_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: object) -> list[DemoTicket]:
        raise ValueError("tickets_2.jsonl, line 17: KeyError('when')")

    monkeypatch.setattr(load_demo, "tickets", unreadable)
    with pytest.raises(CommandError, match=r"^The demonstration cannot be read: tickets_2\.jsonl, line 17"):
        load()
