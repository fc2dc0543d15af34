"""Creates the secrets of an installation on its first start, as files that one group may read.

Each has a folder of its own, a volume that is mounted only where it is read. Runs once as root, without a network, and
with no capability but CHOWN. Existing secrets are kept; those of an older version, which kept all in one volume, are
copied from there.
"""

import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/run/quietdesk/secrets")
OLDER = Path("/run/quietdesk/older")
GROUP = 10002  # docker-compose.yml adds it to the containers that need a secret


@dataclass(frozen=True)
class Secret:
    folder: str
    name: str
    volume: str
    older_name: str
    make: Callable[[], str]


SECRETS = (
    Secret("django", "key", "django-secrets", "django_key", lambda: secrets.token_urlsafe(64)),
    Secret("database", "password", "database-secrets", "database_password", lambda: secrets.token_urlsafe(36)),
)


def main(folder: Path = FOLDER, older: Path = OLDER, group: int = GROUP) -> None:
    for secret in SECRETS:
        own, former = folder / secret.folder, older / secret.older_name
        os.chown(own, -1, group)
        own.chmod(0o750)
        file = own / secret.name
        if file.exists():
            _require(file, secret.volume)
        elif former.exists():
            _write(file, _require(former, "secrets"), group)
            sys.stdout.write(f"quietdesk: took {secret.folder}/{secret.name} from the older volume\n")
        else:
            _write(file, secret.make(), group)
            sys.stdout.write(f"quietdesk: made {secret.folder}/{secret.name}\n")


def _require(file: Path, volume: str) -> str:
    """What the file holds. Exits when that is nothing: a new secret would lock the desk out of its own database."""
    secret = file.read_text(encoding="ascii").strip()
    if not secret:
        sys.exit(
            f"quietdesk: the secret {file.name} is empty; put it back from a copy, or remove the volume `{volume}`."
        )
    return secret


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
