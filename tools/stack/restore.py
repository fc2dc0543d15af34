"""`make restore FILE=...`: replaces the database by a backup, once that is completely restored beside it."""

import json
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import display_path
from tools.stack import backup, engine

NEW, OLD = "quietdesk_restored", "quietdesk_replaced"

MAKE = f"""
DROP DATABASE IF EXISTS {NEW} WITH (FORCE);
CREATE DATABASE {NEW} OWNER quietdesk;
REVOKE ALL ON DATABASE {NEW} FROM PUBLIC;
"""
# The databases are renamed in one transaction.
SWAP = f"""
DROP DATABASE IF EXISTS {OLD} WITH (FORCE);
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'quietdesk';
BEGIN;
ALTER DATABASE quietdesk RENAME TO {OLD};
ALTER DATABASE {NEW} RENAME TO quietdesk;
COMMIT;
DROP DATABASE {OLD} WITH (FORCE);
"""


def main() -> int:
    file = backup.file_argument()
    if file is None:
        raise ToolError("name the backup: make restore FILE=var/backups/quietdesk-....dump")
    if not file.is_file():
        raise ToolError(f"there is no file {display_path(file)}.")
    engine.require()
    with console.step("Backup") as step:
        step.doing("verifying")
        tickets = backup.verify(file)
        step.done(f"{display_path(file)}, {tickets}")
    current = _tickets_in("quietdesk")
    if current and not backup.is_forced():
        raise ToolError(f"the database has {current} tickets, which this would replace: set FORCE=1 to replace them.")
    with console.step("Database") as step:
        step.doing("restoring beside the current one")
        restore(file)
        step.doing("asking whether it is of this version")
        require_own_schema()
        step.done()
    with console.step("Backend") as step:
        step.doing("stopping, swapping, starting")
        swap()
        step.done()
    return 0


def restore(file: Path) -> None:
    """Restore the dump into a new database, as the role that will use it."""
    engine.sql(MAKE)
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    try:
        with file.open("rb") as dump:
            engine.in_database("pg_restore", "--username=quietdesk", f"--dbname={NEW}", *options, stdin=dump)
    except ToolError:
        engine.sql(f"DROP DATABASE {NEW} WITH (FORCE)")
        raise


def require_own_schema() -> None:
    """Ask the image of the backend about the restored tables, before they replace anything.

    Raises ToolError with its one line when another unreleased version made them; the restored copy is then removed.
    """
    applied = engine.sql("SELECT app FROM django_migrations WHERE name = '0001_initial'", database=NEW).split()
    comment = engine.sql("SELECT obj_description('django_migrations'::regclass, 'pg_class')", database=NEW)
    question = json.dumps({"comment": comment, "applied": applied})
    ask = [
        "run",
        "--rm",
        "--no-deps",
        "-T",
        "--entrypoint",
        "python",
        "backend",
        "-m",
        "postgres.schema_state",
        question,
    ]
    try:
        refusal = engine.compose(*ask).strip()
    except ToolError:
        engine.sql(f"DROP DATABASE {NEW} WITH (FORCE)")
        raise
    if refusal:
        engine.sql(f"DROP DATABASE {NEW} WITH (FORCE)")
        raise ToolError(refusal)


def _tickets_in(database: str) -> int:
    # A backend that refused this database, or was never up, has made no tables.
    if engine.sql("SELECT to_regclass('tickets_ticket') IS NOT NULL", database=database) != "t":
        return 0
    return int(engine.sql("SELECT count(*) FROM tickets_ticket", database=database))


def swap() -> None:
    """Swap the databases. The backend, which is restarted in any case, migrates the new one."""
    engine.compose("stop", "backend")
    try:
        engine.sql(SWAP)
    finally:
        engine.compose("up", "--detach", "--no-build", "--no-recreate", "--wait", "backend")
