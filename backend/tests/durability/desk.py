"""A desk of the tests' own, whose parts may be killed: a database server with fsync, and gunicorn on it."""

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
from tests.tools.running_command import alive, eventually, family, signal_quietly

ADMIN_PASSWORD = "a password of this run alone"
FORGOTTEN = {"POSTGRES_BIN", "DATABASE_URL", "ACCESS_LOG"}


class Desk:
    """The production server and a PostgreSQL with fsync, on folders of their own; each starts anew after a kill."""

    def __init__(self, home: Path, state: Path, ollama: str) -> None:
        self.home = home
        self.database = database.address(home, "quietdesk")
        self.url = f"http://{ports.HOST}:{ports.free()}"
        self._state = state
        self._bare = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
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
        """As whoever looks after it would, whether it was stopped or killed."""
        self._running.close()
        self.cluster = self._running.enter_context(cluster.running(self._bare, self.home))

    def stop_database(self) -> None:
        self._running.close()

    def start_server(self) -> None:
        """On the same address as before; workers whose master was killed may hold it for a moment yet."""
        self.server = backend.serve(self._environ, int(self.url.rpartition(":")[2]))
        backend.wait_until_ready(self.server, int(self.url.rpartition(":")[2]))

    def manage(self, *arguments: str) -> str:
        """Returns what the command printed. Raises Problem when it fails."""
        log = self._state / f"{arguments[0]}.log"
        return backend.manage(self._environ, *arguments, failing=f"manage.py {arguments[0]} failed", log=log)

    def workers(self) -> set[int]:
        return family(self.server.pid) - {self.server.pid}

    def kill_server(self, *, workers: bool) -> None:
        """The master dies; its workers with it, or a little later, when they notice."""
        left = self.workers()
        self.server.kill()
        for pid in left if workers else ():
            signal_quietly(pid, signal.SIGKILL)
        self.server.wait(30)
        assert eventually(lambda: not alive(left)), "workers outlived their master"

    def kill_database(self) -> None:
        """The postmaster dies, and its processes with it as soon as they notice."""
        self.cluster.process.kill()
        self.cluster.process.wait(30)

    def kill_backend(self) -> None:
        """One session's process dies, and PostgreSQL takes all the others down and recovers."""
        ours = "SELECT pid FROM pg_stat_activity WHERE application_name = 'quietdesk' ORDER BY backend_start LIMIT 1"
        os.kill(self.query(ours)[0][0], signal.SIGKILL)

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement, on a connection of its own."""
        connection = psycopg2.connect(self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def superuser(self, sql: str) -> None:
        cluster.superuser_sql(self.cluster, sql)

    def close(self) -> None:
        backend.stop(self.server)
        self._running.close()


@contextmanager
def running_desk(home: Path, state: Path) -> Iterator[Desk]:
    """A desk that is ready, with an admin account, and a local model that nobody hears."""
    with refusing_url() as nobody, ExitStack() as end:
        desk = Desk(home, state, nobody)
        end.callback(desk.stop_database)
        desk.start_database()
        database.ensure(desk.cluster, "quietdesk")
        desk.manage("migrate")
        desk.manage("ensure_admin")
        desk.start_server()
        end.callback(lambda: backend.stop(desk.server))
        yield desk


def new_marker() -> str:
    """A word that no other ticket holds."""
    return f"mark{secrets.token_hex(6)}"
