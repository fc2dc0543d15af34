"""`make check`: byte budget, format, lint, types, walls, migrations, settings, schema, lock files, SBOM."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import console, environment, frontend, lockfiles, locks, python_packages, roles, schema
from tools.base_images import pins
from tools.errors import ToolError
from tools.paths import BACKEND, FRONTEND, PYTHON, ROOT, VENV
from tools.sbom import command as sbom

BIN = VENV / "bin"
# `check --deploy` asks for secure cookies, which need a public https address.
DEPLOYED = {"PUBLIC_URL": "https://desk.example.org"}


@dataclass(frozen=True)
class Check:
    """A command that prints findings and exits non-zero, or a function that returns them."""

    label: str
    command: Sequence[str | Path] = ()
    cwd: Path = ROOT
    settings: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[], list[str]] | None = None
    # What is said beside "ok".
    note: Callable[[], str] | None = None


def main() -> int:
    environ = environment.hermetic()
    console.line("Quietdesk, check")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
        # Each build checks the byte budget, so an existing build is within it.
        frontend.ensure_built(environ)
    # The tests of tools/ import from backend/testing, and those of the backend from tools/.
    environ["MYPYPATH"] = f"{ROOT}:{BACKEND}"
    failed = [check.label for check in _checks(environ) if not _passes(check, environ)]
    if failed:
        raise ToolError(f"{len(failed)} of the checks failed: {', '.join(failed)}.")
    console.line("  Everything is in order.")
    return 0


def fix() -> int:
    """`make fix`: apply the formatter and the automatic fixes of the linter."""
    environ = environment.hermetic()
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
    commands: list[tuple[list[str | Path], Path]] = [
        ([BIN / "ruff", "check", "--fix", "backend", "tools"], ROOT),
        ([BIN / "ruff", "format", "backend", "tools"], ROOT),
        (["npm", "run", "--silent", "fix"], FRONTEND),
    ]
    return max(subprocess.run(command, cwd=cwd, env=environ, check=False).returncode for command, cwd in commands)


def _checks(environ: Mapping[str, str]) -> list[Check]:
    manage: list[str | Path] = [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py"]
    return [
        Check("format", [BIN / "ruff", "format", "--check", "backend", "tools"]),
        Check("lint", [BIN / "ruff", "check", "backend", "tools"]),
        Check("types", [BIN / "mypy", "."], BACKEND),
        Check("tools' types", [BIN / "mypy", "--config-file=", "--strict", "tools"]),
        Check("walls", [BIN / "lint-imports", "--no-cache"], BACKEND),
        Check("roles", find=roles.findings),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], BACKEND),
        Check("settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], BACKEND, DEPLOYED),
        Check("schema", find=lambda: schema.drift(environ)),
        Check("base images", [PYTHON, "-m", "tools.base_images.check"], note=_unfilled_digests),
        Check("lock files", find=lockfiles.find_addresses),
        Check("SBOM", find=lambda: sbom.drift(environ)),
        Check("shell", [BIN / "shellcheck", *_scripts()]),
        Check("front end", ["npm", "run", "--silent", "check"], FRONTEND),
    ]


def _unfilled_digests() -> str:
    unfilled = pins.unfilled()
    return f"; no digest yet for {', '.join(unfilled)}: run `make images` with internet" if unfilled else ""


def _passes(check: Check, environ: Mapping[str, str]) -> bool:
    with console.step(check.label) as step:
        step.doing("")
        findings = check.find() if check.find else _findings(check, environ)
        step.done("FAILED" if findings else f"ok{check.note() if check.note else ''}")
    for line in findings:
        console.line(f"    {line}")
    return not findings


def _findings(check: Check, environ: Mapping[str, str]) -> list[str]:
    """The output of a failing command; empty when it succeeds."""
    result = subprocess.run(
        [str(part) for part in check.command],
        cwd=check.cwd,
        env={**environ, **check.settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return [*result.stdout.splitlines(), f"exit status {result.returncode}"] if result.returncode else []


def _scripts() -> list[Path]:
    """Every shell script of the project, recognised by its first line."""
    folders = [ROOT / name for name in (".ci", "backend", "nginx", "ollama", "tools")]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if re.match(rb"#!(/usr)?/bin/(env )?(ba)?sh\b", path.open("rb").read(32))]
