"""`make run` and `make demo`: set up what is missing, then serve until told to stop."""

import contextlib
from pathlib import Path

from tools import (
    app_database,
    backend,
    console,
    environment,
    frontend,
    locks,
    ports,
    processes,
    python_packages,
    secret_files,
)
from tools.errors import Problem, Stopped
from tools.paths import shown

DATABASE, DEMO_DATABASE = "quietdesk", "quietdesk_demo"


def main(*, demo: bool) -> int:
    environ = environment.load()
    state, port = environment.state_dir(environ), environment.port(environ)
    address = f"http://{ports.HOST}:{port}"
    name = DEMO_DATABASE if demo else DATABASE
    if demo and app_database.given_address(environ):
        raise Problem("make demo fills a database of its own, but DATABASE_URL is set: `DATABASE_URL= make demo`.")
    with contextlib.ExitStack() as stack:
        stack.enter_context(locks.only_one(state, address=address, database=name))
        ports.require_free(port)
        console.line("Quietdesk")
        with locks.setup():
            python_packages.ensure(environ, python_packages.wanted_to_run(environ))
            frontend.ensure_built(environ)
        with console.step("Database") as step:
            step.doing("starting")
            database = stack.enter_context(app_database.opened(environ, state, name))
            step.done(database.told)
        environ = application(environ, state, database.address, address)
        with locks.setup():
            frontend.ensure_static(environ)
        _prepare(environ, state, demo=demo)
        _serve(environ, port, address, database)
    return 0


def application(environ: dict[str, str], state: Path, database: str, address: str) -> dict[str, str]:
    """The environment that the settings read; what a person has set is kept."""
    found = {**environ, "DATABASE_URL": database, "STATE_DIR": str(state)}
    if not environ.get("PUBLIC_URL", "").strip():
        found["PUBLIC_URL"] = address
    if not any(environ.get(name, "").strip() for name in ("SECRET_KEY", "SECRET_KEY_FILE")):
        secret_files.keep(state / "secret_key")
        found["SECRET_KEY_FILE"] = str(state / "secret_key")
    return found


def _prepare(environ: dict[str, str], state: Path, *, demo: bool) -> None:
    logs = state / "logs"
    with console.step("Tables") as step:
        step.doing("bringing up to date")
        backend.manage(
            environ, "migrate", "--noinput", failing="the tables could not be made", log=logs / "migrate.log"
        )
        step.done()
    if demo:
        with console.step("Tickets") as step:
            step.doing("loading the demonstration")
            backend.manage(environ, "load_demo", failing="the demonstration could not be loaded", log=logs / "demo.log")
            step.done()
    with console.step("Admin") as step:
        password = state / "admin_password"
        backend.manage(environ, "ensure_admin", failing="the admin account could not be made", log=logs / "admin.log")
        step.done("user admin" + (f", password in {shown(password)}" if password.exists() else ""))


def _serve(environ: dict[str, str], port: int, address: str, database: app_database.Database) -> None:
    with contextlib.ExitStack() as stack:
        with console.step("Server") as step:
            server = backend.serve(environ, port)
            stack.callback(backend.stop, server)
            backend.wait_until_ready(server, port)
            step.done("answers")
        console.line(f"\nQuietdesk is ready: {address}  (Ctrl-C stops it)")
        watched = {"server": server} | ({"database": database.process} if database.process else {})
        try:
            ended = processes.wait_for_any(watched)
        except Stopped:
            console.line("\nStopping.")
            raise
        where = f"; its last words are in {shown(database.log)}" if database.log and ended == "database" else ""
        raise Problem(f"the {ended} ended by itself{where}. What was saved is safe: start again.")
