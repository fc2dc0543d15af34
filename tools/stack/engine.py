"""Talks to docker compose, from the folder that holds docker-compose.yml."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tools.errors import ToolError
from tools.paths import ROOT


def require() -> None:
    """Raises ToolError in one line when there is no engine to talk to, or no compose."""
    for command, what in ((["docker", "version"], "Docker"), (["docker", "compose", "version"], "Docker Compose")):
        try:
            result = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise ToolError(f"{what} is not installed.") from None
        if result.returncode:
            words = (result.stderr or result.stdout).strip().splitlines()
            raise ToolError(f"{what} does not answer: {words[-1] if words else 'it says nothing'}")


def docker(*arguments: str | Path, environ: Mapping[str, str] | None = None, **streams: Any) -> str:
    """What the command printed. Raises ToolError with its own last words when it fails."""
    return _run(["docker", *arguments], environ=environ, **streams)


def compose(*arguments: str | Path, environ: Mapping[str, str] | None = None, **streams: Any) -> str:
    """As docker(), for docker compose."""
    return _run(["docker", "compose", *arguments], environ=environ, **streams)


def in_database(*command: str, **streams: Any) -> str:
    """Run a command in the container of the database, `stdin` and `stdout` connected to it."""
    return compose("exec", "-T", "db", *command, **streams)


def sql(statements: str, *, database: str = "postgres") -> str:
    """What psql prints for the statements, as the superuser; it stops at the first that fails."""
    psql = [
        "psql",
        "--username=postgres",
        f"--dbname={database}",
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
    ]
    return in_database(*psql, "--set=ON_ERROR_STOP=1", "--file=-", text_in=statements).strip()


def _run(
    command: Sequence[str | Path],
    *,
    environ: Mapping[str, str] | None,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
    text_in: str | None = None,
) -> str:
    given: dict[str, Any] = {"stdin": stdin or subprocess.DEVNULL} if text_in is None else {"input": text_in.encode()}
    result: subprocess.CompletedProcess[bytes] = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=None if environ is None else dict(environ),
        stdout=stdout or subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
        **given,
    )
    if result.returncode:
        words = result.stderr.decode(errors="replace").strip().splitlines()
        raise ToolError(
            f"{' '.join(str(part) for part in command[:4])} failed: {words[-1] if words else 'it said nothing'}"
        )
    return (result.stdout or b"").decode(errors="replace")
