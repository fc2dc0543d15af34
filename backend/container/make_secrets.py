"""Creates the secrets of an installation on its first start, as files that one group may read.

Runs once as root, without a network, and with no capability but CHOWN. Existing secrets are kept.
"""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

FOLDER = Path("/run/quietdesk/secrets")
GROUP = 10002  # docker-compose.yml adds it to the containers that need a secret
SECRETS: dict[str, Callable[[], str]] = {
    "django_key": lambda: secrets.token_urlsafe(64),
    "database_password": lambda: secrets.token_urlsafe(36),
}


def main(folder: Path = FOLDER, group: int = GROUP) -> None:
    os.chown(folder, -1, group)
    folder.chmod(0o750)
    for name, make in SECRETS.items():
        file = folder / name
        if not file.exists():
            _write(file, make(), group)
            sys.stdout.write(f"quietdesk: made {name}\n")
        elif not file.read_text(encoding="ascii").strip():
            sys.exit(f"quietdesk: the secret {name} is empty; put it back from a copy, or remove the volume `secrets`.")


def _write(file: Path, secret: str, group: int) -> None:
    """Write the file atomically: an interruption leaves no file or a complete one."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as handle:
        handle.write(f"{secret}\n")
        handle.flush()
        os.fchown(handle.fileno(), -1, group)
        os.fchmod(handle.fileno(), 0o440)
        os.fsync(handle.fileno())
    new.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


if __name__ == "__main__":
    main()
