"""Makes the data folder of a new cluster, whole or not at all."""

import contextlib
import locale
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import secret_files
from tools.errors import Problem
from tools.paths import shown
from tools.postgres import server_user
from tools.postgres.binaries import Binaries

SUPERUSER = "postgres"


def superuser_password(home: Path) -> str:
    return secret_files.keep(home / "superuser_password")


def make(chosen: Binaries, home: Path, data: Path, *, hasty: bool) -> None:
    """initdb into a folder beside, renamed when it is whole: an interrupted first start leaves nothing half made."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    server_user.give(unfinished)
    password = superuser_password(home)
    # initdb reads the password as the server's user, from a file of that user's own.
    handle, name = tempfile.mkstemp(dir=unfinished.parent, prefix="password-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(password)
        server_user.give(Path(name))
        result = subprocess.run(
            [
                chosen.program("initdb"),
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-instructions",
                *locale_options(chosen.major),
                *(["--no-sync"] if hasty else []),
            ],
            env=bare(os.environ),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **server_user.as_user(),
        )
    finally:
        os.unlink(name)
    if result.returncode:
        raise Problem(f"a database could not be made in {shown(home)}: {' '.join(result.stderr.split())}")
    unfinished.rename(data)


def locale_options(major: int) -> list[str]:
    """Sorting and case by code point and Unicode, the same on every machine, with what the version has for it."""
    kept = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8", "C"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            break
    locale.setlocale(locale.LC_CTYPE, kept)
    return [f"--locale={name}", *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else [])]


def bare(environ: Mapping[str, str]) -> dict[str, str]:
    """No secret of the application and none of PostgreSQL's own variables reaches the server."""
    return {name: environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in environ}
