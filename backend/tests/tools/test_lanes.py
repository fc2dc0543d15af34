"""Parallel lanes: separate outputs, every exit status, progress lines, and no process left after an interrupt."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tools import console, lanes
from tools.lanes import Command
from tools.paths import ROOT

from tests.tools.running_command import alive, eventually

# A run of two lanes in a process of its own: the first is over at once, the second has a process that outlives it.
STOPPED = """
import os, sys
from pathlib import Path
from tools import lanes, processes
from tools.errors import SignalInterrupt
from tools.lanes import Command

folder = Path(sys.argv[1])
wait = "trap 'echo tidied; exit 7' INT; sleep 300 & echo $! >left; echo waiting; touch ready; wait"
def command(label, script):
    return Command(label, ["sh", "-c", script], folder, os.environ, folder / f"{label}.log")
processes.handle_signals()
try:
    lanes.run([[command("quick", "true")], [command("slow", wait), command("never", "touch never")]])
except SignalInterrupt:
    sys.exit(143)
"""


def command(folder: Path, label: str, script: str) -> Command:
    return Command(label, ["sh", "-c", script], folder, os.environ, folder / f"{label}.log")


def test_commands_of_a_lane_run_in_turn_while_another_lane_runs(tmp_path: Path) -> None:
    # The first and the one beside it wait for each other; the second may begin only after the first.
    first = command(tmp_path, "first", "touch a; until [ -e b ]; do sleep 0.05; done; touch first-over")
    second = command(tmp_path, "second", "[ -e first-over ]")
    beside = command(tmp_path, "beside", "touch b; until [ -e a ]; do sleep 0.05; done")
    assert lanes.run([[first, second], [beside]]) == {"first": 0, "second": 0, "beside": 0}


def test_each_output_is_printed_in_one_piece_under_its_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "for n in 1 2 3; do echo {0} $n; sleep 0.1; echo {0} $n >&2; done"
    lanes.run([[command(tmp_path, name, words.format(name))] for name in ("one", "two")])
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    pieces = [lines[:7], lines[7:]]
    assert sorted(piece[0].split(",")[0] for piece in pieces) == ["one", "two"]
    for piece in pieces:
        name = piece[0].split(",")[0]
        assert piece[1:] == [f"{name} {n}" for n in (1, 1, 2, 2, 3, 3)]


def test_after_a_failure_the_other_commands_still_run(tmp_path: Path) -> None:
    fails, after = command(tmp_path, "fails", "exit 3"), command(tmp_path, "after", "true")
    dies, beside = command(tmp_path, "dies", "kill -9 $$"), command(tmp_path, "beside", "true")
    statuses = lanes.run([[fails, after], [dies, beside]])
    assert statuses == {"fails": 3, "after": 0, "dies": -signal.SIGKILL, "beside": 0}


def test_progress_lines_name_what_runs_and_its_percentage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PROGRESS_INTERVAL", 0.1)
    said: list[str] = []

    def line(text: str) -> None:
        said.append(text)
        if text == "  0 min: one, two 41%":
            (tmp_path / "told").touch()

    monkeypatch.setattr(console, "line", line)
    until_told = "n=0; until [ -e told ] || [ $n = 600 ]; do sleep 0.05; n=$((n + 1)); done; [ -e told ]"
    one = command(tmp_path, "one", until_told)
    two = command(tmp_path, "two", f"echo '.... [  7%]'; echo '.... [ 41%]'; {until_told}")
    assert lanes.run([[one], [two]]) == {"one": 0, "two": 0}


def test_an_interrupt_stops_every_command_and_prints_its_output(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", STOPPED, str(tmp_path)]
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not (tmp_path / "ready").exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 143
    assert "waiting\ntidied" in output
    assert not (tmp_path / "never").exists()
    assert eventually(lambda: not alive({int((tmp_path / "left").read_text())}))
