"""Files with mode 0600 for secrets, which are generated on the first start and kept."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def ensure(path: Path, generate: Callable[[], str] = lambda: secrets.token_urlsafe(36)) -> str:
    """The secret in the file, generated and written first when there is none."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return write(path, generate())


def write(path: Path, content: str) -> str:
    """Write the file atomically: an interruption leaves the old file or the new one, complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{content}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return content
