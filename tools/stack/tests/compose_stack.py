"""The stack under test: up and down, its containers, and requests through its front door."""

import json
import os
import secrets
import time
from collections.abc import Callable
from typing import Any

import httpx

from tools.errors import ToolError
from tools.stack import engine

PARTS = ("db", "ollama", "backend", "web")
BACKEND_IMAGE = "quietdesk-backend:test"
PATIENCE = 180.0


class Stack:
    """The project of this test run. Settings given to `up` are those of .env."""

    def __init__(self) -> None:
        self.url = os.environ["PUBLIC_URL"]
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=120)

    def up(self, *arguments: str, **settings: str) -> None:
        engine.compose("up", "--detach", "--wait", *arguments, environ={**os.environ, **settings})

    def down(self) -> None:
        engine.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")

    def containers(self, part: str) -> list[str]:
        return engine.compose("ps", "--quiet", part).split()

    def container(self, part: str) -> str:
        [one] = self.containers(part)
        return one

    def inspect(self, part: str) -> dict[str, Any]:
        return dict(json.loads(engine.docker("inspect", self.container(part)))[0])

    def rows(self) -> list[dict[str, Any]]:
        """What `docker compose ps` tells of every part, the one-shot included."""
        return [json.loads(line) for line in engine.compose("ps", "--all", "--format", "json").splitlines()]

    def logs(self, *parts: str) -> str:
        return engine.compose("logs", "--no-log-prefix", *parts)

    def manage(self, *command: str) -> str:
        return engine.compose("exec", "-T", "backend", "python", "manage.py", *command)

    def model(self, **changes: str | float) -> None:
        """Tell the stand-in for the model server how to behave."""
        ask = (
            "import json, sys, urllib.request as u; "
            "u.urlopen(u.Request('http://ollama:11434/wire', sys.argv[1].encode(), method='PUT'), timeout=10)"
        )
        engine.compose("exec", "-T", "backend", "python", "-c", ask, json.dumps(changes))

    def file_ticket(self, title: str = "Scanner jammed", **parts: Any) -> dict[str, Any]:
        body = {"title": title, "description": "It beeps and takes no more labels.", **parts}
        answer = self.http.post("/api/tickets/", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def ids(self) -> set[int]:
        """The numbers of all tickets."""
        found: set[int] = set()
        address: str | None = "/api/tickets/?page_size=100"
        while address:
            page = self.http.get(address).json()
            found |= {ticket["id"] for ticket in page["results"]}
            address = page["next"]
        return found

    def until_ready(self) -> None:
        """Until the front door answers for all: the backend is ready, and so is the model."""
        until_true(lambda: self.http.get("/readyz").status_code == 200, "the backend is ready")
        until_true(lambda: self.source_state("ollama") == "ready", "the model is ready")

    def source_state(self, source: str) -> str:
        answer = self.http.get("/api/triage/status/")
        states = {one["source"]: one["state"] for one in answer.json()["sources"]} if answer.status_code == 200 else {}
        return str(states.get(source, answer.status_code))


def until_true(condition: Callable[[], bool], what: str, *, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass  # nobody answers yet
        time.sleep(0.3)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def run_beside(container: str, code: str, *arguments: str) -> str:
    """Run Python in the network of a container, whatever it holds: with its addresses, routes and name server."""
    options = ["--rm", "--network", f"container:{container}", "--entrypoint", "python"]
    return engine.docker("run", *options, BACKEND_IMAGE, "-c", code, *arguments)


def marker() -> str:
    return f"mark{secrets.token_hex(8)}"


def fails(call: Callable[[], Any]) -> str:
    """The words of the ToolError that the call ends in."""
    try:
        call()
    except ToolError as error:
        return str(error)
    raise AssertionError("it succeeded")
