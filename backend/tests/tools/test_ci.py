"""The script .ci/run: it adds up the results of its steps, and stops the Docker engine that it started.

`make` and the script that starts an engine are replaced by small scripts.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tools.paths import ROOT

COUNTS = {"check": "", "test": "40 0 0", "test-stack": "7 0 0"}
MAKE = """#!/bin/sh
echo "make $1 STANDINS=$STANDINS ENGINE=$ENGINE" >>"$CALLS"
case $1 in
{cases}
esac
"""
LAB = """#!/bin/sh
echo "lab $1" >>"$CALLS"
case $1 in up) {up} ;; esac
"""
STARTS = "echo 'export ENGINE=here'"


class Checkout:
    """A checkout with the script, a lab beside it, and a log of the calls that the script makes."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.calls = folder / "calls"
        self._bin = folder / "bin"
        self._lab = folder / "shared" / "tools" / "docker-lab"
        (self.root / ".ci").mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "run", self.root / ".ci" / "run")
        self.make()

    def make(self, **commands: str) -> None:
        """Replace what `make` does for a target by shell commands; underscores stand for hyphens."""
        changed = {name.replace("_", "-"): command for name, command in commands.items()}
        counted = {name: f"echo {line} >>$COUNTS_FILE" if line else ":" for name, line in COUNTS.items()}
        cases = "\n".join(f"{name}) {command} ;;" for name, command in (counted | changed).items())
        self._script(self._bin / "make", MAKE.replace("{cases}", cases))

    def lab(self, up: str = STARTS, *, path: Path | None = None) -> None:
        """Put a lab where .ci/run looks for it, or elsewhere."""
        self._script(path or self._lab, LAB.replace("{up}", up))

    def start(self, **settings: str) -> "subprocess.Popen[str]":
        unset = {"STANDINS", "ENGINE", "DOCKER_PROVIDER"}
        environ = {name: value for name, value in os.environ.items() if name not in unset}
        environ |= {"PATH": f"{self._bin}:{os.environ['PATH']}", "CALLS": str(self.calls), **settings}
        return subprocess.Popen(
            [self.root / ".ci" / "run"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, **settings: str) -> tuple[int, list[str]]:
        """The exit status and the output lines."""
        process = self.start(**settings)
        lines = process.communicate(timeout=120)[0].splitlines()
        return process.returncode, lines

    def logged_calls(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    @staticmethod
    def _script(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_last_line_is_the_total_and_the_engine_is_stopped_at_the_end(checkout: Checkout) -> None:
    checkout.lab()
    status, lines = checkout.run()
    assert (status, lines[-1]) == (0, "47 passed, 0 failed")
    assert [line.split()[:2] for line in checkout.logged_calls()] == [
        ["make", "check"],
        ["make", "test"],
        ["lab", "up"],
        ["make", "test-stack"],
        ["lab", "down"],
    ]
    assert "make test-stack STANDINS=1 ENGINE=here" in checkout.logged_calls()
    assert "NOT tested" not in "".join(lines)


def test_without_a_lab_it_reports_that_and_does_not_fail(checkout: Checkout) -> None:
    status, lines = checkout.run()
    assert (status, lines[-1]) == (0, "40 passed, 0 failed")
    reason = "there is no ../shared/tools/docker-lab to start a Docker engine (DOCKER_PROVIDER)."
    assert f"The compose stack was NOT tested: {reason}" in lines


def test_the_lab_may_be_elsewhere(checkout: Checkout, tmp_path: Path) -> None:
    checkout.lab(path=tmp_path / "elsewhere" / "lab")
    status, lines = checkout.run(DOCKER_PROVIDER=str(tmp_path / "elsewhere" / "lab"))
    assert (status, lines[-1]) == (0, "47 passed, 0 failed")
    assert checkout.logged_calls()[-1] == "lab down"


def test_when_no_engine_can_be_started_it_reports_that_and_does_not_fail(checkout: Checkout) -> None:
    checkout.lab(up="echo 'no network' >&2; exit 1")
    status, lines = checkout.run()
    assert (status, lines[-1]) == (0, "40 passed, 0 failed")
    assert "no network" in lines
    assert [line for line in lines if line.startswith("The compose stack was NOT tested:")]
    assert checkout.logged_calls()[-2:] == ["lab up", "lab down"]


@pytest.mark.parametrize(
    ("commands", "last"),
    [
        ({"check": "exit 1"}, "47 passed, 1 failed"),
        ({"test": "echo 38 2 1 >>$COUNTS_FILE; exit 1"}, "45 passed, 2 failed, 1 skipped"),
        ({"test": "exit 1"}, "7 passed, 1 failed"),
        ({"test_stack": "echo 6 1 0 >>$COUNTS_FILE; exit 1"}, "46 passed, 1 failed"),
        ({"test_stack": "exit 2"}, "40 passed, 1 failed"),
    ],
)
def test_a_failure_is_counted_and_the_other_steps_still_run(
    checkout: Checkout, commands: dict[str, str], last: str
) -> None:
    checkout.lab()
    checkout.make(**commands)
    status, lines = checkout.run()
    assert (status, lines[-1]) == (1, last)
    assert len(checkout.logged_calls()) == 5
    [name] = commands
    assert f"Failed: make {name.replace('_', '-')}; see above." in lines


@pytest.mark.parametrize("step", ["test", "up", "test-stack"])
def test_a_sigterm_is_forwarded_and_the_engine_is_stopped(checkout: Checkout, step: str) -> None:
    # The step waits for the signal, and logs it.
    waiting = "trap 'echo stopped >>$CALLS; exit 1' TERM; echo waiting >>$CALLS; while :; do sleep 0.1; done"
    checkout.lab(waiting if step == "up" else STARTS)
    if step != "up":
        checkout.make(**{step: waiting})
    process = checkout.start()
    deadline = time.monotonic() + 60
    while "waiting" not in checkout.logged_calls() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143
    calls = checkout.logged_calls()
    assert "stopped" in calls
    assert (calls[-1] == "lab down") is (step != "test")
