"""`make run` and `make demo`: set up what is missing, then serve until interrupted."""

import contextlib
from pathlib import Path

from tools import (
    app_database,
    backend,
    classifier,
    console,
    environment,
    frontend,
    locks,
    ports,
    processes,
    python_packages,
    secret_files,
)
from tools.errors import SignalInterrupt, ToolError
from tools.paths import display_path
from tools.server_address import ServerAddress, server_address

NO_DATABASE = "postgres://check@127.0.0.1:1/check"
DATABASE, DEMO_DATABASE = "quietdesk", "quietdesk_demo"


def main(*, demo: bool) -> int:
    environ = environment.load()
    state, address = environment.state_dir(environ), server_address(environ)
    name = DEMO_DATABASE if demo else DATABASE
    if demo and app_database.configured_url(environ):
        raise ToolError("make demo fills a database of its own, but DATABASE_URL is set: `DATABASE_URL= make demo`.")
    with contextlib.ExitStack() as stack:
        stack.enter_context(locks.exclusive(state, address=address.url, database=name))
        ports.require_free(address.port, address.host)
        console.line("Quietdesk")
        with locks.setup():
            python_packages.ensure(environ, python_packages.required_to_run(environ))
            frontend.ensure_built(environ)
            classifier_is_here = classifier.prepare(environ)
        # Before anything is made. Nothing connects to this database.
        checked = application_environment(
            environ, state, app_database.configured_url(environ) or NO_DATABASE, address.url
        )
        backend.check_settings(checked, address)
        # Beside the database: it loads while the tables are brought up to date.
        engine = stack.enter_context(classifier.running(environ, state)) if classifier_is_here else None
        with console.step("Database") as step:
            step.doing("starting")
            database = stack.enter_context(app_database.open_database(environ, state, name))
            step.done(database.description)
        environ = application_environment(environ, state, database.url, address.url)
        if engine:
            environ["CLASSIFIER_SOCKET"] = str(engine.socket)
        with locks.setup():
            backend.ensure_static(environ)
        _prepare(environ, state, demo=demo)
        _serve(environ, address, database, engine)
    return 0


def application_environment(environ: dict[str, str], state: Path, database_url: str, address: str) -> dict[str, str]:
    """The environment for Django's settings. Variables that the user has set are kept."""
    result = {**environ, "DATABASE_URL": database_url, "STATE_DIR": str(state)}
    # Of docker compose, whose .env this may be. Here BIND decides who can reach the server.
    result.pop("HTTP_BIND", None)
    if not environ.get("PUBLIC_URL", "").strip():
        result["PUBLIC_URL"] = address
    if not any(environ.get(name, "").strip() for name in ("SECRET_KEY", "SECRET_KEY_FILE")):
        secret_files.ensure(state / "secret_key")
        result["SECRET_KEY_FILE"] = str(state / "secret_key")
    return result


def _prepare(environ: dict[str, str], state: Path, *, demo: bool) -> None:
    logs = state / "logs"
    with console.step("Tables") as step:
        step.doing("bringing up to date")
        backend.manage(
            environ, "migrate", "--noinput", failure="the tables could not be made", log=logs / "migrate.log"
        )
        step.done()
    erased = backend.manage(
        environ, "apply_erasures", failure="the list of erased tickets could not be applied", log=logs / "erased.log"
    ).strip()
    if erased:
        with console.step("Erased") as step:
            step.done(erased)
    if demo:
        with console.step("Tickets") as step:
            step.doing("loading the demonstration")
            backend.manage(environ, "load_demo", failure="the demonstration could not be loaded", log=logs / "demo.log")
            step.done()
    with console.step("Admin") as step:
        password = state / "admin_password"
        backend.manage(environ, "ensure_admin", failure="the admin account could not be made", log=logs / "admin.log")
        step.done("user admin" + (f", password in {display_path(password)}" if password.exists() else ""))


def _serve(
    environ: dict[str, str],
    address: ServerAddress,
    database: app_database.Database,
    engine: classifier.Engine | None,
) -> None:
    with contextlib.ExitStack() as stack:
        with console.step("Server") as step:
            server = backend.start_server(environ, address.port, address.host)
            stack.callback(backend.stop_server, server)
            backend.wait_until_ready(server, address.port, address.reached_at)
            step.done("answers")
        if engine:
            with console.step("Classifier") as step:
                step.done(engine.describe())
        watched = {"server": server} | ({"database": database.process} if database.process else {})
        try:
            # Inside: Ctrl-C may follow this line at once.
            console.line(f"\nQuietdesk is ready: {address.url}  (Ctrl-C stops it)")
            exited = processes.wait_for_any(watched, engine.keep if engine else None)
        except SignalInterrupt:
            console.line("\nStopping.")
            raise
        where = f"; see {display_path(database.log)}" if database.log and exited == "database" else ""
        raise ToolError(f"the {exited} exited unexpectedly{where}. Saved data is safe: start again.")
