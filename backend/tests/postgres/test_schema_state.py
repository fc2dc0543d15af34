"""The database of another unreleased version is refused in one line, and nothing is written to it."""

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
from transfer.services.reading import COLUMNS

# What the line names for each table and column that the exported file lacks. None: counted or made anew by the import.
NOT_CARRIED: dict[str, str | None] = {
    "accounts.user": "accounts",
    "accounts.user_groups": "accounts",
    "accounts.user_user_permissions": "accounts",
    "api.idempotencykey": None,
    "conversations.note": "notes",
    "egress.cloudcall": "calls to the cloud",
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
WHOLE = "('tickets', '0001_initial'), ('tickets', '0011_imported_file'), ('admin', '0001_initial')"
BEGUN = "('auth', '0001_initial'), ('admin', '0001_initial')"


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


@pytest.mark.parametrize("rows", [WHOLE, BEGUN], ids=["a whole desk", "a start that was killed"])
@pytest.mark.parametrize("command", [("migrate", "--noinput"), ("migrate", "--check"), ("migrate", "--plan")])
def test_migrate_refuses_the_tables_of_an_older_state(
    database: str, tmp_path: Path, rows: str, command: tuple[str, ...]
) -> None:
    run_sql(database, LEGACY.format(rows=rows))
    before = tables(database)
    done = manage(database, tmp_path, *command)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"CommandError: {schema_state.REFUSAL}\n"
    assert tables(database) == before
    assert run_sql(database, "SELECT title FROM tickets_ticket") == [("Kept",)]


def test_a_command_that_meets_such_tables_says_so_without_a_traceback(database: str, tmp_path: Path) -> None:
    run_sql(database, LEGACY.format(rows=WHOLE))
    done = manage(database, tmp_path, "export_tickets", str(tmp_path / "out.jsonl"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"quietdesk: {schema_state.REFUSAL}"
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_command_that_meets_no_tables_says_how_to_make_them(database: str, tmp_path: Path) -> None:
    done = manage(database, tmp_path, "check_tally")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "quietdesk: This database has no tables yet: `make run` makes them, or `manage.py migrate`.\n"


def test_what_is_ours_is_brought_up_to_date(database: str, tmp_path: Path) -> None:
    # Not ours, and in nobody's way.
    run_sql(database, "CREATE EXTENSION pg_trgm; CREATE TABLE of_somebody_else (id int)")
    assert manage(database, tmp_path, "migrate").returncode == 0
    assert run_sql(database, "SELECT obj_description('django_migrations'::regclass)") == [
        (schema_state.PREFIX + json.dumps(schema_state.expected(), sort_keys=True),)
    ]
    assert manage(database, tmp_path, "migrate").returncode == 0
    run_sql(database, "INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_newer', now())")
    run_sql(database, "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_initial', now())")
    assert manage(database, tmp_path, "migrate").returncode == 0


def test_a_first_migration_that_was_rewritten_under_its_name_is_another_state(database: str, tmp_path: Path) -> None:
    assert manage(database, tmp_path, "migrate").returncode == 0
    comment = schema_state.PREFIX + json.dumps(schema_state.expected() | {"tickets": "0123456789ab"})
    run_sql(database, f"COMMENT ON TABLE django_migrations IS '{comment}'")
    done = manage(database, tmp_path, "migrate")
    assert (done.returncode, done.stderr) == (3, f"CommandError: {schema_state.REFUSAL}\n")


def test_a_first_start_that_was_killed_anywhere_goes_on(database: str, tmp_path: Path) -> None:
    for app in ("contenttypes", "auth", "accounts", "tickets", "insights"):
        assert manage(database, tmp_path, "migrate", app).returncode == 0
    assert manage(database, tmp_path, "migrate").returncode == 0
    # Killed between the mark and the first migration.
    run_sql(database, "TRUNCATE django_migrations")
    assert not schema_state.is_foreign("anything", [])


@pytest.mark.parametrize("comment", [None, "", "words", "[]", "First migrations: {"])
def test_a_comment_that_is_none_of_ours_tells_no_digest(comment: str | None) -> None:
    assert schema_state.is_foreign(comment, ["tickets"])
    assert not schema_state.is_foreign(comment, ["sites"])


def test_the_image_can_be_asked_without_settings() -> None:
    def asked(comment: str, *applied: str) -> str:
        question = json.dumps({"comment": comment, "applied": applied})
        command = [sys.executable, "-m", "postgres.schema_state", question]
        done = subprocess.run(command, cwd=BACKEND, env={}, capture_output=True, text=True, check=True)
        return done.stdout

    assert asked(schema_state.PREFIX + json.dumps(schema_state.expected()), "tickets", "insights") == ""
    assert asked("", "tickets") == f"{schema_state.REFUSAL}\n"


def test_every_app_of_ours_with_tables_has_a_digest() -> None:
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == BACKEND and list(app.get_models())}
    assert set(schema_state.expected()) == ours


def test_the_line_is_one_line_and_names_what_the_file_does_not_carry() -> None:
    assert "\n" not in schema_state.REFUSAL
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.split(".")[0] in schema_state.expected()
    ]
    found = {model._meta.label_lower for model in ours} - {"tickets.ticket"}
    columns = {field.name for field in apps.get_model("tickets.Ticket")._meta.concrete_fields} - set(COLUMNS[1:])
    named = {
        name: NOT_CARRIED.get(name, "suggestions") if name.startswith("suggested_") else NOT_CARRIED[name]
        for name in found | columns
    }
    assert [word for word in named.values() if word and word not in schema_state.REFUSAL] == []
