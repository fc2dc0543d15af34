"""`make backup`: the tickets in one file, written whole and read back before it counts."""

import os
from datetime import UTC, datetime
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import ROOT, display_path
from tools.stack import engine


def main() -> int:
    """FILE names the file (default: var/backups/ and the time); FORCE=1 lets it take the place of another."""
    target = wanted_file() or ROOT / "var" / "backups" / f"quietdesk-{datetime.now(UTC):%Y-%m-%dT%H%M%S}.dump"
    if target.exists() and not forced():
        raise ToolError(f"{display_path(target)} is there already: name another FILE=, or FORCE=1 to replace it.")
    engine.require()
    with console.step("Backup") as step:
        step.doing("writing")
        unfinished = write(target)
        step.doing("reading it back")
        try:
            tickets = check(unfinished)
        except ToolError:
            unfinished.unlink()
            raise
        unfinished.replace(target)
        step.done(f"{display_path(target)}, {target.stat().st_size / 1e6:.1f} MB, {tickets}")
    return 0


def write(target: Path) -> Path:
    """Dump the running database beside the target; only its owner may read it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        engine.in_database("pg_dump", "--username=quietdesk", "--format=custom", "quietdesk", stdout=file)
        os.fsync(file.fileno())
    return unfinished


def check(file: Path) -> str:
    """Read every byte of a dump as restoring would, and say how many tickets are in it. Raises ToolError."""
    with file.open("rb") as dump:
        contents = engine.in_database("pg_restore", "--list", stdin=dump)
    if " TABLE DATA public tickets_ticket " not in contents:
        raise ToolError(f"{display_path(file)} holds no tickets of Quietdesk.")
    with file.open("rb") as dump:
        engine.in_database("pg_restore", "--file=/dev/null", stdin=dump)
    # One line for each ticket, beginning with its number; line ends in a ticket are written otherwise.
    count = "pg_restore --file=- --data-only --table=tickets_ticket | grep -c '^[0-9]' || true"
    with file.open("rb") as dump:
        tickets = int(engine.in_database("sh", "-c", count, stdin=dump))
    return f"{tickets} ticket{'' if tickets == 1 else 's'}"


def wanted_file() -> Path | None:
    name = os.environ.get("FILE", "").strip()
    return Path(name).expanduser().absolute() if name else None


def forced() -> bool:
    return os.environ.get("FORCE", "").strip() == "1"
