"""`make test`: sets up, runs every test, and prints the total of all runners in the last line."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import (
    backend,
    console,
    environment,
    frontend,
    junit_counts,
    locks,
    processes,
    python_packages,
    system_programs,
)
from tools.junit_counts import Counts
from tools.paths import BACKEND, FRONTEND, PYTHON
from tools.postgres import cluster, database


@dataclass(frozen=True)
class Runner:
    """A test runner. REPORT in its command is replaced by the path of its JUnit report."""

    label: str
    command: Sequence[str | Path]
    cwd: Path


REPORT = "{report}"
PYTEST: list[str | Path] = [PYTHON, "-m", "pytest", "-rs", f"--junitxml={REPORT}"]
# Playwright keeps an event loop running, in which Django refuses to query, so it gets a process of its own.
ALL_RUNNERS = [
    Runner("Backend", [*PYTEST, "tests", "--ignore=tests/e2e"], BACKEND),
    Runner(
        "Front end",
        ["npm", "test", "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={REPORT}"],
        FRONTEND,
    ),
    Runner("End to end", [*PYTEST, "tests/e2e"], BACKEND),
]


def main(arguments: list[str]) -> int:
    """Run everything, or only pytest with the arguments. Returns 1 when a test failed."""
    environ = environment.hermetic()
    console.line("Quietdesk, test")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
        frontend.ensure_built(environ)
        backend.ensure_static(environ)
        system_programs.ensure(environ)
    # Playwright's own Node.js needs libraries that a small system lacks.
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    runners = [Runner("Backend", [*PYTEST, *arguments], BACKEND)] if arguments else ALL_RUNNERS
    with tempfile.TemporaryDirectory(prefix="quietdesk-test-") as name:
        folder = Path(name)
        # As root the database server runs as another user, who has to enter. The secrets inside have mode 0600.
        folder.chmod(0o711)
        with contextlib.ExitStack() as stack:
            address = _database(environ, folder, stack)
            environ |= {"DATABASE_URL": address, "STATE_DIR": str(folder / "state")}
            total = sum((_run(runner, environ, folder) for runner in runners), Counts())
    return junit_counts.report_total(total)


def _database(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> str:
    """A PostgreSQL for this run only. The tests connect as an ordinary role that may create databases."""
    with console.step("Database") as step:
        step.doing("starting")
        server = stack.enter_context(cluster.running(environ, folder / "postgres", durable=False))
        address = database.ensure(server, "quietdesk", may_create=True)
        step.done(f"PostgreSQL {server.binaries.version}, for this run only")
    return address


def _run(runner: Runner, environ: Mapping[str, str], folder: Path) -> Counts:
    console.line(f"\n{runner.label}")
    report = folder / f"{runner.label.replace(' ', '-').lower()}.xml"
    command = [str(part).replace(REPORT, str(report)) for part in runner.command]
    process = processes.start(command, environ=environ, cwd=runner.cwd)
    try:
        status = process.wait()
    finally:
        _end(process)
    if status and not report.exists():
        console.line(f"{runner.label} ended with status {status} and wrote no report: counted as one failure.")
    return junit_counts.read_report(report, status)


def _end(process: subprocess.Popen[bytes]) -> None:
    """On an interrupt, let pytest tear down; then kill what is left of its session."""
    processes.stop(process, (signal.SIGINT, 20))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
