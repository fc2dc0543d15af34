"""manage.py export_tickets: all tickets, in the format of import_tickets."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postgres.blank import is_blank
from postgres.one_line import REFUSED
from suggestions.choices import Category, Priority
from tickets.choices import Status
from tickets.models import Ticket
from transfer import selectors

pytestmark = pytest.mark.django_db
FIELDS = ("title", "description", "requester", "category", "priority", "status", "created_at", "updated_at")


def export(path: Path) -> str:
    out = StringIO()
    call_command("export_tickets", str(path), stdout=out)
    return out.getvalue()


def everything() -> list[dict[str, Any]]:
    return list(Ticket.objects.order_by("created_at", "pk").values(*FIELDS))


def text(max_size: int) -> st.SearchStrategy[str]:
    risky = st.sampled_from(
        ["=1+1", "'=1", "''", "'tis", "\t-", "\r", "\r\nx", '"', ";,", "\ufeff", "\u2028", "\\N", "\\."]
    )
    some = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=max_size - 20)
    return st.builds("".join, st.lists(risky | some, min_size=1, max_size=3)).map(lambda joined: joined[:max_size])


def line(max_size: int) -> st.SearchStrategy[str]:
    """Text of one line that is not blank."""
    lines = text(max_size).map(lambda joined: re.sub(REFUSED, " ", joined).strip())
    return lines.filter(lambda title: not is_blank(title))


moments = st.datetimes(datetime(1970, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds must be naive)
tickets = st.fixed_dictionaries(
    {
        "title": line(100),
        "description": text(300).filter(lambda description: not is_blank(description)),
        "requester": st.none() | line(100),
        "category": st.sampled_from(Category.values),
        "priority": st.sampled_from(Priority.values),
        "status": st.sampled_from(Status.values),
        "created_at": moments,
        "updated_at": moments,
    }
)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@settings(deadline=None, max_examples=60)
@given(rows=st.lists(tickets, min_size=1, max_size=5))
def test_export_and_import_round_trip(kind: str, rows: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, transaction.atomic():
        Ticket.objects.bulk_create(Ticket(**row) for row in rows)
        before = everything()
        path = Path(folder) / f"tickets.{kind}"
        export(path)
        Ticket.objects.all().delete()
        call_command("import_tickets", str(path), stdout=StringIO())
        assert everything() == before
        transaction.set_rollback(True)


def test_the_count_is_printed_and_only_the_owner_can_read_the_file(
    ticket: Callable[..., Ticket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "BATCH_SIZE", 2)
    for _ in range(5):
        ticket()
    path = tmp_path / "tickets.jsonl"
    assert export(path) == "Exported 5 tickets.\n"
    assert path.read_text().count("\n") == 5
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failed_export_keeps_the_previous_file(
    ticket: Callable[..., Ticket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket()
    path = tmp_path / "tickets.csv"
    path.write_text("the old one")

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(selectors, "ticket_page", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        export(path)
    assert [one.name for one in tmp_path.iterdir()] == ["tickets.csv"]
    assert path.read_text() == "the old one"


def test_invalid_paths_are_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"must end in \.csv, \.jsonl or \.xlsx"):
        export(tmp_path / "tickets.ods")
    with pytest.raises(CommandError, match="No such file or directory"):
        export(tmp_path / "missing" / "tickets.csv")
