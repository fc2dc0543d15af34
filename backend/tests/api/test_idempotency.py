"""Idempotency-Key on POST /api/tickets/: a retry returns the first ticket and creates no second one."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from api import idempotency
from api.models import IdempotencyKey
from tickets import services
from tickets.models import Ticket

URL = "/api/tickets/"
BODY = {"title": "Scanner on ward 3", "description": "It beeps.", "category": "technical", "priority": "low"}
KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324"


def post(key: str | None, body: dict[str, Any] = BODY) -> Any:
    return APIClient().post(URL, body, headers={} if key is None else {"Idempotency-Key": key})


@pytest.mark.django_db
def test_a_retry_returns_the_first_ticket() -> None:
    first, second = post(KEY), post(KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second["Location"] == first["Location"] == f"{URL}{first.json()['id']}/"
    assert Ticket.objects.get().events.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "same"),
    [
        (KEY, f'"{KEY}"'),
        (f' "{KEY}" ', KEY),
        ('"with spaces, and; more"', '"with spaces, and; more"'),
        (r'"a\"b\\c"', r'"a\"b\\c"'),
        ("x" * 255, '"' + "x" * 255 + '"'),
        ('"' + r"\"" * 255 + '"', '"' + r"\"" * 255 + '"'),
    ],
)
def test_a_key_may_be_quoted_or_unquoted(key: str, same: str) -> None:
    assert post(key).json()["id"] == post(same).json()["id"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key",
    ["", " ", '""', "two words", "one,two", '"one", "two"', '"key";v=1', '"half', 'half"', r'"a\x"', "ü", "x" * 256],
)
def test_an_invalid_key_is_rejected(key: str) -> None:
    response = post(key)
    assert response.status_code == 400
    assert response.json() == {
        "Idempotency-Key": ["One word or one string in quotes, of 1 to 255 ASCII characters."],
        "codes": {"Idempotency-Key": ["invalid_idempotency_key"]},
    }
    assert not Ticket.objects.exists()


@pytest.mark.django_db
def test_a_key_reused_for_another_ticket_is_rejected() -> None:
    post(KEY)
    response = post(KEY, BODY | {"priority": "high"})
    assert response.status_code == 422
    assert response.json() == {
        "detail": "This Idempotency-Key was already used for another ticket: take a new key.",
        "codes": {"detail": "idempotency_key_reused"},
    }
    assert Ticket.objects.get().priority == "low"


@pytest.mark.django_db
def test_a_retry_may_differ_in_order_and_white_space() -> None:
    first = post(KEY)
    body = dict(reversed(BODY.items())) | {"title": "  Scanner on ward 3  "}
    assert post(KEY, body).json()["id"] == first.json()["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("keys", [(None, None), (KEY, None), (KEY, "another")])
def test_different_keys_create_two_tickets(keys: tuple[str | None, str | None]) -> None:
    assert {post(key).status_code for key in keys} == {201}
    assert Ticket.objects.count() == 2


@pytest.mark.django_db
def test_a_rejected_request_does_not_use_its_key() -> None:
    assert post(KEY, BODY | {"title": ""}).status_code == 400
    assert post(KEY).status_code == 201


@pytest.mark.django_db
def test_a_retry_returns_the_current_state() -> None:
    number = post(KEY).json()["id"]
    services.ticket_update(ticket_id=number, changes={"status": "closed"})
    response = post(KEY)
    assert (response.json()["id"], response.json()["status"], response["ETag"]) == (number, "closed", '"2"')


def age(hours: float, **which: Any) -> None:
    IdempotencyKey.objects.filter(**which).update(created_at=timezone.now() - timedelta(hours=hours))


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "tickets"), [(23.9, 1), (24.1, 2)])
def test_a_key_expires_after_a_day(hours: float, tickets: int) -> None:
    post(KEY)
    age(hours)
    assert post(KEY).status_code == 201
    assert Ticket.objects.count() == tickets
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_an_expired_key_can_be_reused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "PRUNE_BATCH", 1)  # it is not the oldest one
    for key in ("older", KEY):
        post(key)
    age(30, key="older")
    age(25, key=KEY)
    assert post(KEY, BODY | {"priority": "high"}).status_code == 201


@pytest.mark.django_db
def test_expired_keys_are_deleted_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "PRUNE_BATCH", 2)
    for number in range(5):
        post(f"old-{number}")
    age(25)
    post("fresh")
    assert IdempotencyKey.objects.count() == 4
    with CaptureQueriesContext(connection) as queries:
        post("fresher")
    assert "SKIP LOCKED" in "".join(one["sql"] for one in queries)
    assert IdempotencyKey.objects.count() == 3
    assert Ticket.objects.count() == 7


@pytest.mark.django_db
def test_erasing_a_ticket_deletes_its_key() -> None:
    services.ticket_erase(ticket_id=post(KEY).json()["id"])
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns", [{"key": ""}, {"digest": "short"}, {"digest": "G" * 64}, {"kind": ""}, {"object_id": None}]
)
def test_the_database_rejects_invalid_keys(ticket: Callable[..., Ticket], columns: dict[str, Any]) -> None:
    good = {"key": KEY, "digest": "0" * 64, "kind": "ticket", "object_id": ticket().pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(**(good | columns))


def answer(key: str = KEY) -> tuple[int, int]:
    try:
        response = post(key)
        return response.status_code, response.json()["id"]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_concurrent_retries_create_one_ticket() -> None:
    for attempt in range(5):
        barrier = threading.Barrier(4)

        def retry(key: str = f"retry-{attempt}", barrier: threading.Barrier = barrier) -> tuple[int, int]:
            barrier.wait(20)
            return answer(key)

        with ThreadPoolExecutor(4) as pool:
            answers = [one.result(60) for one in [pool.submit(retry) for _ in range(4)]]
        assert len(set(answers)) == 1
        assert answers[0][0] == 201
        assert Ticket.objects.count() == attempt + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_fails", [False, True])
def test_a_concurrent_retry_waits_and_creates_the_ticket_if_the_first_fails(first_fails: bool) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = services.ticket_create_once(key=KEY, **BODY)
            retry = pool.submit(answer)
            wait_until_blocked()
            assert not retry.done()
            transaction.set_rollback(first_fails)
        code, number = retry.result(60)
    assert code == 201
    assert (number != first.pk) is first_fails
    assert Ticket.objects.get().pk == number


def wait_until_blocked() -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("no transaction is waiting")
