"""The settings of a command: the environment, and below it the lines of .env that the environment does not set."""

import os
import re
import secrets
from pathlib import Path

from tools.errors import Problem
from tools.paths import ROOT, shown


def load() -> dict[str, str]:
    """The environment for this command and everything it starts; an empty variable still hides its line in .env."""
    return read(ROOT / ".env") | dict(os.environ)


def read(path: Path) -> dict[str, str]:
    """NAME=value lines; `#` comments, blank lines, a leading `export` and quotes around a value are understood.

    Raises Problem with file and line number for a line that is none of these; never shows the line, which may
    hold a secret.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{shown(path)} cannot be read: {error}.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise Problem(f"{shown(path)} line {number} is not NAME=value.")
        found[name.strip()] = _plain(value.strip())
    return found


def names_in(path: Path) -> set[str]:
    """Every name that a file of settings mentions, also where its line is commented out."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    return set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


def hermetic() -> dict[str, str]:
    """The environment without any setting of the application, whatever a person's shell or .env holds."""
    ours = read(ROOT / ".env").keys() | names_in(ROOT / ".env.example")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    # The settings cannot be read without these two; nothing connects to this address.
    return kept | {"SECRET_KEY": secrets.token_urlsafe(48), "DATABASE_URL": "postgres://check@127.0.0.1:1/check"}


def state_dir(environ: dict[str, str]) -> Path:
    """Where data and secrets stay between starts: STATE_DIR, or var/ in the checkout."""
    return Path(environ.get("STATE_DIR", "").strip() or ROOT / "var").absolute()


def port(environ: dict[str, str]) -> int:
    """PORT, or 8080. Raises Problem when it is no port number."""
    text = environ.get("PORT", "").strip() or "8080"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Problem(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _plain(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    # As compose reads it: an unquoted value ends at a comment that stands apart from it.
    return value.partition(" #")[0].rstrip()
