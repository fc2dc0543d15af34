"""The settings of a command: the environment, then .env for what the environment does not set."""

import os
import re
import secrets
from pathlib import Path

from tools.errors import ToolError
from tools.paths import ROOT, display_path


def load() -> dict[str, str]:
    """The environment for this command and its children. An empty variable overrides its line in .env, too."""
    return read(ROOT / ".env") | dict(os.environ)


def read(path: Path) -> dict[str, str]:
    """Parse NAME=value lines, with `#` comments, blank lines, a leading `export` and quoted values.

    Raises ToolError with the line's number for any other line. The message omits the line: it may hold a secret.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ToolError(f"{display_path(path)} cannot be read: {error}.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ToolError(f"{display_path(path)} line {number} is not NAME=value.")
        found[name.strip()] = _unquoted(value.strip())
    return found


def names_in(path: Path) -> set[str]:
    """Every variable name in a settings file, including those in commented lines."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    return set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


def hermetic() -> dict[str, str]:
    """The environment without any setting of the application from the shell or from .env."""
    ours = read(ROOT / ".env").keys() | names_in(ROOT / ".env.example")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    # Django's settings require these two. Nothing connects to this address.
    return kept | {"SECRET_KEY": secrets.token_urlsafe(48), "DATABASE_URL": "postgres://check@127.0.0.1:1/check"}


def state_dir(environ: dict[str, str]) -> Path:
    """The folder of persistent data and secrets: STATE_DIR, or var/ in the checkout."""
    return Path(environ.get("STATE_DIR", "").strip() or ROOT / "var").absolute()


def port(environ: dict[str, str]) -> int:
    """PORT, or 8080. Raises ToolError when it is not a port number."""
    text = environ.get("PORT", "").strip() or "8080"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ToolError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    # As docker compose does: a comment after an unquoted value starts with a space.
    return value.partition(" #")[0].rstrip()
