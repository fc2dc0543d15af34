"""Runs a command without its output, which is kept in a log and shown, from the end, only when it fails."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import console
from tools.errors import Problem
from tools.paths import shown

SHOWN_LINES = 30


def run_logged(
    command: Sequence[str | Path],
    *,
    failing: str,
    log: Path,
    cwd: Path,
    environ: Mapping[str, str],
) -> str:
    """Returns what the command printed. Raises Problem with `failing` and the log's place when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("wb") as file:
            status = _run(command, cwd=cwd, environ=environ, output=file.fileno())
    except OSError as error:
        raise Problem(f"{failing}: {error}.") from error
    output = log.read_text(encoding="utf-8", errors="replace")
    if status:
        console.line()
        for line in output.splitlines()[-SHOWN_LINES:]:
            console.line(f"    {line}")
        raise Problem(f"{failing} (the lines above, from {shown(log)}).")
    return output


def _run(command: Sequence[str | Path], *, cwd: Path, environ: Mapping[str, str], output: int) -> int:
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        return process.wait()
    except BaseException:
        # Installers start helpers of their own, which an end of the first process would leave at work.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
