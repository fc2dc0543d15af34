"""`make schema`: writes the API's schema, and the types and limits from it; `make check` finds drift."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import environment, locks, pages, python_packages, say
from tools.errors import Problem
from tools.places import BACKEND, FRONTEND, PYTHON, shown

SCHEMA = BACKEND / "schema.yml"
TYPES = FRONTEND / "src" / "api" / "schema.d.ts"
LIMITS = FRONTEND / "src" / "api" / "limits.ts"


def main() -> int:
    environ = environment.hermetic()
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = pages.ensure_modules(environ)
    with say.step("Schema") as step:
        step.doing(f"writing {shown(SCHEMA)}, {shown(TYPES)} and {shown(LIMITS)}")
        _write(environ, SCHEMA, TYPES, LIMITS)
        step.done()
    return 0


def drift(environ: Mapping[str, str]) -> list[str]:
    """One finding for each of the three files that is not what the code gives now."""
    with tempfile.TemporaryDirectory() as folder:
        schema, types, limits = (Path(folder) / it.name for it in (SCHEMA, TYPES, LIMITS))
        try:
            _write(environ, schema, types, limits)
        except Problem as problem:
            return [str(problem)]
        pairs = ((SCHEMA, schema), (TYPES, types), (LIMITS, limits))
        return [
            f"{shown(kept)} is not what the code gives: run `make schema`."
            for kept, fresh in pairs
            if not kept.exists() or kept.read_bytes() != fresh.read_bytes()
        ]


def _write(environ: Mapping[str, str], schema: Path, types: Path, limits: Path) -> None:
    spectacular: list[str | Path] = [
        PYTHON,
        "manage.py",
        "spectacular",
        "--validate",
        "--fail-on-warn",
        "--file",
        schema,
    ]
    _run(spectacular, BACKEND, environ, "the schema")
    _run(["node", "scripts/api-types.mjs", schema, types, limits], FRONTEND, environ, "the types and limits")


def _run(command: list[str | Path], cwd: Path, environ: Mapping[str, str], what: str) -> None:
    result = subprocess.run(command, cwd=cwd, env=dict(environ), capture_output=True, text=True, check=False)
    if result.returncode:
        raise Problem(f"{what} could not be written:\n{result.stdout}{result.stderr}")
