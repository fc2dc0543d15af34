"""Creates the superuser `admin`. Its password is stored in a file that only the file's owner may read."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

USERNAME = "admin"


def ensure_admin(*, state_dir: Path, password: str = "") -> bool:
    """Create the superuser if it does not exist, and store its password. Returns whether it was created."""
    users = get_user_model().objects
    if users.filter(username=USERNAME).exists():
        return False
    # An existing file belongs to another database of this installation. Both then have the same password.
    password = password or _read(password_file(state_dir)) or secrets.token_urlsafe(18)
    # The file comes first: a failure in between must not leave an account with an unknown password.
    _write(password_file(state_dir), password)
    users.create_superuser(username=USERNAME, email="", password=password)
    return True


def password_file(state_dir: Path) -> Path:
    """The path of the file with the password."""
    return state_dir / "admin_password"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{text}\n")
