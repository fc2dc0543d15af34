"""`make restore FILE=...`: replaces the database by a backup, once that is completely restored beside it."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import display_path
from tools.stack import archive, backup, encryption, engine

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
        raise ToolError("name the backup: make restore FILE=var/backups/quietdesk-....tar")
    if not file.is_file():
        raise ToolError(f"there is no file {display_path(file)}.")
    engine.require()
    with encryption.readable(file) as readable:
        return replace_by(readable)


def replace_by(file: Path) -> int:
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
    with console.step("Erased") as step:
        step.doing("erasing again what was erased since the backup")
        step.done(erase_again(archive.erased_list(file)))
    with console.step("Backend") as step:
        step.doing("stopping, swapping, starting")
        swap()
        step.done()
    return 0


def restore(file: Path) -> None:
    """Restore the dump into a new database, as the role that will use it."""
    engine.sql(MAKE)
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    with _removed_on_failure(), archive.open_dump(file) as dump:
        engine.in_database("pg_restore", "--username=quietdesk", f"--dbname={NEW}", *options, stdin=dump)


def require_own_schema() -> None:
    """Ask the image of the backend about the restored tables, before they replace anything.

    Raises ToolError with its one line when another unreleased version made them; the restored copy is then removed.
    """
    with _removed_on_failure():
        applied = engine.sql("SELECT app FROM django_migrations WHERE name = '0001_initial'", database=NEW).split()
        comment = engine.sql("SELECT obj_description('django_migrations'::regclass, 'pg_class')", database=NEW)
        question = json.dumps({"comment": comment, "applied": applied})
        refusal = _in_backend("-m", "postgres.schema_state", question)
        if refusal:
            raise ToolError(refusal)


def erase_again(erased: str | None) -> str:
    """Erase from the restored copy what was erased since the backup. Returns a line that says how much.

    The lists of the backup, if it has one, and of this machine are united: on a new machine only the first is known.
    All sessions end too: those in the backup may belong to people who have left.
    """
    with _removed_on_failure():
        _in_backend("manage.py", "migrate", "--noinput", "--verbosity=0", database=NEW)
        unite = [] if erased is None else ["--unite"]
        said = _in_backend("manage.py", "apply_erasures", "--restored", *unite, database=NEW, text_in=erased)
        engine.sql("DELETE FROM django_session", database=NEW)
    return said


@contextlib.contextmanager
def _removed_on_failure() -> Iterator[None]:
    """Remove the restored copy when it cannot be used."""
    try:
        yield
    except ToolError:
        engine.sql(f"DROP DATABASE {NEW} WITH (FORCE)")
        raise


def _in_backend(*command: str, database: str | None = None, text_in: str | None = None) -> str:
    """Run Python in a container of the backend's image."""
    environ = ["--env", f"DATABASE_URL=postgres://quietdesk@db:5432/{database}"] if database else []
    options = ["--rm", "--no-deps", "-T", *environ, "--entrypoint", "python"]
    return engine.compose("run", *options, "backend", *command, text_in=text_in).strip()


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
