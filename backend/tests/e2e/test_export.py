"""The export through the production server: it streams, and no part of it passes for the whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import psycopg2
import pytest

from testing.serving import Served

# Far more than sockets hold between the server and a client that reads slowly.
MANY = """
    INSERT INTO tickets_ticket (title, description, category, priority, created_at)
    SELECT 'Ticket ' || n, repeat(md5(n::text), 100), 'billing', 'low', now() - n * interval '1 minute'
    FROM generate_series(1, 20000) AS n
"""


@contextmanager
def download(served: Served) -> Iterator[httpx.Response]:
    with (
        httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client,
        client.stream("GET", "/api/tickets/export/") as answer,
    ):
        assert answer.status_code == 200
        assert "content-length" not in answer.headers
        yield answer


def test_sixty_megabytes_stream_and_a_broken_export_is_seen_to_be_broken(serve: Callable[..., Served]) -> None:
    served = serve(WEB_CONCURRENCY="1")
    database = psycopg2.connect(served.database)
    database.autocommit = True
    try:
        with database.cursor() as cursor:
            cursor.execute(MANY)
            with download(served) as answer:
                parts = answer.iter_bytes()
                lines = next(parts).count(b"\r\n")
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
                assert cursor.fetchone() == (0,)
                # The list's order is the newest first: this one will be the last line, and is not read yet.
                cursor.execute(
                    "INSERT INTO tickets_ticket (title, description, category, priority, created_at)"
                    " VALUES ('Came meanwhile', 'x', 'billing', 'low', now() - interval '1 year')"
                )
                last = b""
                for part in parts:
                    lines += part.count(b"\r\n")
                    last = (last + part)[-200:]
            assert lines == 20_002
            assert b"Came meanwhile" in last
            with download(served) as answer:
                parts = answer.iter_bytes()
                next(parts)
                cursor.execute("ALTER TABLE tickets_ticket RENAME TO gone")
                with pytest.raises(httpx.RemoteProtocolError):
                    for _ in parts:
                        pass
    finally:
        database.close()
