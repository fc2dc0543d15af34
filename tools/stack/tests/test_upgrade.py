"""Upgrade and rollback as described in docs/on-premises.md: the upgrade keeps every ticket, the rollback restores them.

The newer version is the present one with one more migration and another version number.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    others = [f"quietdesk-{service}" for service in ("db", "ollama", "web")]
    for name in others:
        engine.docker("tag", f"{name}:test", f"{name}:{NEWER}")
    yield NEWER
    engine.docker("image", "rm", "--force", *(f"{name}:{NEWER}" for name in ("quietdesk-backend", *others)))


def new_table() -> str:
    return engine.sql("SELECT to_regclass('of_the_newer') IS NOT NULL", database="quietdesk")


def test_an_upgrade_and_its_rollback(stack: Stack, newer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stack.create_ticket("Before the newer version")
    monkeypatch.setenv("FILE", str(tmp_path / "before.dump"))
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
