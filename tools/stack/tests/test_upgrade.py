"""A newer version and the way back, as docs/on-premises.md tells: the first loses no ticket, the second undoes it.

The newer version is the present one with a migration more, and under another number.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.stack import backup, engine, restore
from tools.stack.tests.compose_stack import BACKEND_IMAGE, Stack

NEWER = "test-newer"
# Older engines would take their first builder otherwise, which knows less.
BUILDKIT = {**os.environ, "DOCKER_BUILDKIT": "1"}
# Named so that it comes last, and depends on whatever was the last before.
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
    """The number of the newer version, whose images are there."""
    (tmp_path / "added.py").write_text(MIGRATION)
    (tmp_path / "Dockerfile").write_text(
        f"FROM {BACKEND_IMAGE}\nCOPY --chmod=0444 added.py /app/tickets/migrations/9999_of_the_newer.py\n"
    )
    engine.docker("build", "--quiet", "--tag", f"quietdesk-backend:{NEWER}", tmp_path, environ=BUILDKIT)
    others = [f"quietdesk-{part}" for part in ("db", "ollama", "web")]
    for name in others:
        engine.docker("tag", f"{name}:test", f"{name}:{NEWER}")
    yield NEWER
    engine.docker("image", "rm", "--force", *(f"{name}:{NEWER}" for name in ("quietdesk-backend", *others)))


def new_table() -> str:
    return engine.sql("SELECT to_regclass('of_the_newer') IS NOT NULL", database="quietdesk")


def test_up_to_a_newer_version_and_back(
    stack: Stack, newer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stack.file_ticket("Before the newer version")
    monkeypatch.setenv("FILE", str(tmp_path / "before.dump"))
    backup.main()
    kept = stack.ids()
    monkeypatch.setenv("QUIETDESK_VERSION", newer)
    stack.up("--no-build")
    stack.until_ready()
    assert new_table() == "t"
    assert before["id"] in stack.ids()
    stack.file_ticket("By the newer version")
    # The way back: the older images first, then the backup that was made with them.
    monkeypatch.setenv("QUIETDESK_VERSION", "test")
    stack.up("--no-build")
    monkeypatch.setenv("FORCE", "1")
    restore.main()
    stack.until_ready()
    assert stack.ids() == kept
    assert new_table() == "f"
    assert stack.file_ticket("By the older version again")["id"]
