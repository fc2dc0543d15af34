"""The classifier's engine beside the server of `make run`: started, kept running, stopped, and missed in one line."""

import hashlib
import os
import platform
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tools import classifier, console, machine, processes, python_packages, weights
from tools.paths import BACKEND, PYTHON

from embedding import wire
from tests.tools.conftest import environment_without_settings
from tests.tools.running_command import Launch, alive, eventually, process_tree

pytestmark = pytest.mark.usefixtures("weights_path")
TEXT = "The printer on ward 3 is out of paper."


def ask(path: Path) -> wire.Answer | wire.Problem | None:
    """The engine's answer; None if there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(30)
        try:
            connection.connect(str(path))
            connection.sendall(wire.request_line([TEXT], 20.0))
            with connection.makefile("rb") as answer:
                return wire.read_answer(answer.readline(), 1)
        except (OSError, wire.InvalidMessageError):
            return None


def answers(path: Path) -> bool:
    found = ask(path)
    return isinstance(found, wire.Answer) and found.width == 4 * 384


def test_it_runs_for_the_block_and_leaves_nothing(state: Path) -> None:
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is not None
        engine.wait()
        assert answers(engine.socket)
        assert engine.describe() == "reads meaning, in a hundred languages"
        assert stat.S_IMODE(engine.socket.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(engine.log.stat().st_mode) == 0o600
        tree = process_tree(engine.process.pid)
    assert not alive(tree)
    assert not engine.socket.parent.exists()


def test_it_gets_none_of_the_secrets(state: Path) -> None:
    secrets = {"SECRET_KEY": "s3cret", "DATABASE_URL": "postgres://s3cret", "LLM_API_KEY": "s3cret"}
    with classifier.running({**environment_without_settings(), **secrets}, state) as engine:
        assert engine is not None
        engine.wait()
        tree = process_tree(engine.process.pid)
        assert len(tree) == 2
        assert not any(b"s3cret" in Path(f"/proc/{pid}/environ").read_bytes() for pid in tree)


def test_it_opens_no_connection_but_its_socket(state: Path) -> None:
    """Traced: libraries of this kind have been found to report to their makers."""
    log, path = state / "trace", state / "socket"
    command = ["strace", "-f", "-o", str(log), "-e", "trace=socket,connect,sendto,sendmsg", str(PYTHON), "-m"]
    command += ["embedding.server", "--socket", str(path), "--weights", str(weights.FILE)]
    with subprocess.Popen(command, cwd=BACKEND, stderr=subprocess.DEVNULL) as traced:
        try:
            assert eventually(lambda: answers(path))
        finally:
            for pid in _engine(process_tree(traced.pid)) - {traced.pid}:
                os.kill(pid, signal.SIGTERM)
            traced.wait(30)
    calls = log.read_text()
    assert "AF_UNIX" in calls
    assert "AF_INET" not in calls


@pytest.mark.parametrize("which", ["supervisor", "worker"])
def test_it_is_started_again_when_one_of_its_processes_is_killed(state: Path, which: str) -> None:
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is not None
        engine.wait()
        supervisor = engine.process.pid
        (worker,) = process_tree(supervisor) - {supervisor}
        victim = supervisor if which == "supervisor" else worker
        os.kill(victim, signal.SIGKILL)
        assert eventually(lambda: not alive({victim}))
        assert eventually(lambda: _kept(engine) and answers(engine.socket))


def test_one_that_cannot_load_says_why_and_is_tried_ever_less_often(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = state / "half.bin"
    half.write_bytes(weights.FILE.read_bytes()[: 1 << 20])
    monkeypatch.setattr(weights, "FILE", half)
    monkeypatch.setattr(classifier, "LONGEST_PAUSE", 2.0)
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is not None
        engine.wait()
        engine.process.wait(30)
        assert engine.describe().startswith("does not run: cannot load the model: half.bin is damaged")
        assert engine.describe().endswith("logs/classifier.log); keywords answer")
        first = engine.process
        engine.keep()
        assert engine.process is first
        assert eventually(lambda: _kept(engine) and engine.process is not first)
        assert engine._pause == 1.0


def test_a_machine_that_cannot_start_it_again_keeps_its_server(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is not None
        engine.process.kill()
        engine.process.wait()
        starts = []

        def start(*command: object, **options: object) -> None:
            starts.append(command)
            raise BlockingIOError("Resource temporarily unavailable")

        with monkeypatch.context() as without:
            without.setattr(processes, "start", start)
            assert eventually(lambda: _kept(engine) and len(starts) == 2)
        assert eventually(lambda: _kept(engine) and engine.process.poll() is None)


def test_one_whose_worker_dies_again_and_again_is_not_said_to_load(state: Path) -> None:
    """As on a machine whose processor lacks an instruction."""
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is not None
        assert eventually(lambda: _die(engine))
        assert re.match(r"does not run: the worker ended \(-4\) after [\d.]+ s", engine.describe())


def _die(engine: classifier.Engine) -> bool:
    for pid in process_tree(engine.process.pid) - {engine.process.pid}:
        os.kill(pid, signal.SIGILL)
    return b"ended" in engine.log.read_bytes()


@pytest.mark.parametrize("length", [85, 86, 200])
def test_the_path_of_its_socket_is_short_enough_for_every_system(state: Path, length: int) -> None:
    folder = state / ("n" * (length - len(str(state)) - 1))
    with classifier.running(environment_without_settings(), folder) as engine:
        assert engine is not None
        assert len(os.fsencode(engine.socket)) <= 103
        assert engine.socket.is_relative_to(folder) == (length == 85)
        engine.wait()
        assert answers(engine.socket)
    assert not engine.socket.parent.exists()


@pytest.mark.parametrize("make", [lambda folder: folder.symlink_to("/tmp"), lambda folder: folder.mkdir(0o755)])  # noqa: S108
def test_a_folder_that_others_can_enter_is_not_used(
    state: Path, make: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    make(classifier.socket_path(state).parent)
    with classifier.running(environment_without_settings(), state) as engine:
        assert engine is None
    assert "is not a private folder of this user; keywords answer\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("system", "kind", "version", "supported"),
    [
        ("linux", "x86_64", ("glibc", "2.28"), True),
        ("linux", "aarch64", ("glibc", "2.41"), True),
        ("linux", "x86_64", ("glibc", "2.27"), False),
        ("linux", "x86_64", ("", ""), False),  # musl
        ("linux", "riscv64", ("glibc", "2.41"), False),
        ("darwin", "arm64", ("14.7.1", ""), True),
        ("darwin", "arm64", ("13.6", ""), False),
        ("darwin", "x86_64", ("15.0", ""), False),
    ],
)
def test_machines_without_its_wheels_are_known(
    system: str, kind: str, version: tuple[str, str], supported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: kind)
    monkeypatch.setattr(platform, "libc_ver", lambda: version)
    monkeypatch.setattr(platform, "mac_ver", lambda: (version[0], ("", "", ""), kind))
    assert machine.supports_classifier() is supported


def _no_wheels(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(machine, "supports_classifier", lambda: False)


def _no_packages(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    unknown = folder / "requirements-classifier.txt"
    unknown.write_text(f"quietdesk-has-no-such-package==1 --hash=sha256:{hashlib.sha256().hexdigest()}\n")
    monkeypatch.setattr(python_packages, "CLASSIFIER", unknown)


def _no_weights(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(weights, "FILE", folder / "weights" / "none.bin")


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        (_no_wheels, "not for this machine (Linux with glibc 2.28, or macOS 14 on ARM); keywords answer"),
        (_no_packages, "its packages could not be installed (see "),
        (_no_weights, "the weights could not be downloaded (see "),
    ],
)
def test_whatever_is_missing_is_told_in_one_line(
    missing: Callable[[pytest.MonkeyPatch, Path], None],
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing(monkeypatch, tmp_path)
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    assert classifier.prepare({**environment_without_settings(), **offline}) is False
    said = capsys.readouterr().out
    assert said.startswith("  Classifier    ")
    assert line in said
    assert "; keywords answer" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "setting", [{"CLASSIFIER": "off"}, {"CLASSIFIER_SOCKET": "/run/engine/socket"}, {"EMBEDDING_MODEL": "bge-m3"}]
)
def test_nothing_is_installed_for_one_that_is_off_or_elsewhere(
    setting: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "step", lambda label: pytest.fail("a step"))
    assert classifier.prepare({**environment_without_settings(), **setting}) is False


def test_make_run_starts_it_beside_the_server(launch: Launch) -> None:
    running = launch().wait_until_ready()
    assert any(line.startswith("  Classifier    ") for line in running.lines)
    path = classifier.socket_path(launch.state)
    assert eventually(lambda: answers(path))
    assert _told_of_the_engine(running.process_tree()) == {str(path)}
    tree = running.process_tree()
    running.process.send_signal(signal.SIGTERM)
    assert running.wait() == 0
    assert eventually(lambda: not alive(tree))
    assert not path.parent.exists()


def test_make_run_starts_it_again(launch: Launch) -> None:
    running = launch().wait_until_ready()
    path = classifier.socket_path(launch.state)
    assert eventually(lambda: answers(path))
    for pid in _engine(running.process_tree()):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not answers(path))
    assert running.request("/api/tickets/stats/")["total_tickets"] == 0
    assert eventually(lambda: answers(path))
    assert running.process.poll() is None


def test_off_there_is_none(launch: Launch) -> None:
    running = launch(CLASSIFIER="off").wait_until_ready()
    assert not any("Classifier" in line for line in running.lines)
    assert not _engine(running.process_tree())
    assert not _told_of_the_engine(running.process_tree())


def test_a_django_command_asks_the_engine_of_the_running_server(launch: Launch) -> None:
    launch().wait_until_ready()
    printed = launch("manage", "shell", "-c", "import os; print(os.environ['CLASSIFIER_SOCKET'])")
    assert printed.wait() == 0
    assert printed.output().splitlines()[-1] == str(classifier.socket_path(launch.state))


def _kept(engine: classifier.Engine) -> bool:
    """As the command does several times a second."""
    engine.keep()
    return True


def _engine(tree: set[int]) -> set[int]:
    return {pid for pid in tree if b"embedding.server" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def _told_of_the_engine(tree: set[int]) -> set[str]:
    """The values of CLASSIFIER_SOCKET in the environments of the server's processes."""
    environs = (Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") for pid in tree)
    pairs = (one.decode().partition("=") for environ in environs for one in environ if one)
    return {value for name, _, value in pairs if name == "CLASSIFIER_SOCKET"}
