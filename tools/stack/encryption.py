"""Encrypts a backup to a public key of age, and decrypts it, with the image of the backend: nothing else is needed."""

import hashlib
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from tools.errors import ToolError
from tools.paths import ROOT, display_path
from tools.stack import engine

STARTS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
# It needs no network, no file and no right.
CONTAINER = ["--rm", "--interactive", "--network=none", "--read-only", "--cap-drop=ALL", "--entrypoint=python"]


def recipients() -> list[str]:
    """The public keys of RECIPIENT, with blanks or commas between them. Raises ToolError for what is none."""
    text = os.environ.get("RECIPIENT", "").strip()
    if not text:
        return []
    # A key of OpenSSH has blanks inside.
    keys = [text] if text.startswith("ssh-") else text.replace(",", " ").split()
    with open(os.devnull, "wb") as nowhere:
        _run("encrypt", keys, [], nowhere, "RECIPIENT")
    return keys


def is_encrypted(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(64).startswith(STARTS)


def encrypt(file: Path, target: Path, keys: list[str]) -> None:
    """Write the private file, and read it back: it must be what the container has written."""
    with file.open("rb") as plain, _private(target) as encrypted:
        _transfer("encrypt", keys, [plain], encrypted, target)


@contextmanager
def readable(file: Path) -> Iterator[Path]:
    """The backup itself, or decrypted with IDENTITY as a private file that is removed afterwards."""
    if not is_encrypted(file):
        yield file
        return
    name = os.environ.get("IDENTITY", "").strip()
    if not name:
        raise ToolError(f"{display_path(file)} is encrypted: name the file with the secret key, IDENTITY=key.txt.")
    identity = Path(name).expanduser()
    if not identity.is_file():
        raise ToolError(f"IDENTITY: there is no file {name}.")
    folder = ROOT / "var" / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="decrypted-") as private:
        plain = Path(private) / file.name.removesuffix(".age")
        with file.open("rb") as encrypted, _private(plain) as target:
            secret = identity.read_bytes()
            key = io.BytesIO(f"{len(secret)}\n".encode() + secret)
            _transfer("decrypt", [], [key, encrypted], target, plain, display_path(file))
        yield plain


def _transfer(
    command: str, keys: list[str], sources: list[IO[bytes]], target: IO[bytes], path: Path, what: str = ""
) -> None:
    digest = _run(command, keys, sources, target, what or display_path(path))
    target.flush()
    os.fsync(target.fileno())
    with path.open("rb") as written:
        if hashlib.file_digest(written, "sha256").hexdigest() != digest:
            raise ToolError(f"{what or display_path(path)} was not stored as it was written; is the disk full?")


def _run(command: str, keys: list[str], sources: list[IO[bytes]], target: IO[bytes], what: str) -> str:
    """Run container.age on the sources, one after the other. Returns the digest of what it has written."""
    images = engine.compose("config", "--images").split()
    image = next(name for name in images if name.startswith("quietdesk-backend:"))
    process = subprocess.Popen(
        ["docker", "run", *CONTAINER, image, "-m", "container.age", command, *keys],
        stdin=subprocess.PIPE,
        stdout=target,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    # Both are pipes, and not None.
    feed, errors = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stderr)
    with process, errors:
        # When it has ended before the end of its input, it says why.
        with suppress(BrokenPipeError):
            for source in sources:
                shutil.copyfileobj(source, feed, 1_000_000)
        with suppress(BrokenPipeError):
            feed.close()
        said = errors.read().decode(errors="replace").strip().splitlines()
    last = said[-1] if said else "no output"
    if process.returncode or not last.startswith("sha256 "):
        raise ToolError(f"{what}: {last}")
    return last.removeprefix("sha256 ")


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
