"""Runs a command with its output in a log file. The end of the log is printed only when the command fails."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import display_path

PRINTED_LINES = 30


def run_logged(
    command: Sequence[str | Path],
    *,
    failure: str,
    log: Path,
    cwd: Path,
    environ: Mapping[str, str],
    refused: int | None = None,
    printed_lines: int = PRINTED_LINES,
) -> str:
    """Returns the command's output. Raises ToolError with `failure` and the log's path when it fails.

    `refused` is the exit status whose last line of output is for the user to read and needs no log.
    `printed_lines` of the log are printed then; 0 where the command goes on without this.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        with log.open("wb") as file:
            status = _run(command, cwd=cwd, environ=environ, output=file.fileno())
    except OSError as error:
        raise ToolError(f"{failure}: {error}.") from error
    output = log.read_text(encoding="utf-8", errors="replace")
    if status and status == refused:
        raise ToolError(output.strip().rpartition("\n")[2].removeprefix("CommandError: "))
    if status and not printed_lines:
        raise ToolError(f"{failure} (see {display_path(log)}).")
    if status:
        console.line()
        for line in output.splitlines()[-printed_lines:]:
            console.line(f"    {line}")
        raise ToolError(f"{failure} (the lines above, from {display_path(log)}).")
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
        # Installers start processes of their own, which would survive the first one.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
