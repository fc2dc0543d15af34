"""`make backup`: the database and the list of erased tickets in one file, verified before it gets its name."""

import os
from datetime import UTC, datetime
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import ROOT, display_path
from tools.stack import archive, encryption, engine

# Where the backend keeps it (docker-compose.yml). A desk that has erased nothing has none.
ERASED_LIST = "/var/lib/quietdesk/erased_tickets"


def main() -> int:
    """Back up to FILE (default: in var/backups/, named by time). FORCE=1 overwrites an existing file.

    RECIPIENT is a public key of age, or several: only their owners can read the file.
    """
    name = f"quietdesk-{datetime.now(UTC):%Y-%m-%dT%H%M%S}.tar{'.age' if os.environ.get('RECIPIENT') else ''}"
    target = file_argument() or ROOT / "var" / "backups" / name
    if target.exists() and not is_forced():
        raise ToolError(f"{display_path(target)} already exists: name another FILE=, or set FORCE=1 to overwrite it.")
    engine.require()
    keys = encryption.recipients()
    with console.step("Backup") as step:
        step.doing("writing")
        partial = write(target)
        encrypted = partial.with_name(f"{partial.name}.age")
        try:
            step.doing("verifying")
            tickets = verify(partial)
            if keys:
                step.doing("encrypting")
                encryption.encrypt(partial, encrypted, keys)
                encrypted.replace(partial)
        except BaseException:
            for leftover in (partial, encrypted):
                leftover.unlink(missing_ok=True)
            raise
        partial.replace(target)
        step.done(f"{display_path(target)}, {target.stat().st_size / 1e6:.1f} MB, {tickets}")
    return 0


def write(target: Path) -> Path:
    """Write a private file beside the target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial, dump = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.dump.part")
    for leftover in (partial, dump, partial.with_name(f"{partial.name}.age")):
        leftover.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(dump, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            engine.in_database("pg_dump", "--username=quietdesk", "--format=custom", "quietdesk", stdout=file)
        # After the dump: a ticket that is erased in between is on the list.
        archive.pack(partial, dump=dump, erased=_erased_list())
    finally:
        dump.unlink(missing_ok=True)
    return partial


def _erased_list() -> str:
    command = ("--entrypoint", "sh", "backend", "-c", f"test ! -e {ERASED_LIST} || cat {ERASED_LIST}")
    return engine.compose("run", "--rm", "--no-deps", "-T", *command)


def verify(file: Path) -> str:
    """Read the whole dump, as a restore would. Returns how many tickets it has; raises ToolError for a damaged file."""
    with archive.open_dump(file) as dump:
        contents = engine.in_database("pg_restore", "--list", stdin=dump)
    if " TABLE DATA public tickets_ticket " not in contents:
        raise ToolError(f"{display_path(file)} contains no tickets of Quietdesk.")
    with archive.open_dump(file) as dump:
        engine.in_database("pg_restore", "--file=/dev/null", stdin=dump)
    # One line for each ticket, starting with its id. Line breaks in a ticket are escaped.
    count = "pg_restore --file=- --data-only --table=tickets_ticket | grep -c '^[0-9]' || true"
    with archive.open_dump(file) as dump:
        tickets = int(engine.in_database("sh", "-c", count, stdin=dump))
    return f"{tickets} ticket{'' if tickets == 1 else 's'}"


def file_argument() -> Path | None:
    name = os.environ.get("FILE", "").strip()
    return Path(name).expanduser().absolute() if name else None


def is_forced() -> bool:
    return os.environ.get("FORCE", "").strip() == "1"
