"""The migration of the tallies counts existing tickets by the days of TIME_ZONE."""

import os
from contextlib import closing
from pathlib import Path

import psycopg2
from tools import backend

from testing.serving import new_database

TICKETS = """
INSERT INTO tickets_ticket (title, description, category, priority, status, created_at,
                            suggested_by, suggested_category, suggested_ms)
VALUES ('A title', 'A text', 'billing', 'low', 'open', '2026-03-01T22:00Z', 'ollama', 'billing', 1800),
       ('A title', 'A text', 'billing', 'low', 'closed', '2026-03-01T12:00Z', NULL, NULL, NULL)
"""


def test_existing_tickets_are_counted(tmp_path: Path) -> None:
    with new_database() as address:
        environ = {**os.environ, "DATABASE_URL": address, "STATE_DIR": str(tmp_path), "TIME_ZONE": "Asia/Kolkata"}

        def manage(*arguments: str) -> str:
            return backend.manage(environ, *arguments, failure=f"{arguments} failed", log=tmp_path / "log")

        manage("migrate", "tickets")
        with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(TICKETS)
        manage("migrate")
        assert manage("check_tally").strip().endswith("The tallies agree with the tickets.")
        with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT day::text, status, n FROM insights_daytally ORDER BY day")
            assert cursor.fetchall() == [("2026-03-01", "closed", 1), ("2026-03-02", "open", 1)]
            cursor.execute("SELECT source, category, n FROM insights_outcometally")
            assert cursor.fetchall() == [("ollama", "stands", 1)]
