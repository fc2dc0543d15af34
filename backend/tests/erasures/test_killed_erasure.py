"""A process that is killed while it erases: before the line nothing is erased, after it the next start completes it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from erasures.models import Erasure
from erasures.services import desk_id, erased_list
from erasures.services.erased_list import Line, Value
from testing.serving import migrated_database
from tickets.models import Ticket, TicketEvent
from tickets.redaction.services import NoSuchValueError, values_redact, values_redact_again
from tickets.services import ticket_update

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = Path(__file__).resolve().parents[2]
# Kills itself in the transaction of the erasure, where the line is written.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from erasures.services.erased_list import ErasedList
when, *command = sys.argv[1:]
append, pwrite = ErasedList.append, os.pwrite

def killed(stored, lines):
    if when == "half":
        os.pwrite = lambda file, data, offset: (pwrite(file, data[:50], offset), os.kill(os.getpid(), signal.SIGKILL))
    if when != "before":
        append(stored, lines)
    os.kill(os.getpid(), signal.SIGKILL)

ErasedList.append = killed
call_command(*command)
"""


@pytest.fixture(autouse=True)
def own_list(transactional_db: None, settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    # Tests of this kind begin with empty tables, without the row that the migration has made.
    desk_id()


def run_and_kill(when: str, *command: str, state: Path) -> None:
    """Run a command of manage.py that is killed before the line is written, with half of it, or before the commit."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environ = os.environ | {
        "DATABASE_URL": address,
        "STATE_DIR": str(state),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    arguments = [sys.executable, "-c", KILLED, when, *command]
    done = subprocess.run(arguments, cwd=BACKEND, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(("when", "erased"), [("before", False), ("half", False), ("after", True)])
def test_a_killed_erasure_is_whole_after_the_next_start(
    ticket: Callable[..., Ticket], tmp_path: Path, when: str, erased: bool
) -> None:
    made, kept = ticket(), ticket()
    run_and_kill(when, "erase_ticket", str(made.pk), "--yes", state=tmp_path)
    # Not committed, whatever stands on the list.
    assert Ticket.objects.filter(pk=made.pk).exists()
    assert TicketEvent.objects.filter(ticket_id=made.pk).exists()
    assert not Erasure.objects.exists()
    assert [line.number for line in erased_list().read().lines] == ([made.pk] if erased else [])
    call_command("apply_erasures")
    assert set(Ticket.objects.all()) == ({kept} if erased else {made, kept})
    assert [row.actor for row in Erasure.objects.all()] == (["list"] if erased else [])
    if not erased:
        call_command("erase_ticket", str(made.pk), "--yes")
        assert list(Ticket.objects.all()) == [kept]


@pytest.mark.parametrize(("when", "redacted"), [("before", False), ("half", False), ("after", True)])
def test_a_killed_redaction_is_whole_after_the_next_start(
    ticket: Callable[..., Ticket], tmp_path: Path, when: str, redacted: bool
) -> None:
    made = ticket(title="The same text", description="The same text")
    ticket_update(ticket_id=made.pk, changes={"title": "Another"})
    run_and_kill(when, "redact_value", str(made.pk), "title:0", "description:0", "--yes", state=tmp_path)
    made.refresh_from_db()
    assert made.description == "The same text"
    assert TicketEvent.objects.get(field="title").old == "The same text"
    assert len(erased_list().read().lines) == (2 if redacted else 0)
    call_command("apply_erasures")
    made.refresh_from_db()
    assert made.description == ("[redacted]" if redacted else "The same text")
    assert (TicketEvent.objects.get(field="title").old is None) is redacted
    assert Erasure.objects.count() == (2 if redacted else 0)
    assert erased_list().read().damaged == []


def test_an_entry_whose_number_was_given_again_is_not_redacted(ticket: Callable[..., Ticket]) -> None:
    """After the restore of an older backup, entries of the same ticket get the numbers of those that it lacks."""
    made = ticket()
    for title in ("Second", "Third"):
        ticket_update(ticket_id=made.pk, changes={"title": title})
    entry = TicketEvent.objects.filter(field="title").earliest("pk")
    assert entry.at != made.created_at
    redacted = Value("title", entry.pk, entry.at)
    of_another = replace(redacted, at=entry.at - timedelta(hours=1))
    assert values_redact_again([Line(desk_id(), made.pk, made.created_at, of_another)]) == 0
    assert values_redact_again([Line(desk_id(), made.pk, made.created_at, redacted)]) == 1


def test_two_who_redact_the_same_at_once_leave_one_tombstone(ticket: Callable[..., Ticket]) -> None:
    made = ticket(title="The same text")
    ticket_update(ticket_id=made.pk, changes={"title": "Another"})
    outcomes: list[str] = []
    barrier = threading.Barrier(4)

    def redact(actor: str) -> None:
        barrier.wait()
        try:
            values_redact(ticket_id=made.pk, names=[("title", 0)], actor=actor)
            outcomes.append("redacted")
        except NoSuchValueError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=redact, args=(f"admin:{name}",)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["redacted", *3 * ["title:0 was redacted before."]]
    assert Erasure.objects.get().actor == TicketEvent.objects.get(field="title").redacted_by
    assert len(erased_list().read().lines) == 1


def test_a_new_database_has_its_id_before_its_first_erasure(tmp_path: Path) -> None:
    with migrated_database(tmp_path) as environ, contextlib.closing(psycopg2.connect(environ["DATABASE_URL"])) as desk:
        cursor = desk.cursor()
        cursor.execute("SELECT count(uuid) FROM erasures_desk")
        assert cursor.fetchone() == (1,)
