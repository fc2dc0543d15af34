"""The first account: `admin`, with a password that lies in a file only its owner reads."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

NAME = "admin"


def ensure_admin(*, state: Path, password: str = "") -> bool:
    """Make the account where it is missing, and keep its password in `state`. Returns whether it was made."""
    users = get_user_model().objects
    if users.filter(username=NAME).exists():
        return False
    # A file that is there already belongs to another database of this installation: one password for both.
    password = password or _kept(password_file(state)) or secrets.token_urlsafe(18)
    # The file first: an account whose password nobody knows would be the worse half to be left with.
    _write(password_file(state), password)
    users.create_superuser(username=NAME, email="", password=password)
    return True


def password_file(state: Path) -> Path:
    """Where the password lies, readable by its owner alone."""
    return state / "admin_password"


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{text}\n")
