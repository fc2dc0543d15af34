"""Searches the whole database for a text that must be gone."""

from django.db import connection

MARK = "zqxjkvbw"


def everything_with(mark: str) -> list[str]:
    """Every table in which the mark stands, and the planner's statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()] + ["pg_stats"]
        found = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text ILIKE %s", [f"%{mark}%"])
            found += [table] if cursor.fetchone()[0] else []
    return found
