"""Runs docker and docker compose in the folder of docker-compose.yml."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tools.errors import ToolError
from tools.paths import ROOT


def require() -> None:
    """Raises ToolError when there is no Docker engine, or no Docker Compose."""
    for command, what in ((["docker", "version"], "Docker"), (["docker", "compose", "version"], "Docker Compose")):
        try:
            result = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise ToolError(f"{what} is not installed.") from None
        if result.returncode:
            lines = (result.stderr or result.stdout).strip().splitlines()
            raise ToolError(f"{what} does not answer: {lines[-1] if lines else 'no output'}")


def docker(*arguments: str | Path, environ: Mapping[str, str] | None = None, **streams: Any) -> str:
    """Run docker. Returns its output; raises ToolError with the last line of its errors."""
    return _run(["docker", *arguments], environ=environ, **streams)


def compose(*arguments: str | Path, environ: Mapping[str, str] | None = None, **streams: Any) -> str:
    """Run docker compose, as docker() does."""
    return _run(["docker", "compose", *arguments], environ=environ, **streams)


def in_database(*command: str, **streams: Any) -> str:
    """Run a command in the database's container. `stdin` and `stdout` are files."""
    return compose("exec", "-T", "db", *command, **streams)


def sql(statements: str, *, database: str = "postgres") -> str:
    """Run statements as the superuser, up to the first error. Returns psql's output."""
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
        lines = result.stderr.decode(errors="replace").strip().splitlines()
        raise ToolError(f"{' '.join(str(part) for part in command[:4])} failed: {lines[-1] if lines else 'no output'}")
    return (result.stdout or b"").decode(errors="replace")
