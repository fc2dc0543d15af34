"""`make test`: sets up, runs every test, and prints the total of all runners in the last line."""

import contextlib
import os
import shutil
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
    lanes,
    locks,
    processes,
    python_packages,
    system_programs,
    weights,
)
from tools.junit_counts import Counts
from tools.lanes import Command
from tools.paths import BACKEND, FRONTEND, PYTHON, display_path
from tools.postgres import cluster, database


@dataclass(frozen=True)
class Runner:
    """A test runner. REPORT in its command is replaced by the path of its JUnit report."""

    label: str
    command: Sequence[str | Path]
    cwd: Path

    @property
    def name(self) -> str:
        return self.label.replace(" ", "-").lower()


REPORT = "{report}"
PYTEST: list[str | Path] = [PYTHON, "-m", "pytest", "-rs", f"--junitxml={REPORT}"]
FRONT_END = ["npm", "test", "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={REPORT}"]
# Two lanes for two cores. Each lane has a database server of its own.
LANES = (
    (Runner("Backend", [*PYTEST, "tests", "--ignore=tests/e2e"], BACKEND),),
    (
        Runner("Front end", FRONT_END, FRONTEND),
        # Playwright keeps an event loop running, in which Django refuses to query, so it gets a process of its own.
        Runner("End to end", [*PYTEST, "tests/e2e"], BACKEND),
    ),
)


def main(arguments: list[str]) -> int:
    """Run everything, or only pytest with the arguments. Returns 1 when a test failed."""
    environ = environment.hermetic()
    console.line("Quietdesk, test")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = frontend.ensure_packages(environ)
        frontend.ensure_built(environ)
        backend.ensure_static(environ)
        with console.step("Classifier") as step:
            step.done(f"weights in {display_path(weights.ensure(environ))}")
        system_programs.ensure(environ)
    # Playwright's own Node.js needs libraries that a small system lacks.
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    with tempfile.TemporaryDirectory(prefix="quietdesk-test-") as name:
        folder = Path(name)
        # As root the database server runs as another user, who has to enter. The secrets inside have mode 0600.
        folder.chmod(0o711)
        with contextlib.ExitStack() as stack:
            if arguments:
                environ |= _settings(environ, folder, stack)
                total = _run(Runner("Backend", [*PYTEST, *arguments], BACKEND), environ, folder)
            else:
                total = _run_all(environ, folder, stack)
    return junit_counts.report_total(total)


def _run_all(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> Counts:
    """Run the lanes in parallel. The output of a runner is printed when it ends."""
    commands = []
    for number, runners in enumerate(LANES, start=1):
        home = folder / f"lane-{number}"
        home.mkdir(mode=0o711)
        settings = {**environ, **_settings(environ, home, stack)}
        commands.append([_command(one, settings, folder) for one in runners])
    statuses = lanes.run(commands)
    return sum((_counted(one, statuses[one.label], folder) for runners in LANES for one in runners), Counts())


def _settings(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> dict[str, str]:
    return {"DATABASE_URL": _database(environ, folder, stack), "STATE_DIR": str(folder / "state")}


def _database(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> str:
    """A PostgreSQL for this run only. The tests connect as an ordinary role that may create databases."""
    with console.step("Database") as step:
        step.doing("starting")
        chosen = {**environ, "POSTGRES_BIN": os.environ.get("POSTGRES_BIN", "")}
        server = stack.enter_context(cluster.running(chosen, folder / "postgres", durable=False))
        address = database.ensure(server, "quietdesk", may_create=True)
        step.done(f"PostgreSQL {server.binaries.version}, for this run only")
    return address


def _run(runner: Runner, environ: Mapping[str, str], folder: Path) -> Counts:
    console.line(f"\n{runner.label}")
    command = _command(runner, environ, folder)
    process = processes.start(command.arguments, environ=environ, cwd=runner.cwd)
    try:
        status = process.wait()
    finally:
        lanes.end(process)
    return _counted(runner, status, folder)


def _command(runner: Runner, environ: Mapping[str, str], folder: Path) -> Command:
    arguments = [str(part).replace(REPORT, str(_report(runner, folder))) for part in runner.command]
    return Command(runner.label, arguments, runner.cwd, environ, folder / f"{runner.name}.log")


def _report(runner: Runner, folder: Path) -> Path:
    return folder / f"{runner.name}.xml"


def _counted(runner: Runner, status: int, folder: Path) -> Counts:
    report = _report(runner, folder)
    if status and not report.exists():
        console.line(f"{runner.label} exited with status {status} and wrote no report: counted as one failure.")
    # Repeated at the end, because the output before has thousands of lines.
    for name in junit_counts.failures(report):
        console.line(f"  FAILED {name}")
    return junit_counts.read_report(report, status)
