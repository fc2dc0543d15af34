"""`make manage ARGS="..."`: one Django command, on the database of a running server or, without one, on our own."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tools import app_database, classifier, environment, locks, ports, python_packages, run
from tools.errors import ToolError
from tools.paths import BACKEND, PYTHON
from tools.postgres import database, server_user

# For these the engine of the classifier is started, if it does not run.
ASK_THE_CLASSIFIER = {"classify", "evaluate", "fit_classifier"}


def main(arguments: list[str]) -> int:
    """Returns the command's exit status."""
    if not arguments:
        raise ToolError("name a command, as `make manage ARGS=admin_password`.")
    environ = environment.load()
    state = environment.state_dir(environ)
    if not PYTHON.exists():
        with locks.setup():
            python_packages.ensure(environ, python_packages.required_to_run(environ))
    with _database(environ, state) as url, _classifier(environ, state, arguments[0]) as socket:
        public = f"http://{ports.HOST}:{environment.port(environ)}"
        # The terminal sends Ctrl-C to the command as well, which handles it: a Django shell continues.
        signal.signal(signal.SIGINT, lambda *_: None)
        # In the current folder, so that relative file names work.
        return subprocess.run(
            [PYTHON, BACKEND / "manage.py", *arguments],
            env=run.application_environment(environ, state, url, public) | socket,
            check=False,
        ).returncode


@contextmanager
def _database(environ: dict[str, str], state: Path) -> Iterator[str]:
    served = None if app_database.configured_url(environ) else locks.database_in_use(state)
    if served:
        yield database.url(server_user.cluster_folder(state), served)
    elif url := app_database.configured_url(environ):
        yield url
    else:
        with locks.exclusive(state), app_database.open_database(environ, state, run.DATABASE) as own:
            yield own.url


@contextmanager
def _classifier(environ: dict[str, str], state: Path, command: str) -> Iterator[dict[str, str]]:
    """The setting that names the engine's socket: of a running server, or of one that runs for this command."""
    socket = classifier.socket_path(state)
    if not classifier.wanted(environ):
        yield {}
    elif socket.exists():
        yield {"CLASSIFIER_SOCKET": str(socket)}
    elif command in ASK_THE_CLASSIFIER:
        with locks.setup():
            prepared = classifier.prepare(environ)
        with classifier.running(environ, state) if prepared else nullcontext() as engine:
            if engine:
                engine.wait()
            yield {"CLASSIFIER_SOCKET": str(engine.socket)} if engine else {}
    else:
        yield {}
