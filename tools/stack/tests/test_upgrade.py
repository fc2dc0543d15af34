"""Upgrade and rollback as described in docs/on-premises.md: the upgrade keeps every ticket, the rollback restores them.

The newer version is the present one with one more migration and another version number.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.errors import ToolError
from tools.stack import backup, engine, restore
from tools.stack.tests.compose_stack import BACKEND_IMAGE, Stack

NEWER = "test-newer"
# Older engines use the legacy builder by default.
BUILDKIT = {**os.environ, "DOCKER_BUILDKIT": "1"}
# Sorts last, and depends on the previous last migration.
MIGRATION = """
from pathlib import Path
from django.db import migrations
last = sorted(p.stem for p in Path(__file__).parent.glob("0*.py"))[-1]
class Migration(migrations.Migration):
    dependencies = [("tickets", last)]
    operations = [migrations.RunSQL("CREATE TABLE of_the_newer (id int)", "DROP TABLE of_the_newer")]
"""


@pytest.fixture
def newer(tmp_path: Path) -> Iterator[str]:
    """The version number of the newer images."""
    (tmp_path / "added.py").write_text(MIGRATION)
    (tmp_path / "Dockerfile").write_text(
        f"FROM {BACKEND_IMAGE}\nCOPY --chmod=0444 added.py /app/tickets/migrations/9999_of_the_newer.py\n"
    )
    engine.docker("build", "--quiet", "--tag", f"quietdesk-backend:{NEWER}", tmp_path, environ=BUILDKIT)
    others = [f"quietdesk-{service}" for service in ("classifier", "db", "ollama", "web")]
    for name in others:
        engine.docker("tag", f"{name}:test", f"{name}:{NEWER}")
    yield NEWER
    engine.docker("image", "rm", "--force", *(f"{name}:{NEWER}" for name in ("quietdesk-backend", *others)))


def new_table() -> str:
    return engine.sql("SELECT to_regclass('of_the_newer') IS NOT NULL", database="quietdesk")


def test_an_upgrade_and_its_rollback(stack: Stack, newer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stack.create_ticket("Before the newer version")
    monkeypatch.setenv("FILE", str(tmp_path / "before.tar"))
    backup.main()
    kept = stack.ids()
    monkeypatch.setenv("QUIETDESK_VERSION", newer)
    stack.up("--no-build")
    stack.wait_until_ready()
    assert new_table() == "t"
    assert before["id"] in stack.ids()
    stack.create_ticket("By the newer version")
    # The rollback: the older images first, then their backup.
    monkeypatch.setenv("QUIETDESK_VERSION", "test")
    stack.up("--no-build")
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.wait_until_ready()
    assert stack.ids() == kept
    assert new_table() == "f"
    assert stack.create_ticket("By the older version again")["id"]


def test_a_backup_of_another_unreleased_version_is_refused_and_the_tickets_stay(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.create_ticket("Stays")
    kept = stack.ids()
    # As another version's backup: the same tables, made by first migrations with other digests.
    dump = tmp_path / "other.tar"
    comment = engine.sql("SELECT obj_description('django_migrations'::regclass)", database="quietdesk")
    engine.sql("COMMENT ON TABLE django_migrations IS NULL", database="quietdesk")
    try:
        backup.write(dump).replace(dump)
    finally:
        engine.sql(f"COMMENT ON TABLE django_migrations IS '{comment}'", database="quietdesk")
    monkeypatch.setenv("FILE", str(dump))
    monkeypatch.setenv("FORCE", "1")
    with pytest.raises(ToolError, match="another unreleased version") as refusal:
        restore.main()
    assert "\n" not in str(refusal.value)
    assert stack.ids() == kept
    assert engine.sql("SELECT count(*) FROM pg_database WHERE datname = 'quietdesk_restored'") == "0"


def test_the_way_over_leaves_a_file_on_the_host_and_takes_it_in_again(stack: Stack, tmp_path: Path) -> None:
    """The commands of docs/on-premises.md: the backend's root file system is read-only, and /tmp is a tmpfs."""
    made = stack.create_ticket("Comes along")
    path = "/var/lib/quietdesk/tickets.jsonl"
    stack.manage("export_tickets", path)
    exported = engine.compose("exec", "-T", "backend", "cat", path)
    tickets = [json.loads(line) for line in exported.splitlines()]
    assert {ticket["id"] for ticket in tickets} == stack.ids()
    (own,) = [line for line in exported.splitlines() if json.loads(line)["id"] == made["id"]]
    take = ["sh", "-c", f"umask 077; cat > {path}"]
    engine.compose("exec", "-T", "backend", *take, text_in=f"{own}\n")
    before = stack.ids()
    assert "Imported 1 ticket." in stack.manage("import_tickets", path)
    engine.compose("exec", "-T", "backend", "rm", path)
    (number,) = stack.ids() - before
    assert stack.http.get(f"/api/tickets/{number}/").json()["created_at"] == made["created_at"]


TO_OLDER = """
set -eu
chgrp 10002 /older && chmod 750 /older
cp -p /database/password /older/database_password
cp -p /django/key /older/django_key
"""


def test_the_secrets_of_a_version_with_one_volume_are_taken_over(stack: Stack) -> None:
    made, password = stack.create_ticket("Before each secret had its volume"), stack.manage("admin_password")
    read = ["exec", "-T", "backend", "sh", "-c", "cat /run/quietdesk/secrets/*/*"]
    before = engine.compose(*read)
    engine.compose("down")
    project = os.environ["COMPOSE_PROJECT_NAME"]
    older, database, django = (f"{project}_{name}" for name in ("secrets", "database-secrets", "django-secrets"))
    mounts = [f"--volume={older}:/older", f"--volume={database}:/database:ro", f"--volume={django}:/django:ro"]
    engine.docker("run", "--rm", "--user=0", *mounts, "--entrypoint=sh", BACKEND_IMAGE, "-c", TO_OLDER)
    engine.docker("volume", "rm", database, django)
    stack.up()
    stack.wait_until_ready()
    assert made["id"] in stack.ids()
    assert stack.manage("admin_password") == password
    assert engine.compose(*read) == before
    assert "took database/password from the older volume" in stack.logs("secrets")
