"""Recognises a database whose tables another unreleased version of Quietdesk made.

Until version 0.2.0 each app keeps one first migration, which may be rewritten under the same name, so the names in
django_migrations cannot tell two states apart. A digest of each first migration can. The digests are kept as the
comment of the table django_migrations: no table of their own, and a dump carries them.

    python -m postgres.schema_state '{"comment": ..., "applied": [...]}'

prints why a database with this comment and these applied first migrations is refused, or nothing. It needs neither
Django nor settings, so that `make restore` can ask the image of the backend before it replaces anything.
"""

import hashlib
import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

BACKEND: Final = Path(__file__).resolve().parent.parent
FIRST: Final = "0001_initial"
PREFIX: Final = "First migrations: "
REFUSAL: Final = (
    "The tables of this database were made by another unreleased version of Quietdesk, and this version cannot take"
    " them over: export the tickets with that version (manage.py export_tickets FILE.jsonl) and import them with this"
    " one into an empty database (manage.py import_tickets FILE.jsonl); the file carries neither ticket numbers,"
    " history, notes, suggestions, the record of calls to the cloud nor accounts. docs/on-premises.md tells each step."
)


class ForeignSchemaError(Exception):
    """The database belongs to another unreleased version; the text is one line and says what to do."""

    def __init__(self) -> None:
        super().__init__(REFUSAL)


def expected() -> dict[str, str]:
    """The digest of each app's first migration, as this version has it."""
    files = sorted(BACKEND.glob(f"*/migrations/{FIRST}.py"))
    # Read as text, so that a checkout with other line ends is no other state.
    return {
        file.parts[-3]: hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()[:12] for file in files
    }


def is_foreign(comment: str | None, applied: Collection[str]) -> bool:
    """Whether one of our apps whose first migration is `applied` has another one, or none that is told in `comment`."""
    kept = _digests(comment)
    return any(kept.get(app) != digest for app, digest in expected().items() if app in applied)


def require_own(connection: Any) -> None:
    """Raises ForeignSchemaError for a database of another state; an empty one and one half made by us are ours."""
    if is_foreign(*read_state(connection)):
        raise ForeignSchemaError


def mark(connection: Any) -> None:
    """Keep the digests in a database that is ours: before its first migration, so that a killed start can go on.

    Raises ForeignSchemaError, and then writes nothing.
    """
    comment, applied = read_state(connection)
    if is_foreign(comment, applied):
        raise ForeignSchemaError
    # Apps that only a newer version has stay told.
    wanted = PREFIX + json.dumps(_digests(comment) | expected(), sort_keys=True)
    if wanted == comment:
        return
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).ensure_schema()
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [wanted])


def read_state(connection: Any) -> tuple[str | None, set[str]]:
    """The comment that holds the digests, and the apps whose first migration is applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        (comment,) = cursor.fetchone()
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return comment, set()
        cursor.execute("SELECT app FROM django_migrations WHERE name = %s", [FIRST])
        return comment, {app for (app,) in cursor.fetchall()}


def _digests(comment: str | None) -> dict[str, str]:
    try:
        found = json.loads((comment or "").removeprefix(PREFIX))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    _asked = json.loads(sys.argv[1])
    if is_foreign(_asked["comment"], _asked["applied"]):
        sys.stdout.write(f"{REFUSAL}\n")
