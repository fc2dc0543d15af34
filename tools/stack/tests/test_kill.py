"""Every part's main process is killed from outside in turn: it comes back by itself, and no ticket is lost."""

import threading
import time
from collections.abc import Callable

import httpx
import pytest

from tools.stack import engine
from tools.stack.tests.compose_stack import BACKEND_IMAGE, PARTS, Stack, until_true


class Filing:
    """Files tickets all the time, and remembers which were acknowledged."""

    def __init__(self, stack: Stack) -> None:
        self.acknowledged: set[int] = set()
        self.refused = 0
        self._url = f"{stack.url}/api/tickets/"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._file)
        self._thread.start()

    def _file(self) -> None:
        with httpx.Client(trust_env=False, timeout=60) as http:
            while not self._stop.wait(0.05):
                try:
                    answer = http.post(self._url, json={"title": "While parts die", "description": "Nothing is lost."})
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


def kill_from_outside(container: str) -> None:
    """As the kernel does when memory is short; `docker kill` would count as being told to stop."""
    pid = engine.docker("inspect", "--format", "{{.State.Pid}}", container).strip()
    kill = ["--rm", "--pid=host", "--user=0", "--entrypoint=python"]
    engine.docker("run", *kill, BACKEND_IMAGE, "-c", "import os, sys; os.kill(int(sys.argv[1]), 9)", pid)


def restarts(stack: Stack, part: str) -> int:
    return int(stack.inspect(part)["RestartCount"])


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_killed_comes_back_and_no_ticket_is_lost(
    stack: Stack, part: str, note: Callable[..., None]
) -> None:
    filing = Filing(stack)
    try:
        until_true(lambda: len(filing.acknowledged) > 5, "tickets are filed")
        before, began = restarts(stack, part), time.monotonic()
        kill_from_outside(stack.container(part))
        until_true(lambda: restarts(stack, part) > before, f"{part} is started anew")
        stack.until_ready()
        back = time.monotonic() - began
        known = len(filing.acknowledged)
        until_true(lambda: len(filing.acknowledged) > known + 5, "tickets are filed again")
    finally:
        filing.stop()
    lost = filing.acknowledged - stack.ids()
    counts = (f"{len(filing.acknowledged)} filed", f"{filing.refused} refused", f"{len(lost)} lost")
    note("Killed", part, f"restarts {before} -> {restarts(stack, part)}", f"all ready after {back:.1f} s", *counts)
    assert lost == set()
    until_true(lambda: stack.inspect(part)["State"]["Health"]["Status"] == "healthy", f"{part} is healthy again")
