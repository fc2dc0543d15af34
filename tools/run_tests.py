"""`make test`: sets up and runs every test there is, and ends with one line that counts them."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import console, environment, frontend, junit_counts, locks, processes, python_packages, system_programs
from tools.junit_counts import Counts
from tools.paths import BACKEND, FRONTEND, PYTHON
from tools.postgres import cluster, database


@dataclass(frozen=True)
class Runner:
    """A test runner; REPORT in its command stands for the file it writes its results to."""

    label: str
    command: Sequence[str | Path]
    cwd: Path


REPORT = "{report}"
PYTEST: list[str | Path] = [PYTHON, "-m", "pytest", "-rs", f"--junitxml={REPORT}"]
# The browser's driver keeps an event loop running, in which Django refuses to query: a process of its own.
EVERYTHING = [
    Runner("Backend", [*PYTEST, "tests", "--ignore=tests/e2e"], BACKEND),
    Runner(
        "Front end",
        ["npm", "test", "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={REPORT}"],
        FRONTEND,
    ),
    Runner("End to end", [*PYTEST, "tests/e2e"], BACKEND),
]


def main(arguments: list[str]) -> int:
    """Runs everything, or pytest alone with the arguments given. Returns 1 when anything failed."""
    environ = environment.hermetic()
    console.line("Quietdesk, test")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_modules(environ)
        frontend.ensure_built(environ)
        frontend.ensure_static(environ)
        system_programs.ensure(environ)
    # Playwright brings a Node.js that needs libraries a small system lacks; the one at hand serves it as well.
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    runners = [Runner("Backend", [*PYTEST, *arguments], BACKEND)] if arguments else EVERYTHING
    with tempfile.TemporaryDirectory(prefix="quietdesk-test-") as name:
        folder = Path(name)
        # As root the database server is another user, who has to pass through; the secrets in it are 0600.
        folder.chmod(0o711)
        with contextlib.ExitStack() as stack:
            address = _database(environ, folder, stack)
            environ |= {"DATABASE_URL": address, "STATE_DIR": str(folder / "state")}
            total = sum((_run(runner, environ, folder) for runner in runners), Counts())
    return junit_counts.tell(total)


def _database(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> str:
    """A server for this run alone, in which the tests are a plain owner that may create databases."""
    with console.step("Database") as step:
        step.doing("making")
        server = stack.enter_context(cluster.running(environ, folder / "postgres", hasty=True))
        address = database.ensure(server, "quietdesk", may_create=True)
        step.done(f"PostgreSQL {server.binaries.version}, for this run alone")
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
        console.line(f"{runner.label} ended with status {status} and left no results: counted as one failure.")
    return junit_counts.of_run(report, status)


def _end(process: subprocess.Popen[bytes]) -> None:
    """When we are told to stop: an interrupted pytest tidies up, and whatever is then left of its session goes."""
    processes.stop(process, (signal.SIGINT, 20))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
