"""A restore leaves no restored copy behind when it fails, and ends every session."""

from collections.abc import Callable

import pytest
from tools.errors import ToolError
from tools.stack import engine, restore

Step = Callable[[], object]

REMOVED = "DROP DATABASE quietdesk_restored WITH (FORCE)"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records the SQL of a database that has no tables, and the commands of compose."""
    ran: list[str] = []

    def sql(text: str, *, database: str = "postgres") -> str:
        ran.append(text)
        if "django_migrations" in text:
            raise ToolError('relation "django_migrations" does not exist')
        return ""

    def compose(*arguments: str, text_in: str | None = None) -> str:
        ran.append(" ".join(arguments) + (f" < {text_in}" if text_in else ""))
        return "1 erased ticket came back and is erased again\n"

    monkeypatch.setattr(engine, "sql", sql)
    monkeypatch.setattr(engine, "compose", compose)
    return ran


def test_a_dump_without_the_table_of_migrations_is_removed(statements: list[str]) -> None:
    with pytest.raises(ToolError, match="django_migrations"):
        restore.require_own_schema()
    assert statements[-1] == REMOVED


def test_erased_tickets_and_sessions_are_gone_before_the_swap(statements: list[str]) -> None:
    assert restore.erase_again(None) == "1 erased ticket came back and is erased again"
    migrate, apply, sessions = statements
    for command in (migrate, apply):
        assert "DATABASE_URL=postgres://quietdesk@db:5432/quietdesk_restored" in command
    assert migrate.endswith("migrate --noinput --verbosity=0")
    assert apply.endswith("apply_erasures --restored")
    assert sessions == "DELETE FROM django_session"


def test_the_list_of_the_backup_is_united_with_the_one_of_the_machine(statements: list[str]) -> None:
    restore.erase_again("its lines")
    assert statements[1].endswith("apply_erasures --restored --unite < its lines")


@pytest.mark.parametrize("step", [restore.require_own_schema, lambda: restore.erase_again(None)])
def test_a_copy_that_the_backend_cannot_use_is_removed(
    statements: list[str], monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    def record(text: str, **_options: object) -> str:
        statements.append(text)
        return ""

    def fail(*_arguments: str, **_streams: object) -> str:
        raise ToolError("the backend's image is missing")

    monkeypatch.setattr(engine, "compose", fail)
    monkeypatch.setattr(engine, "sql", record)
    with pytest.raises(ToolError, match="image is missing"):
        step()
    assert statements[-1] == REMOVED
