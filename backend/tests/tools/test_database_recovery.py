"""No committed data is lost, and the next start works: after restarts, kills, and with stale lock files."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tools.errors import ToolError
from tools.paths import ROOT
from tools.postgres import cluster, database, server_user

from tests.tools.running_command import alive, eventually
from tests.tools.sql import query

Environ = dict[str, str]


def test_data_survives_a_restart(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state) as server:
        query(database.ensure(server, "quietdesk"), "CREATE TABLE kept AS SELECT generate_series(1, 1000) n")
    with cluster.running(environ, state) as server:
        assert query(database.ensure(server, "quietdesk"), "SELECT count(*) FROM kept") == [(1000,)]


def test_data_survives_a_kill_whose_lock_file_names_a_zombie(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state) as killed:
        address = database.ensure(killed, "quietdesk")
        query(address, "CREATE TABLE kept AS SELECT generate_series(1, 1000) n")
        # A zombie until the end of this block, so the pid in its lock file exists.
        os.kill(killed.process.pid, signal.SIGKILL)
        with cluster.running(environ, state) as server:
            assert query(database.ensure(server, "quietdesk"), "SELECT count(*) FROM kept") == [(1000,)]


def test_commits_are_durable(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state) as server:
        expected = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        names = ", ".join(f"current_setting('{name}')" for name in expected)
        assert query(database.ensure(server, "quietdesk"), f"SELECT {names}") == [tuple(expected.values())]


def test_a_lock_file_with_a_reused_pid_is_removed(environ: Environ, state: Path) -> None:
    lock = state / "data" / "postmaster.pid"
    with cluster.running(environ, state, durable=False):
        kept = lock.read_text()
    other = subprocess.Popen(["sleep", "600"], cwd="/", **server_user.popen_options())
    try:
        lock.write_text(kept.replace(kept.split()[0], str(other.pid), 1))
        server_user.chown(lock)
        with cluster.running(environ, state, durable=False) as server:
            assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_an_orphaned_server_is_stopped_first(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, durable=False) as orphan:
        query(database.ensure(orphan, "quietdesk"), "CREATE TABLE kept AS SELECT 1 n")
        with cluster.running(environ, state, durable=False) as server:
            assert orphan.process.wait(30) == 0
            assert query(database.ensure(server, "quietdesk"), "SELECT n FROM kept") == [(1,)]


def test_a_server_stops_when_its_command_is_killed(environ: Environ, state: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from tools.postgres import cluster\n"
        "with cluster.running(os.environ, Path(sys.argv[1]), durable=False) as server:\n"
        "    print(server.process.pid, flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script, str(state)]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        server = int(launcher.stdout.readline())
        assert alive({server})
        launcher.kill()
    assert eventually(lambda: not alive({server}))


def test_an_interrupted_initdb_is_repeated(environ: Environ, state: Path) -> None:
    (state / "data.new").mkdir()
    (state / "data.new" / "PG_VERSION").write_text("18")
    with cluster.running(environ, state, durable=False) as server:
        assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]


def test_a_long_path_moves_only_the_socket(environ: Environ, state: Path) -> None:
    deep = state / ("a-long-name" * 8)
    with cluster.running(environ, deep, durable=False) as server:
        assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]
        assert (deep / "data" / "PG_VERSION").exists()
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    server.socket_folder.rmdir()


def test_a_failed_start_is_explained_in_one_line(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, durable=False):
        pass
    (state / "data" / "pg_hba.conf").write_text("nonsense\n")
    with pytest.raises(ToolError, match=r"PostgreSQL did not start: .*pg_hba\.conf") as raised:
        cluster.running(environ, state, durable=False).__enter__()
    assert "\n" not in str(raised.value)


def test_a_data_folder_that_others_can_read_is_refused(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, durable=False):
        pass
    (state / "data").chmod(0o755)
    with pytest.raises(ToolError, match="only its owner can read"):
        cluster.running(environ, state, durable=False).__enter__()
