"""A desk on a read-only database, such as a PostgreSQL standby: reads work, writes are answered with 503."""

from contextlib import closing
from pathlib import Path

import httpx
import psycopg2
from psycopg2 import sql
from tools import backend

from bench.data.fill import fill
from testing.serving import migrated_database, serving_from

READS = ("", "1/", "stats/", "insights/", "?status=open&search=gyroscope")
TICKET = {"title": "A title", "description": "A text", "category": "billing", "priority": "low"}


def test_reads_reports_and_exports_work_on_a_read_only_database(tmp_path: Path) -> None:
    with migrated_database(tmp_path) as environ:
        fill(environ["DATABASE_URL"], 200)
        refuse_writes(environ["DATABASE_URL"])
        for command in (("check_tally",), ("export_tickets", str(tmp_path / "all.jsonl"))):
            backend.manage(environ, *command, failure=f"{command} failed", log=tmp_path / "log")
        assert len((tmp_path / "all.jsonl").read_text().splitlines()) == 200
        with serving_from(environ) as desk, httpx.Client(base_url=f"{desk.url}/api/tickets/", trust_env=False) as http:
            assert {path: http.get(path).status_code for path in READS} == dict.fromkeys(READS, 200)
            refused = http.post("", json=TICKET)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
            assert http.get("stats/").json()["total_tickets"] == 200


def refuse_writes(address: str) -> None:
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        name = sql.Identifier(connection.info.dbname)
        cursor.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
