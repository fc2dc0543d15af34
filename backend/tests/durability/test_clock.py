"""The machine's clock is set back, ahead and to awkward moments while the desk runs: nothing fails or is lost."""

import csv
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools.postgres import initdb

from tests.durability.clock import Clock
from tests.durability.desk import ADMIN_PASSWORD, Desk, new_marker, running_desk

DAY = 24 * 60 * 60
TICKET = {"title": "Scanner on ward 3 is jammed", "description": "It beeps and takes no more labels."}
# As a person reads a clock that is right to a minute: the desk may take some seconds for an answer.
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def clock() -> Iterator[Clock]:
    with tempfile.TemporaryDirectory(prefix="quietdesk-clock-") as name:
        Path(name).chmod(0o755)  # the database server's user reads it
        yield Clock(Path(name))


@pytest.fixture(scope="module")
def clock_desk(clock: Clock) -> Iterator[Desk]:
    """A desk whose database and server both go by the clock."""
    minimal = initdb.minimal_environment
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in clock.environ.items():
            patch.setenv(name, value)
        patch.setattr(initdb, "minimal_environment", lambda environ: {**minimal(environ), **clock.environ})
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quietdesk-clock-"))) for _ in range(2)]
        for folder in folders:
            folder.chmod(0o711)
        yield stack.enter_context(running_desk(*folders))


@pytest.fixture
def client(clock: Clock, clock_desk: Desk) -> Iterator[httpx.Client]:
    """A client of the desk, whose clock is right when the test begins."""
    clock.set_to(datetime.fromtimestamp(time.time(), UTC))
    with httpx.Client(base_url=clock_desk.url, timeout=60) as found:
        yield found


def create(client: httpx.Client, **more: Any) -> dict[str, Any]:
    response = client.post("/api/tickets/", json=TICKET | more)
    assert response.status_code == 201, response.text
    return dict(response.json())


