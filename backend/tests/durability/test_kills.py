"""SIGKILL while 16 clients write: each ticket answered with 201 exists once, complete, and in the tally."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.durability.desk import Desk, new_marker
from tests.durability.kill_report import KillReport
from tests.durability.writers import Writers

BEFORE, AFTER = 80, 80  # tickets answered before the kill, and again after it


def kill_one_worker(desk: Desk) -> None:
    os.kill(min(desk.workers()), signal.SIGKILL)


def kill_all_workers(desk: Desk) -> None:
    for pid in desk.workers():
        os.kill(pid, signal.SIGKILL)


def kill_the_master(desk: Desk) -> None:
    desk.kill_server(workers=False)
    desk.start_server()


def kill_one_session(desk: Desk) -> None:
    desk.kill_backend()


def kill_the_postmaster(desk: Desk) -> None:
    desk.kill_database()
    desk.start_database()


def kill_all(desk: Desk) -> None:
    desk.kill_database()
    desk.kill_server(workers=True)
    desk.start_database()
    desk.start_server()


KILLS: dict[str, Callable[[Desk], None]] = {
    "gunicorn: one worker": kill_one_worker,
    "gunicorn: every worker": kill_all_workers,
    "gunicorn: the master": kill_the_master,
    "PostgreSQL: one session": kill_one_session,
    "PostgreSQL: the postmaster": kill_the_postmaster,
    "all of them at once": kill_all,
}


@pytest.mark.parametrize("part", KILLS)
def test_no_answered_ticket_is_lost_or_duplicated(desk: Desk, part: str, table: list[KillReport]) -> None:
    with Writers(desk.url, new_marker()) as writers:
        writers.wait_for_more(BEFORE)
        KILLS[part](desk)
        writers.wait_for_more(AFTER)
    report = KillReport.of(part, writers, desk)
    table.append(report)
    assert report.found == report.answered >= BEFORE + AFTER
    assert (report.lost, report.duplicated, report.incomplete, report.changes_lost) == (0, 0, 0, 0)
    # Without a lost answer, and one of a stored ticket, the run would prove nothing.
    assert report.unanswered > 0
    assert report.deduplicated > 0
    assert report.changes > 0
    assert "agree" in desk.manage("check_tally")
