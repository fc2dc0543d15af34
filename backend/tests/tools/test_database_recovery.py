"""Nothing that was committed is lost, and nothing keeps the next start out: restarts, kills, leftovers."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tools.errors import Problem
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


def test_data_survives_a_kill_and_the_lock_files_of_a_zombie_keep_nobody_out(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state) as killed:
        address = database.ensure(killed, "quietdesk")
        query(address, "CREATE TABLE kept AS SELECT generate_series(1, 1000) n")
        # Nobody collects it before the end of this block: to its lock files it looks alive.
        os.kill(killed.process.pid, signal.SIGKILL)
        with cluster.running(environ, state) as server:
            assert query(database.ensure(server, "quietdesk"), "SELECT count(*) FROM kept") == [(1000,)]


def test_everything_committed_is_on_disk(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state) as server:
        wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        names = ", ".join(f"current_setting('{name}')" for name in wanted)
        assert query(database.ensure(server, "quietdesk"), f"SELECT {names}") == [tuple(wanted.values())]


def test_a_lock_file_whose_number_was_given_to_another_process_keeps_nobody_out(environ: Environ, state: Path) -> None:
    lock = state / "data" / "postmaster.pid"
    with cluster.running(environ, state, hasty=True):
        kept = lock.read_text()
    stranger = subprocess.Popen(["sleep", "600"], cwd="/", **server_user.as_user())
    try:
        lock.write_text(kept.replace(kept.split()[0], str(stranger.pid), 1))
        server_user.give(lock)
        with cluster.running(environ, state, hasty=True) as server:
            assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_outlived_its_command_is_stopped_first(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, hasty=True) as orphan:
        query(database.ensure(orphan, "quietdesk"), "CREATE TABLE kept AS SELECT 1 n")
        with cluster.running(environ, state, hasty=True) as server:
            assert orphan.process.wait(30) == 0
            assert query(database.ensure(server, "quietdesk"), "SELECT n FROM kept") == [(1,)]


def test_a_server_dies_with_its_command_even_when_that_is_killed(environ: Environ, state: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from tools.postgres import cluster\n"
        "with cluster.running(os.environ, Path(sys.argv[1]), hasty=True) as server:\n"
        "    print(server.process.pid, flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script, str(state)]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        server = int(launcher.stdout.readline())
        assert alive({server})
        launcher.kill()
    assert eventually(lambda: not alive({server}))


def test_a_first_start_that_was_cut_off_is_begun_anew(environ: Environ, state: Path) -> None:
    (state / "data.new").mkdir()
    (state / "data.new" / "PG_VERSION").write_text("18")
    with cluster.running(environ, state, hasty=True) as server:
        assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]


def test_a_long_path_moves_the_socket_not_the_data(environ: Environ, state: Path) -> None:
    deep = state / ("a-long-name" * 8)
    with cluster.running(environ, deep, hasty=True) as server:
        assert query(database.ensure(server, "quietdesk"), "SELECT 1") == [(1,)]
        assert (deep / "data" / "PG_VERSION").exists()
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    server.socket_folder.rmdir()


def test_a_server_that_cannot_start_says_why_in_one_line(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, hasty=True):
        pass
    (state / "data" / "pg_hba.conf").write_text("nonsense\n")
    with pytest.raises(Problem, match=r"PostgreSQL did not start: .*pg_hba\.conf") as told:
        cluster.running(environ, state, hasty=True).__enter__()
    assert "\n" not in str(told.value)


def test_data_that_others_may_read_is_refused(environ: Environ, state: Path) -> None:
    with cluster.running(environ, state, hasty=True):
        pass
    (state / "data").chmod(0o755)
    with pytest.raises(Problem, match="only its owner can read"):
        cluster.running(environ, state, hasty=True).__enter__()
