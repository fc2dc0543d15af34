"""kill -9 in the middle of 16 clients writing: whoever read 201 finds the ticket, once, whole, and counted."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.durability.desk import Desk, new_marker
from tests.durability.kill_report import Ledger
from tests.durability.writers import Writers

BEFORE, AFTER = 80, 80  # tickets answered before the kill, and again after it


def a_worker(desk: Desk) -> None:
    os.kill(min(desk.workers()), signal.SIGKILL)


def every_worker(desk: Desk) -> None:
    for pid in desk.workers():
        os.kill(pid, signal.SIGKILL)


def the_master(desk: Desk) -> None:
    desk.kill_server(workers=False)
    desk.start_server()


def a_session(desk: Desk) -> None:
    desk.kill_backend()


def the_database(desk: Desk) -> None:
    desk.kill_database()
    desk.start_database()


def everything(desk: Desk) -> None:
    desk.kill_database()
    desk.kill_server(workers=True)
    desk.start_database()
    desk.start_server()


KILLS: dict[str, Callable[[Desk], None]] = {
    "gunicorn: one worker": a_worker,
    "gunicorn: every worker": every_worker,
    "gunicorn: the master": the_master,
    "PostgreSQL: one session": a_session,
    "PostgreSQL: the postmaster": the_database,
    "all of them at once": everything,
}


@pytest.mark.parametrize("part", KILLS)
def test_whatever_is_killed_no_answered_ticket_is_lost_or_doubled(desk: Desk, part: str, table: list[Ledger]) -> None:
    with Writers(desk.url, new_marker()) as writers:
        writers.wait_for_more(BEFORE)
        KILLS[part](desk)
        writers.wait_for_more(AFTER)
    ledger = Ledger.of(part, writers, desk)
    table.append(ledger)
    assert ledger.found == ledger.answered >= BEFORE + AFTER
    assert (ledger.lost, ledger.doubled, ledger.half_written, ledger.changes_lost) == (0, 0, 0, 0)
    # The run would prove nothing if no answer had been lost, or no lost answer had belonged to a stored ticket.
    assert ledger.unanswered > 0
    assert ledger.kept_by_key > 0
    assert ledger.changes > 0
    assert "agree" in desk.manage("check_tally")
