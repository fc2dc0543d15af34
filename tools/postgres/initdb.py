"""Initialises the data folder of a new cluster, completely or not at all."""

import contextlib
import locale
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import secret_files
from tools.errors import ToolError
from tools.paths import display_path
from tools.postgres import server_user
from tools.postgres.binaries import Binaries

SUPERUSER = "postgres"


def superuser_password(home: Path) -> str:
    return secret_files.ensure(home / "superuser_password")


def create(chosen: Binaries, home: Path, data: Path, *, durable: bool) -> None:
    """Run initdb in a temporary folder and rename it at the end: an interruption leaves no partial cluster."""
    unfinished = home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    server_user.chown(unfinished)
    password = superuser_password(home)
    # initdb runs as the server's user, so the file with the password has to be that user's.
    handle, name = tempfile.mkstemp(dir=unfinished.parent, prefix="password-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(password)
        server_user.chown(Path(name))
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
                *([] if durable else ["--no-sync"]),
            ],
            env=minimal_environment(os.environ),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **server_user.popen_options(),
        )
    finally:
        os.unlink(name)
    if result.returncode:
        raise ToolError(
            f"a database could not be initialised in {display_path(home)}: {' '.join(result.stderr.split())}"
        )
    unfinished.rename(data)


def locale_options(major: int) -> list[str]:
    """Options for sorting by code point and Unicode case rules, the same on every machine if the version allows."""
    kept = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8", "C"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            break
    locale.setlocale(locale.LC_CTYPE, kept)
    return [f"--locale={name}", *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else [])]


def minimal_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of the server, without the application's secrets and PostgreSQL's own variables."""
    return {name: environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in environ}
