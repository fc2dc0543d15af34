"""`make test`: sets up and runs every test there is, and ends with one line that counts them."""

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import browser, children, counts, environment, lanes, locks, pages, python_packages, say
from tools.counts import Counts
from tools.lanes import Command
from tools.places import BACKEND, FRONTEND, PYTHON
from tools.postgres import cluster, database


@dataclass(frozen=True)
class Runner:
    """A test runner; REPORT in its command stands for the file it writes its results to."""

    label: str
    command: Sequence[str | Path]
    cwd: Path

    @property
    def name(self) -> str:
        return self.label.replace(" ", "-").lower()


REPORT = "{report}"
PYTEST: list[str | Path] = [PYTHON, "-m", "pytest", "-rs", f"--junitxml={REPORT}"]
FRONT_END = ["npm", "test", "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={REPORT}"]
# Two cores for two lanes: the runners of a lane take turns, and each lane has a database server of its own.
LANES = (
    (Runner("Backend", [*PYTEST, "tests", "--ignore=tests/e2e"], BACKEND),),
    (
        Runner("Front end", FRONT_END, FRONTEND),
        # The browser's driver keeps an event loop running, in which Django refuses to query: a process of its own.
        Runner("End to end", [*PYTEST, "tests/e2e"], BACKEND),
    ),
)


def main(arguments: list[str]) -> int:
    """Runs everything, or pytest alone with the arguments given. Returns 1 when anything failed."""
    environ = environment.hermetic()
    say.line("Quietdesk, test")
    with locks.setup():
        python_packages.ensure(environ, python_packages.DEV)
        environ = pages.ensure_modules(environ)
        pages.ensure_built(environ)
        pages.ensure_static(environ)
        browser.ensure(environ)
    # Playwright brings a Node.js that needs libraries a small system lacks; the one at hand serves it as well.
    environ["PLAYWRIGHT_NODEJS_PATH"] = shutil.which("node", path=environ["PATH"]) or ""
    with tempfile.TemporaryDirectory(prefix="quietdesk-test-") as name:
        folder = Path(name)
        # As root the database server is another user, who has to pass through; the secrets in it are 0600.
        folder.chmod(0o711)
        with contextlib.ExitStack() as stack:
            if arguments:
                environ |= _settings(environ, folder, stack)
                total = _run(Runner("Backend", [*PYTEST, *arguments], BACKEND), environ, folder)
            else:
                total = _run_all(environ, folder, stack)
    return counts.tell(total)


def _run_all(environ: Mapping[str, str], folder: Path, stack: contextlib.ExitStack) -> Counts:
    """Every lane side by side; what a runner prints is shown in one piece when it ends."""
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
    """A server for this run alone, in which the tests are a plain owner that may create databases."""
    with say.step("Database") as step:
        step.doing("making")
        server = stack.enter_context(cluster.running(environ, folder / "postgres", hasty=True))
        address = database.ensure(server, "quietdesk", may_create=True)
        step.done(f"PostgreSQL {server.binaries.version}, for this run alone")
    return address


def _run(runner: Runner, environ: Mapping[str, str], folder: Path) -> Counts:
    say.line(f"\n{runner.label}")
    command = _command(runner, environ, folder)
    process = children.start(command.arguments, environ=environ, cwd=runner.cwd)
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
        say.line(f"{runner.label} ended with status {status} and left no results: counted as one failure.")
    # Once more at the end, where they are found below thousands of lines.
    for name in counts.failures(report):
        say.line(f"  FAILED {name}")
    return counts.of_run(report, status)
