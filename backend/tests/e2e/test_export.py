"""The export through the production server: it streams, and no part of it passes for the whole."""

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import Browser, expect

from postgres.locks import EXPORT
from testing.serving import Served

# Far more than sockets hold between the server and a client that reads slowly.
MANY = """
    INSERT INTO tickets_ticket (title, description, category, priority, created_at)
    SELECT 'Ticket ' || n, repeat(md5(n::text), 100), 'billing', 'low', now() - n * interval '1 minute'
    FROM generate_series(1, 20000) AS n
"""
RECEIVE_BUFFER = 64 * 1024


class Reader(http.client.HTTPConnection):
    """A client whose socket holds little: by itself the kernel may let it hold half of the file, or all of it."""

    def connect(self) -> None:
        self.sock = socket.socket()
        # Before the connection: its window is agreed on with the first packet.
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        self.sock.settimeout(60)
        self.sock.connect((self.host, self.port))

    def download(self) -> Iterator[bytes]:
        self.request("GET", "/api/tickets/export/")
        answer = self.getresponse()
        assert answer.status == 200
        assert answer.getheader("Content-Length") is None
        while part := answer.read1(RECEIVE_BUFFER):
            yield part


def most_in_sockets() -> int:
    """Bytes that the server can have sent while the reader has not read them: its send buffer, and what we hold."""
    largest_send_buffer = int(Path("/proc/sys/net/ipv4/tcp_wmem").read_text().split()[2])
    return largest_send_buffer + 4 * RECEIVE_BUFFER


def test_sixty_megabytes_stream_and_a_broken_export_is_seen_to_be_broken(serve: Callable[..., Served]) -> None:
    served = serve(WEB_CONCURRENCY="1")
    host = urlsplit(served.url).netloc
    database = psycopg2.connect(served.database)
    database.autocommit = True
    try:
        with database.cursor() as cursor:
            cursor.execute(MANY)
            with closing(Reader(host)) as reader:
                parts = reader.download()
                first = next(parts)
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
                assert cursor.fetchone() == (0,)
                # The list's order is the newest first: this one will be the last line, and is not read yet.
                cursor.execute(
                    "INSERT INTO tickets_ticket (title, description, category, priority, created_at)"
                    " VALUES ('Came meanwhile', 'x', 'billing', 'low', now() - interval '1 year')"
                )
                rest = b"".join(parts)
            # The server cannot have been at its end when the ticket came: no socket holds so much.
            assert len(rest) > 2 * most_in_sockets()
            # Counted in the whole: a line's end may be cut in two by the parts.
            assert (first + rest).count(b"\r\n") == 20_002
            assert b"Came meanwhile" in rest[-200:]
            with closing(Reader(host)) as reader:
                parts = reader.download()
                next(parts)
                cursor.execute("ALTER TABLE tickets_ticket RENAME TO gone")
                with pytest.raises(http.client.IncompleteRead):
                    for _ in parts:
                        pass
    finally:
        database.close()


@pytest.mark.parametrize(
    ("locale", "link", "sentence"),
    [
        ("en-GB", "Download Excel", "Other exports are running. Wait a moment, then try again."),
        (
            "de-DE",
            "Excel-Export",
            "Es laufen schon andere Exporte. Bitte warten Sie einen Moment und versuchen Sie es erneut.",
        ),
    ],
)
def test_the_page_says_that_other_exports_are_running(
    browser: Browser, serve: Callable[..., Served], locale: str, link: str, sentence: str
) -> None:
    served = serve()
    with closing(psycopg2.connect(served.database)) as database, database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [EXPORT])
        page = browser.new_page(locale=locale)
        page.goto(served.url)
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("status").get_by_text(sentence)).to_be_visible()
        database.rollback()
        cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [EXPORT])
        with page.expect_download() as started:
            page.get_by_role("link", name=link).click()
        assert started.value.suggested_filename.endswith(".xlsx")
        page.close()
