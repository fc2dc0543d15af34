"""Recognises a database whose schema another unreleased version of Quietdesk created.

Until version 0.2.0 each app has one migration, which may be rewritten under the same name. So the names in
django_migrations do not identify a schema, but a digest of each first migration does. The digests are stored in the
comment of the table django_migrations, which a dump includes.

    python -m postgres.schema_state '{"comment": ..., "applied": [...]}'

prints why a database with this comment and these applied first migrations is refused, or nothing. It needs neither
Django nor settings, so that `make restore` can run it in the backend's image before it replaces anything.
"""

import hashlib
import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

BACKEND: Final = Path(__file__).resolve().parent.parent
FIRST_MIGRATION: Final = "0001_initial"
COMMENT_PREFIX: Final = "First migrations: "
REFUSAL: Final = (
    "The tables of this database were made by another unreleased version of Quietdesk, and this version cannot take"
    " them over: export the tickets with that version (manage.py export_tickets FILE.jsonl) and import them with this"
    " one into an empty database (manage.py import_tickets FILE.jsonl); the file carries neither ticket numbers,"
    " history, notes, suggestions, the records of calls to the cloud and of erasures, nor accounts. The steps are in"
    " docs/on-premises.md."
)


class ForeignSchemaError(Exception):
    """Another unreleased version created the database. The message is one line and says what to do."""

    def __init__(self) -> None:
        super().__init__(REFUSAL)


def expected_digests() -> dict[str, str]:
    """The digest of the first migration of each app in this version."""
    files = sorted(BACKEND.glob(f"*/migrations/{FIRST_MIGRATION}.py"))
    # Read as text, so that the line endings of a checkout do not matter.
    return {
        file.parts[-3]: hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()[:12] for file in files
    }


def is_foreign(comment: str | None, applied: Collection[str]) -> bool:
    """Whether the digests in `comment` differ from this version's for any app in `applied`."""
    stored = _digests(comment)
    return any(stored.get(app) != digest for app, digest in expected_digests().items() if app in applied)


def require_own_schema(connection: Any) -> None:
    """Raises ForeignSchemaError for another version's database. An empty or half-migrated one is accepted."""
    if is_foreign(*read_state(connection)):
        raise ForeignSchemaError


def store_digests(connection: Any) -> None:
    """Store the digests before the first migration runs, so that a migration that was killed can resume.

    Raises ForeignSchemaError for another version's database and then writes nothing.
    """
    comment, applied = read_state(connection)
    if is_foreign(comment, applied):
        raise ForeignSchemaError
    # Digests of apps that only a newer version has are kept.
    new_comment = COMMENT_PREFIX + json.dumps(_digests(comment) | expected_digests(), sort_keys=True)
    if new_comment == comment:
        return
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).ensure_schema()
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [new_comment])


def read_state(connection: Any) -> tuple[str | None, set[str]]:
    """The comment with the digests, and the apps whose first migration is applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        (comment,) = cursor.fetchone()
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return comment, set()
        cursor.execute("SELECT app FROM django_migrations WHERE name = %s", [FIRST_MIGRATION])
        return comment, {app for (app,) in cursor.fetchall()}


def _digests(comment: str | None) -> dict[str, str]:
    try:
        found = json.loads((comment or "").removeprefix(COMMENT_PREFIX))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    _state = json.loads(sys.argv[1])
    if is_foreign(_state["comment"], _state["applied"]):
        sys.stdout.write(f"{REFUSAL}\n")
