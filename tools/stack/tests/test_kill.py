"""Each service's main process is killed in turn: Docker restarts it, and no ticket is lost."""

import threading
import time
from collections.abc import Callable

import httpx
import pytest

from tools.stack import engine
from tools.stack.tests.compose_stack import BACKEND_IMAGE, SERVICES, Stack, wait_until


class TicketWriter:
    """Creates tickets continuously, and records which were acknowledged."""

    def __init__(self, stack: Stack) -> None:
        self.acknowledged: set[int] = set()
        self.refused = 0
        self._url = f"{stack.url}/api/tickets/"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        with httpx.Client(trust_env=False, timeout=60) as http:
            while not self._stop.wait(0.05):
                try:
                    answer = http.post(
                        self._url, json={"title": "While services are killed", "description": "Nothing is lost."}
                    )
                except httpx.HTTPError:
                    self.refused += 1
                    continue
                if answer.status_code == 201:
                    self.acknowledged.add(answer.json()["id"])
                else:
                    self.refused += 1

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def kill_process(container: str) -> None:
    """Kill the process as the OOM killer does. After `docker kill`, Docker would not restart the container."""
    pid = engine.docker("inspect", "--format", "{{.State.Pid}}", container).strip()
    kill = ["--rm", "--pid=host", "--user=0", "--entrypoint=python"]
    engine.docker("run", *kill, BACKEND_IMAGE, "-c", "import os, sys; os.kill(int(sys.argv[1]), 9)", pid)


def restarts(stack: Stack, service: str) -> int:
    return int(stack.inspect(service)["RestartCount"])


@pytest.mark.parametrize("service", SERVICES)
def test_a_part_that_is_killed_comes_back_and_no_ticket_is_lost(
    stack: Stack, service: str, record: Callable[..., None]
) -> None:
    writer = TicketWriter(stack)
    try:
        wait_until(lambda: len(writer.acknowledged) > 5, "tickets are created")
        before, killed_at = restarts(stack, service), time.monotonic()
        kill_process(stack.container(service))
        wait_until(lambda: restarts(stack, service) > before, f"{service} is restarted")
        stack.wait_until_ready()
        recovery = time.monotonic() - killed_at
        known = len(writer.acknowledged)
        wait_until(lambda: len(writer.acknowledged) > known + 5, "tickets are created again")
    finally:
        writer.stop()
    lost = writer.acknowledged - stack.ids()
    counts = (f"{len(writer.acknowledged)} created", f"{writer.refused} refused", f"{len(lost)} lost")
    record(
        "Killed",
        service,
        f"restarts {before} -> {restarts(stack, service)}",
        f"all ready after {recovery:.1f} s",
        *counts,
    )
    assert lost == set()
    wait_until(lambda: stack.inspect(service)["State"]["Health"]["Status"] == "healthy", f"{service} is healthy again")
