"""A desk whose processes may be killed: gunicorn, and a database server with fsync."""

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from tools import backend, ports
from tools.postgres import cluster, database
from tools.postgres.cluster import Cluster

from testing.model_servers import refusing_url
from tests.tools.running_command import alive, eventually, process_tree, send_signal

ADMIN_PASSWORD = "a password of this test run"
UNSET = {"POSTGRES_BIN", "DATABASE_URL", "ACCESS_LOG"}


class Desk:
    """The production server and a PostgreSQL with fsync, each in its own folder. Both can be restarted after a kill."""

    def __init__(self, home: Path, state: Path, ollama: str, port: int) -> None:
        self.home = home
        self.database = database.url(home, "quietdesk")
        self.url = f"http://{ports.HOST}:{port}"
        self._port = port
        self._state = state
        self._bare = {name: value for name, value in os.environ.items() if name not in UNSET}
        self._environ = {
            **self._bare,
            "DATABASE_URL": self.database,
            "STATE_DIR": str(state),
            "PUBLIC_URL": self.url,
            "ADMIN_PASSWORD": ADMIN_PASSWORD,
            "OLLAMA_URL": ollama,
        }
        self._running = ExitStack()
        self.cluster: Cluster
        self.server: subprocess.Popen[bytes]

    def start_database(self) -> None:
        """Start the database server, after it was stopped or killed, too."""
        self._running.close()
        self.cluster = self._running.enter_context(cluster.running(self._bare, self.home))

    def stop_database(self) -> None:
        self._running.close()

    def start_server(self) -> None:
        """Start on the same address as before. Workers of a killed master may still listen on it for a moment."""
        self.server = backend.start_server(self._environ, self._port)
        backend.wait_until_ready(self.server, self._port)

    def manage(self, *arguments: str) -> str:
        """Run manage.py. Returns its output; raises ToolError when it fails."""
        log = self._state / f"{arguments[0]}.log"
        return backend.manage(self._environ, *arguments, failure=f"manage.py {arguments[0]} failed", log=log)

    def workers(self) -> set[int]:
        return process_tree(self.server.pid) - {self.server.pid}

    def kill_server(self, *, workers: bool) -> None:
        """Kill the master and, if asked, its workers, which otherwise exit when they notice."""
        left = self.workers()
        self.server.kill()
        for pid in left if workers else ():
            send_signal(pid, signal.SIGKILL)
        self.server.wait(30)
        assert eventually(lambda: not alive(left)), "workers outlived their master"

    def kill_database(self) -> None:
        """Kill the postmaster. Its processes exit when they notice."""
        self.cluster.process.kill()
        self.cluster.process.wait(30)

    def kill_backend(self) -> None:
        """Kill the process of one session. PostgreSQL then ends all sessions and recovers."""
        session = "SELECT pid FROM pg_stat_activity WHERE application_name = 'quietdesk' ORDER BY backend_start LIMIT 1"
        os.kill(self.query(session)[0][0], signal.SIGKILL)

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement on a new connection. Returns its rows."""
        connection = psycopg2.connect(self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def superuser(self, sql: str) -> None:
        cluster.superuser_sql(self.cluster, sql)


@contextmanager
def running_desk(home: Path, state: Path) -> Iterator[Desk]:
    """A desk that is ready, with an admin account, and a local model that refuses connections."""
    with refusing_url() as refusing, ports.reserved() as port, ExitStack() as stack:
        desk = Desk(home, state, refusing, port)
        stack.callback(desk.stop_database)
        desk.start_database()
        database.ensure(desk.cluster, "quietdesk")
        desk.manage("migrate")
        desk.manage("ensure_admin")
        desk.start_server()
        stack.callback(lambda: backend.stop_server(desk.server))
        yield desk


def new_marker() -> str:
    """A unique word for the tickets of one test."""
    return f"mark{secrets.token_hex(6)}"