def work(client: httpx.Client, clock: Clock) -> None:
    """One of everything that a person does, each with its right answer at the present time of the clock."""
    assert client.get("/readyz").status_code == 200
    marker = new_marker()
    key = {"Idempotency-Key": str(uuid.uuid4())}
    text = TICKET | {"title": f"Scanner {marker} is jammed"}
    suggestion = client.post("/api/tickets/classify/", json=text).json()["suggestion"]
    first, again = (client.post("/api/tickets/", json=text | {"suggestion": suggestion}, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.text
    ticket = first.json()
    assert again.json()["id"] == ticket["id"]
    assert abs(datetime.fromisoformat(ticket["created_at"]) - clock.now()) < MINUTE
    url = f"/api/tickets/{ticket['id']}/"
    assert client.get(url).json()["suggested"]["source"] == "keywords"
    assert client.patch(url, json={"title": f"{text['title']}, again", "status": "closed"}).status_code == 200
    assert client.post(f"{url}notes/", json={"text": "Called the ward."}).status_code == 201
    assert client.get(f"{url}events/").json()["results"]
    today = ticket["created_at"][:10]
    day = {"created_from": today, "created_to": today}
    for found in ({"search": marker}, {"search": marker, **day}):
        assert [it["id"] for it in client.get("/api/tickets/", params=found).json()["results"]] == [ticket["id"]]
    assert client.get("/api/tickets/stats/").json()["total_tickets"] > 0
    todays = list(csv.DictReader(StringIO(client.get("/api/tickets/export/", params=day).text)))
    assert client.get("/api/tickets/insights/").json()["tickets_per_day"][-1] == {"date": today, "tickets": len(todays)}
    assert marker in client.get("/api/tickets/export/", params={"search": marker}).text


# After a step back the tickets of before are of the future.
STEPS = {
    "a day back": timedelta(days=-1),
    "an hour back": timedelta(hours=-1),
    "three days ahead": timedelta(days=3),
    "a year back": timedelta(days=-365),
    "a year ahead": timedelta(days=365),
}
MOMENTS = {
    "the end of 28 February in a leap year": "2028-02-28T23:59:57Z",
    "the end of 29 February": "2028-02-29T23:59:57Z",
    "the end of 28 February in another year": "2027-02-28T23:59:57Z",
    "the end of a year of 53 ISO weeks": "2026-12-31T23:59:57Z",
    "a Monday of the ISO week 1 that begins in December": "2029-12-31T00:00:00Z",
    "the end of the 31-bit seconds": "2038-01-19T03:14:04Z",
    "after them": "2039-06-01T12:00:00Z",
    "the last day of the zone rules": "2099-12-31T23:59:57Z",
}


@pytest.mark.parametrize("step", STEPS)
def test_the_desk_works_on_after_the_clock_is_set(
    client: httpx.Client, clock: Clock, clock_desk: Desk, step: str
) -> None:
    work(client, clock)
    workers = clock_desk.workers()
    before = create(client)
    clock.step(STEPS[step].total_seconds())
    work(client, clock)
    after = create(client)
    ids = [it["id"] for it in client.get("/api/tickets/", params={"page_size": 100}).json()["results"]]
    assert {before["id"], after["id"]} <= set(ids)
    # Nobody was taken for dead because of the clock.
    assert clock_desk.workers() == workers


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_desk_works_across(client: httpx.Client, clock: Clock, clock_desk: Desk, moment: str) -> None:
    clock.set_to(datetime.fromisoformat(MOMENTS[moment]))
    work(client, clock)
    time.sleep(3)
    work(client, clock)
    assert "agree" in clock_desk.manage("check_tally")


def test_the_clock_jumps_while_people_write(client: httpx.Client, clock: Clock) -> None:
    ids = []
    for step in [DAY, -2 * DAY, 3600, -3600, 90 * DAY, -89 * DAY] * 4:
        clock.step(step)
        ids.append(create(client, title=f"Jump of {step} s")["id"])
    assert len(set(ids)) == 24
    for number in ids:
        assert client.get(f"/api/tickets/{number}/").status_code == 200
        assert client.patch(f"/api/tickets/{number}/", json={"status": "closed"}).status_code == 200


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (timedelta(days=-1), True),
        (timedelta(days=-400), True),
        (timedelta(hours=23), True),
        (timedelta(hours=25), False),
    ],
)
def test_a_retry_after_the_clock_was_set_is_the_same_ticket_for_a_day(
    client: httpx.Client, clock: Clock, step: timedelta, kept: bool
) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = client.post("/api/tickets/", json=TICKET, headers=key).json()["id"]
    clock.step(step.total_seconds())
    retry = client.post("/api/tickets/", json=TICKET, headers=key)
    assert retry.status_code == 201
    assert (retry.json()["id"] == first) is kept


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (timedelta(days=-1), True),
        (timedelta(days=-400), True),
        (timedelta(hours=23), True),
        (timedelta(hours=25), False),
    ],
)
def test_a_suggestion_is_valid_for_a_day_and_its_ticket_always(
    client: httpx.Client, clock: Clock, step: timedelta, kept: bool
) -> None:
    suggestion = client.post("/api/tickets/classify/", json=TICKET).json()["suggestion"]
    clock.step(step.total_seconds())
    made = create(client, description="It beeps.", suggestion=suggestion)
    # Without a valid one the ticket is classified when it is submitted, by the text that it has.
    suggested = client.get(f"/api/tickets/{made['id']}/").json()["suggested"]
    assert (suggested["source"], suggested["text_changed"]) == ("keywords", kept)


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(days=-400), timedelta(days=3)])
def test_an_admin_stays_signed_in(client: httpx.Client, clock: Clock, step: timedelta) -> None:
    client.get("/admin/login/")
    form = {
        "username": "admin",
        "password": ADMIN_PASSWORD,
        "csrfmiddlewaretoken": client.cookies["csrftoken"],
        "next": "/admin/",
    }
    assert client.post("/admin/login/", data=form, headers={"Referer": str(client.base_url)}).status_code == 302
    clock.step(step.total_seconds())
    assert client.get("/admin/").status_code == 200


def test_an_admin_signs_in_again_a_year_later(client: httpx.Client, clock: Clock) -> None:
    test_an_admin_stays_signed_in(client, clock, timedelta())
    clock.step(400 * DAY)
    assert client.get("/admin/").status_code == 302
