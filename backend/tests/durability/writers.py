"""Sixteen clients that create and change tickets without a pause, lose responses, and retry with idempotency keys."""

import contextlib
import random
import select
import socket
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

CLIENTS = 16
TIMEOUT = 90.0  # seconds for one answer, with retries
DISCONNECT_EVERY = 4  # about one of so many submissions is first sent by a client that disconnects
CHANGE_EVERY = 3  # about one of so many tickets is changed as well
RETRYABLE = {502, 503}


@dataclass
class Submission:
    """What one client knows about one ticket."""

    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answered: int | None = None  # the ticket's id, once 201 was read
    created_at: datetime | None = None  # as the answer says
    sent_at: datetime | None = None  # when the answered request was sent
    requested_status: str | None = None  # by a PATCH
    changed: bool = False  # the PATCH's 200 was read

    @property
    def deduplicated(self) -> bool:
        """Whether an earlier request, whose answer was lost, created the ticket."""
        return bool(self.created_at and self.sent_at and self.created_at < self.sent_at)


class Writers:
    """A context manager: the clients write until the block ends, and finish what they have begun."""

    def __init__(self, url: str, marker: str) -> None:
        self.url, self.marker = url, marker
        self.sent: list[Submission] = []
        self.unanswered = 0  # requests without an answer, or with 502 or 503
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._clients: list[Future[None]] = []

    def __enter__(self) -> "Writers":
        self._clients = [self._pool.submit(self._write, number) for number in range(CLIENTS)]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()
        for client in self._clients:
            client.result()

    @property
    def answered(self) -> list[Submission]:
        return [one for one in list(self.sent) if one.answered]

    def wait_for_more(self, number: int) -> None:
        """Wait until so many more tickets were answered."""
        target, deadline = len(self.answered) + number, time.monotonic() + TIMEOUT
        while len(self.answered) < target:
            assert time.monotonic() < deadline, "tickets are not answered any more"
            # Raise the error of a client that gave up.
            for client in self._clients:
                if client.done():
                    client.result()
            time.sleep(0.02)

    def _write(self, number: int) -> None:
        rng = random.Random(number)
        with httpx.Client(base_url=self.url, trust_env=False, timeout=30) as http:
            while not self._stop.is_set():
                one = Submission()
                self.sent.append(one)
                if rng.randrange(DISCONNECT_EVERY) == 0:
                    self._disconnect(http, one, await_answer=rng.random() < 0.5)
                self._create(http, one)
                if rng.randrange(CHANGE_EVERY) == 0:
                    self._change(http, one, rng.choice(["in_progress", "resolved", "closed"]))

    def _request(self, http: httpx.Client, one: Submission) -> httpx.Request:
        body = {"title": f"{self.marker} {one.key}", "description": "The label printer is out of tape."}
        return http.build_request("POST", "/api/tickets/", json=body, headers={"Idempotency-Key": one.key})

    def _create(self, http: httpx.Client, one: Submission) -> None:
        def send() -> httpx.Response:
            one.sent_at = datetime.now(UTC)
            return http.send(self._request(http, one))

        answer = self._until_answered(send, 201)
        one.created_at = datetime.fromisoformat(answer["created_at"])
        one.answered = answer["id"]

    def _change(self, http: httpx.Client, one: Submission, status: str) -> None:
        one.requested_status = status
        self._until_answered(lambda: http.patch(f"/api/tickets/{one.answered}/", json={"status": status}), 200)
        one.changed = True

    def _until_answered(self, send: Callable[[], httpx.Response], wanted: int) -> Any:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            try:
                answer = send()
            except httpx.TransportError:
                self.unanswered += 1
            else:
                if answer.status_code == wanted:
                    return answer.json()
                # After 502 or 503 the request may or may not have been saved, so it is retried.
                assert answer.status_code in RETRYABLE, f"{answer.status_code}: {answer.text[:500]}"
                self.unanswered += 1
            time.sleep(0.05)
        raise AssertionError(f"no answer within {TIMEOUT:.0f} s")

    def _disconnect(self, http: httpx.Client, one: Submission, *, await_answer: bool) -> None:
        """Send the request, and close the connection without reading: at once, or when the answer has arrived."""
        request, address = self._request(http, one), urlsplit(self.url)
        lines = [f"{request.method} {request.url.raw_path.decode()} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        self.unanswered += 1
        with (
            contextlib.suppress(OSError),
            socket.create_connection((address.hostname or "", address.port or 0), timeout=30) as connection,
        ):
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + request.content)
            if await_answer:
                select.select([connection], [], [], 30)
