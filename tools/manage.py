"""`make manage ARGS="..."`: one Django command, against the database that is being served or, when none is, our own."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import app_database, environment, locks, ports, python_packages, run
from tools.errors import Problem
from tools.paths import BACKEND, PYTHON
from tools.postgres import database, server_user


def main(arguments: list[str]) -> int:
    """Returns the command's exit status."""
    if not arguments:
        raise Problem("name a command, as `make manage ARGS=admin_password`.")
    environ = environment.load()
    state = environment.state_dir(environ)
    if not PYTHON.exists():
        with locks.setup():
            python_packages.ensure(environ, python_packages.wanted_to_run(environ))
    with _database(environ, state) as address:
        public = f"http://{ports.HOST}:{environment.port(environ)}"
        # Ctrl-C at the terminal reaches the command too, and is for it (a Django shell goes on).
        signal.signal(signal.SIGINT, lambda *_: None)
        # In the caller's folder, so that a file is named as it is seen from there.
        return subprocess.run(
            [PYTHON, BACKEND / "manage.py", *arguments],
            env=run.application(environ, state, address, public),
            check=False,
        ).returncode


@contextmanager
def _database(environ: dict[str, str], state: Path) -> Iterator[str]:
    served = None if app_database.given_address(environ) else locks.database_in_use(state)
    if served:
        yield database.address(server_user.home(state), served)
    elif given := app_database.given_address(environ):
        yield given
    else:
        with locks.only_one(state), app_database.opened(environ, state, run.DATABASE) as own:
            yield own.address
