"""`make schema`: generates the API's schema and the front end's types and limits. `make check` detects drift."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import console, environment, frontend, locks, python_packages
from tools.errors import ToolError
from tools.paths import BACKEND, FRONTEND, PYTHON, display_path

SCHEMA = BACKEND / "schema.yml"
TYPES = FRONTEND / "src" / "api" / "schema.d.ts"
LIMITS = FRONTEND / "src" / "api" / "limits.ts"


def main() -> int:
    environ = environment.hermetic()
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
    with console.step("Schema") as step:
        step.doing(f"writing {display_path(SCHEMA)}, {display_path(TYPES)} and {display_path(LIMITS)}")
        _generate(environ, SCHEMA, TYPES, LIMITS)
        step.done()
    return 0


def drift(environ: Mapping[str, str]) -> list[str]:
    """One finding for each of the three files that differs from what the code generates."""
    with tempfile.TemporaryDirectory() as folder:
        schema, types, limits = (Path(folder) / it.name for it in (SCHEMA, TYPES, LIMITS))
        try:
            _generate(environ, schema, types, limits)
        except ToolError as error:
            return [str(error)]
        pairs = ((SCHEMA, schema), (TYPES, types), (LIMITS, limits))
        return [
            f"{display_path(kept)} is not what the code generates: run `make schema`."
            for kept, fresh in pairs
            if not kept.exists() or kept.read_bytes() != fresh.read_bytes()
        ]


def _generate(environ: Mapping[str, str], schema: Path, types: Path, limits: Path) -> None:
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
        raise ToolError(f"{what} could not be written:\n{result.stdout}{result.stderr}")
