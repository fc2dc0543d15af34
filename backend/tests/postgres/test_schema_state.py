"""The database of another unreleased version is refused in one line and not changed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.apps import apps
from tools.paths import BACKEND

from postgres import schema_state
from testing.serving import new_database
from transfer.services.columns import COLUMNS

# How the message names each table and column that an export lacks. None: the import creates it again.
NOT_EXPORTED: dict[str, str | None] = {
    "accounts.user": "accounts",
    "accounts.user_groups": "accounts",
    "accounts.user_user_permissions": "accounts",
    "api.idempotencykey": None,
    "conversations.note": "notes",
    "egress.cloudcall": "calls to the cloud",
    "erasures.desk": None,
    "erasures.erasure": "erasures",
    "insights.tickettally": None,
    "insights.daytally": None,
    "insights.outcometally": None,
    "insights.latencytally": None,
    "suggestions.modellease": None,
    "tickets.ticketevent": "history",
    "transfer.importedfile": None,
    "id": "ticket numbers",
    "version": None,
}
LEGACY = """
CREATE TABLE django_migrations (id serial PRIMARY KEY, app text, name text, applied timestamptz DEFAULT now());
INSERT INTO django_migrations (app, name) VALUES ('contenttypes', '0001_initial'), {rows};
CREATE TABLE tickets_ticket (id serial PRIMARY KEY, title text);
INSERT INTO tickets_ticket (title) VALUES ('Kept')
"""
FULL = "('tickets', '0001_initial'), ('tickets', '0011_imported_file'), ('admin', '0001_initial')"
INTERRUPTED = "('auth', '0001_initial'), ('admin', '0001_initial')"


@pytest.fixture
def database() -> Iterator[str]:
    with new_database() as address:
        yield address


def manage(address: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "DATABASE_URL": address, "STATE_DIR": str(tmp_path)}
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    return subprocess.run(command, cwd=BACKEND, env=environ, capture_output=True, text=True, check=False)


def run_sql(address: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def tables(address: str) -> list[tuple[object, ...]]:
    return run_sql(
        address,
        "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace ORDER BY relname",
    )


@pytest.mark.parametrize("rows", [FULL, INTERRUPTED], ids=["complete", "interrupted"])
@pytest.mark.parametrize("command", [("migrate", "--noinput"), ("migrate", "--check"), ("migrate", "--plan")])
def test_migrate_refuses_an_older_schema(database: str, tmp_path: Path, rows: str, command: tuple[str, ...]) -> None:
    run_sql(database, LEGACY.format(rows=rows))
    before = tables(database)
    done = manage(database, tmp_path, *command)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"CommandError: {schema_state.REFUSAL}\n"
    assert tables(database) == before
    assert run_sql(database, "SELECT title FROM tickets_ticket") == [("Kept",)]


def test_other_commands_refuse_it_without_a_traceback(database: str, tmp_path: Path) -> None:
    run_sql(database, LEGACY.format(rows=FULL))
    done = manage(database, tmp_path, "export_tickets", str(tmp_path / "out.jsonl"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"quietdesk: {schema_state.REFUSAL}"
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_command_on_an_empty_database_says_how_to_create_the_tables(database: str, tmp_path: Path) -> None:
    done = manage(database, tmp_path, "check_tally")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "quietdesk: This database has no tables yet: run `make run`, or `manage.py migrate`.\n"


def test_our_own_database_is_migrated(database: str, tmp_path: Path) -> None:
    # Objects of others do not matter.
    run_sql(database, "CREATE EXTENSION pg_trgm; CREATE TABLE unrelated (id int)")
    assert manage(database, tmp_path, "migrate").returncode == 0
    assert run_sql(database, "SELECT obj_description('django_migrations'::regclass)") == [
        (schema_state.COMMENT_PREFIX + json.dumps(schema_state.expected_digests(), sort_keys=True),)
    ]
    assert manage(database, tmp_path, "migrate").returncode == 0
    run_sql(database, "INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_newer', now())")
    run_sql(database, "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_initial', now())")
    assert manage(database, tmp_path, "migrate").returncode == 0


def test_a_rewritten_first_migration_is_another_schema(database: str, tmp_path: Path) -> None:
    assert manage(database, tmp_path, "migrate").returncode == 0
    comment = schema_state.COMMENT_PREFIX + json.dumps(schema_state.expected_digests() | {"tickets": "0123456789ab"})
    run_sql(database, f"COMMENT ON TABLE django_migrations IS '{comment}'")
    done = manage(database, tmp_path, "migrate")
    assert (done.returncode, done.stderr) == (3, f"CommandError: {schema_state.REFUSAL}\n")


def test_an_interrupted_first_migration_resumes(database: str, tmp_path: Path) -> None:
    for app in ("contenttypes", "auth", "accounts", "tickets", "insights"):
        assert manage(database, tmp_path, "migrate", app).returncode == 0
    assert manage(database, tmp_path, "migrate").returncode == 0
    # Killed after the digests were stored and before the first migration.
    run_sql(database, "TRUNCATE django_migrations")
    assert not schema_state.is_foreign("anything", [])


@pytest.mark.parametrize("comment", [None, "", "words", "[]", "First migrations: {"])
def test_a_comment_of_others_holds_no_digests(comment: str | None) -> None:
    assert schema_state.is_foreign(comment, ["tickets"])
    assert not schema_state.is_foreign(comment, ["sites"])


def test_the_module_runs_without_settings() -> None:
    def run(comment: str, *applied: str) -> str:
        state = json.dumps({"comment": comment, "applied": applied})
        command = [sys.executable, "-m", "postgres.schema_state", state]
        done = subprocess.run(command, cwd=BACKEND, env={}, capture_output=True, text=True, check=True)
        return done.stdout

    assert run(schema_state.COMMENT_PREFIX + json.dumps(schema_state.expected_digests()), "tickets", "insights") == ""
    assert run("", "tickets") == f"{schema_state.REFUSAL}\n"


def test_every_app_with_tables_has_a_digest() -> None:
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == BACKEND and list(app.get_models())}
    assert set(schema_state.expected_digests()) == ours


def test_the_message_is_one_line_and_names_what_an_export_lacks() -> None:
    assert "\n" not in schema_state.REFUSAL
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.split(".")[0] in schema_state.expected_digests()
    ]
    found = {model._meta.label_lower for model in ours} - {"tickets.ticket"}
    columns = {field.name for field in apps.get_model("tickets.Ticket")._meta.concrete_fields} - set(COLUMNS[1:])
    named = {
        name: NOT_EXPORTED.get(name, "suggestions") if name.startswith("suggested_") else NOT_EXPORTED[name]
        for name in found | columns
    }
    assert [word for word in named.values() if word and word not in schema_state.REFUSAL] == []
