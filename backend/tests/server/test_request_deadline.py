"""Deadlines of requests and answers."""

import socket
from collections.abc import Iterator

import pytest

from server.request_deadline import ANSWER_TIMEOUT, EXPORT_TIMEOUT, RequestDeadlines, answer_timeout

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    here, client = socket.socketpair()
    with here, client:
        yield here, client


@pytest.mark.parametrize("phase", ["header", "body"])
def test_a_late_request_ends_and_can_still_be_answered(pair: Pair, phase: str) -> None:
    here, client = pair
    deadlines = RequestDeadlines()
    deadlines.start(here, phase, -1)  # type: ignore[arg-type]
    deadlines.expire()
    assert here.recv(1) == b""
    here.sendall(b"x")
    assert client.recv(1) == b"x"


def test_a_late_answer_is_broken_off(pair: Pair) -> None:
    here, client = pair
    deadlines = RequestDeadlines()
    deadlines.start(here, "answer", -1)
    deadlines.expire()
    with pytest.raises(BrokenPipeError):
        here.sendall(b"x")
    assert client.recv(1) == b""


@pytest.mark.parametrize("kept", ["cleared", "replaced", "in time"])
def test_others_are_left_alone(pair: Pair, kept: str) -> None:
    here, client = pair
    deadlines = RequestDeadlines()
    deadlines.start(here, "header", 60 if kept == "in time" else -1)
    if kept == "cleared":
        deadlines.clear(here)
    if kept == "replaced":
        deadlines.start(here, "body", 60)
    deadlines.expire()
    client.sendall(b"x")
    assert here.recv(1) == b"x"


def test_an_export_has_longer_than_other_answers() -> None:
    assert answer_timeout("/api/tickets/export/") == EXPORT_TIMEOUT > ANSWER_TIMEOUT == answer_timeout("/api/tickets/")
