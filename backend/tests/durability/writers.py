"""Sixteen clients that file and change tickets without pause, lose answers, and ask again as a careful client does."""

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
PATIENCE = 90.0  # seconds for one answer, restarts included
LOST_ON_PURPOSE = 4  # every fourth submission is sent once by a client that hangs up
CHANGED = 3  # every third ticket is changed as well
UNDONE = {502, 503}


@dataclass
class Submission:
    """What one client knows of one ticket."""

    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answered: int | None = None  # the ticket's number, once 201 was read
    first_seen: datetime | None = None  # when the ticket was made, as its answer says
    asked_last: datetime | None = None  # when the request that was answered was sent
    wanted: str | None = None  # the status that a PATCH asked for
    changed: bool = False  # its 200 was read

    @property
    def kept_by_key(self) -> bool:
        """An earlier request, whose answer was lost, had made the ticket."""
        return bool(self.first_seen and self.asked_last and self.first_seen < self.asked_last)


class Writers:
    """Use as a context: writing begins, and at the end everything begun is brought to an answer."""

    def __init__(self, url: str, marker: str) -> None:
        self.url, self.marker = url, marker
        self.sent: list[Submission] = []
        self.unanswered = 0  # requests whose answer was lost, or was "not now"
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
        """Until that many more tickets were answered."""
        wanted, until = len(self.answered) + number, time.monotonic() + PATIENCE
        while len(self.answered) < wanted:
            assert time.monotonic() < until, "tickets are not answered any more"
            # A client that gave up says why.
            for client in self._clients:
                if client.done():
                    client.result()
            time.sleep(0.02)

    def _write(self, number: int) -> None:
        luck = random.Random(number)
        with httpx.Client(base_url=self.url, trust_env=False, timeout=30) as http:
            while not self._stop.is_set():
                one = Submission()
                self.sent.append(one)
                if luck.randrange(LOST_ON_PURPOSE) == 0:
                    self._hang_up(http, one, with_the_answer_there=luck.random() < 0.5)
                self._file(http, one)
                if luck.randrange(CHANGED) == 0:
                    self._change(http, one, luck.choice(["in_progress", "resolved", "closed"]))

    def _request(self, http: httpx.Client, one: Submission) -> httpx.Request:
        body = {"title": f"{self.marker} {one.key}", "description": "The label printer is out of tape."}
        return http.build_request("POST", "/api/tickets/", json=body, headers={"Idempotency-Key": one.key})

    def _file(self, http: httpx.Client, one: Submission) -> None:
        def send() -> httpx.Response:
            one.asked_last = datetime.now(UTC)
            return http.send(self._request(http, one))

        answer = self._until_answered(send, 201)
        one.first_seen = datetime.fromisoformat(answer["created_at"])
        one.answered = answer["id"]

    def _change(self, http: httpx.Client, one: Submission, status: str) -> None:
        one.wanted = status
        self._until_answered(lambda: http.patch(f"/api/tickets/{one.answered}/", json={"status": status}), 200)
        one.changed = True

    def _until_answered(self, send: Callable[[], httpx.Response], wanted: int) -> Any:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = send()
            except httpx.TransportError:
                self.unanswered += 1
            else:
                if answer.status_code == wanted:
                    return answer.json()
                # 503 says that nothing, or nobody knows what, was saved: ask again.
                assert answer.status_code in UNDONE, f"{answer.status_code}: {answer.text[:500]}"
                self.unanswered += 1
            time.sleep(0.05)
        raise AssertionError(f"no answer within {PATIENCE:.0f} s")

    def _hang_up(self, http: httpx.Client, one: Submission, *, with_the_answer_there: bool) -> None:
        """The line breaks before an answer is read: after the last byte of the request, or when the answer is there."""
        request, place = self._request(http, one), urlsplit(self.url)
        lines = [f"{request.method} {request.url.raw_path.decode()} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        self.unanswered += 1
        with (
            contextlib.suppress(OSError),
            socket.create_connection((place.hostname or "", place.port or 0), timeout=30) as line,
        ):
            line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + request.content)
            if with_the_answer_there:
                select.select([line], [], [], 30)
