"""Finds back-end files without a role and packages without a place, which import contracts alone would pass over.

The lists stand once, in the contracts of backend/pyproject.toml: `root_packages` are the packages, the layers of the
contract over roles are the roles, and its containers are the apps and their parts (such as tickets/queue).
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.paths import BACKEND

# They know no feature, so their files are not sorted into the roles of one.
LIBRARIES = {"api", "postgres"}
# Django's own word for a folder that holds no code of ours to order.
MIGRATIONS = "migrations"


def findings(backend: Path = BACKEND) -> list[str]:
    """One line for each file without a role and each package that no contract names."""
    settings = tomllib.loads((backend / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contract = next(one for one in settings["contracts"] if one["name"].startswith("Roles"))
    roles = {role for layer in contract["layers"] for role in re.findall(r"\w+", layer)} | {MIGRATIONS}
    packages = {path.parent.name for path in backend.glob("*/__init__.py")}
    named = set(settings["root_packages"])
    found = [f"backend/{name}: no place in root_packages of backend/pyproject.toml" for name in packages - named]
    found += [
        f"backend/{folder.name}: holds Python files but no __init__.py, so that no contract sees it"
        for folder in backend.iterdir()
        if folder.is_dir() and folder.name not in packages and any(folder.glob("*.py"))
    ]
    apps = sorted(path.parent for path in backend.glob("*/apps.py") if path.parent.name not in LIBRARIES)
    parts = [part for app in apps for part in _walk(app, backend, roles, found)]
    told = set(contract["containers"])
    found += [f"{part}: not among the containers of the contract over roles" for part in parts if part not in told]
    found += [f"{part}: a container of the contract over roles, but no app" for part in told.difference(parts)]
    return sorted(found)


def _walk(folder: Path, backend: Path, roles: set[str], found: list[str]) -> Iterator[str]:
    """The app and its parts, as dotted names; adds the files that have no role."""
    if not (folder / "__init__.py").exists():
        found.append(f"{folder.relative_to(backend.parent)}: no __init__.py, so that no contract sees it")
    yield ".".join(folder.relative_to(backend).parts)
    for entry in sorted(folder.iterdir()):
        if entry.suffix == ".py" and entry.stem not in roles | {"__init__"}:
            found.append(
                f"{entry.relative_to(backend.parent)}: has no role; name it for one ({', '.join(sorted(roles))}),"
                " or put it into a folder of that name"
            )
        elif entry.is_dir() and entry.name not in roles and any(entry.rglob("*.py")):
            yield from _walk(entry, backend, roles, found)
