"""The compose stack under test: start, stop, containers, and HTTP requests."""

import json
import os
import secrets
import string
import time
from collections.abc import Callable
from typing import Any

import httpx

from tools.errors import ToolError
from tools.stack import engine

SERVICES = ("db", "ollama", "classifier", "backend", "web")
BACKEND_IMAGE = "quietdesk-backend:test"
TIMEOUT = 180.0


class Stack:
    """The compose project of this test run. The settings of `up` are those of .env."""

    def __init__(self) -> None:
        self.url = os.environ["PUBLIC_URL"]
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=120)

    def up(self, *arguments: str, **settings: str) -> None:
        engine.compose("up", "--detach", "--wait", *arguments, environ={**os.environ, **settings})

    def down(self) -> None:
        engine.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")

    def containers(self, service: str) -> list[str]:
        return engine.compose("ps", "--quiet", service).split()

    def container(self, service: str) -> str:
        [one] = self.containers(service)
        return one

    def inspect(self, service: str) -> dict[str, Any]:
        return dict(json.loads(engine.docker("inspect", self.container(service)))[0])

    def rows(self) -> list[dict[str, Any]]:
        """The output of `docker compose ps` for every service, including the one-shot."""
        return [json.loads(line) for line in engine.compose("ps", "--all", "--format", "json").splitlines()]

    def logs(self, *services: str) -> str:
        return engine.compose("logs", "--no-log-prefix", *services)

    def manage(self, *command: str) -> str:
        return engine.compose("exec", "-T", "backend", "python", "manage.py", *command)

    def model(self, **changes: str | float) -> None:
        """Change the behaviour of the stand-in model server."""
        put = (
            "import json, sys, urllib.request as u; "
            "u.urlopen(u.Request('http://ollama:11434/control', sys.argv[1].encode(), method='PUT'), timeout=10)"
        )
        engine.compose("exec", "-T", "backend", "python", "-c", put, json.dumps(changes))

    def create_ticket(self, title: str = "Scanner jammed", **fields: Any) -> dict[str, Any]:
        body = {"title": title, "description": "It beeps and takes no more labels.", **fields}
        answer = self.http.post("/api/tickets/", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def ids(self) -> set[int]:
        """The ids of all tickets."""
        found: set[int] = set()
        address: str | None = "/api/tickets/?page_size=100"
        while address:
            page = self.http.get(address).json()
            found |= {ticket["id"] for ticket in page["results"]}
            address = page["next"]
        return found

    def wait_until_ready(self) -> None:
        """Wait until backend and model are ready, as seen through web."""
        wait_until(lambda: self.http.get("/readyz").status_code == 200, "the backend is ready")
        wait_until(lambda: self.source_state("ollama") == "ready", "the model is ready")

    def source_state(self, source: str) -> str:
        answer = self.http.get("/api/triage/status/")
        states = {one["source"]: one["state"] for one in answer.json()["sources"]} if answer.status_code == 200 else {}
        return str(states.get(source, answer.status_code))


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = TIMEOUT) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass  # not reachable yet
        time.sleep(0.3)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def run_in_network_of(container: str, code: str, *arguments: str) -> str:
    """Run Python in the network namespace of a container, with its addresses, routes and DNS settings."""
    options = ["--rm", "--network", f"container:{container}", "--entrypoint", "python"]
    return engine.docker("run", *options, BACKEND_IMAGE, "-c", code, *arguments)


def marker() -> str:
    """A unique word of letters alone: redaction would take digits out of a text for the cloud."""
    return "mark" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(16))


def error_of(call: Callable[[], Any]) -> str:
    """The message of the ToolError that the call raises."""
    try:
        call()
    except ToolError as error:
        return str(error)
    raise AssertionError("it succeeded")
