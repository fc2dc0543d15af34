"""Builds the front end in frontend/dist, and installs the packages for that."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tools import build_stamps, console, node
from tools.paths import FRONTEND, LOGS, PYTHON, STAMPS
from tools.run_logged import run_logged

DIST = FRONTEND / "dist"
NODE_MODULES = FRONTEND / "node_modules"
NOT_SOURCE = {"node_modules", "dist", "coverage"}


def ensure_built(environ: Mapping[str, str]) -> None:
    """Build the pages unless dist/ was built from the present sources. Only a build needs Node.js."""
    with console.step("Pages") as step:
        stamp, value = STAMPS / "pages", build_stamps.digest(_sources())
        if build_stamps.is_current(stamp, value) and (DIST / "index.html").is_file():
            step.done("built, frontend/dist")
            return
        step.doing("finding Node.js")
        with_node = node.environment(environ)
        if not _packages_are_current():
            step.doing("installing packages")
            _install_packages(with_node)
        step.doing("building")
        run_logged(
            ["npm", "run", "build"],
            failure="could not build the pages",
            log=LOGS / "build.log",
            cwd=FRONTEND,
            environ=with_node,
        )
        # A compressed copy beside each file, which the server sends as it is.
        run_logged(
            [PYTHON, "-m", "whitenoise.compress", "--quiet", DIST],
            failure="could not compress the pages",
            log=LOGS / "compress.log",
            cwd=FRONTEND,
            environ=environ,
        )
        build_stamps.write(stamp, value)
        step.done()


def ensure_packages(environ: Mapping[str, str]) -> dict[str, str]:
    """Install the front end's packages unless they are current. Returns the environment in which npm runs."""
    with console.step("Front end") as step:
        with_node = node.environment(environ)
        if _packages_are_current():
            step.done("packages installed")
        else:
            step.doing("installing packages")
            _install_packages(with_node)
            step.done()
        return with_node


def _install_packages(with_node: Mapping[str, str]) -> None:
    run_logged(
        ["npm", "ci", "--no-audit", "--no-fund"],
        failure="could not install the front end's packages",
        log=LOGS / "npm.log",
        cwd=FRONTEND,
        environ=with_node,
    )
    # Inside node_modules, so that removing the folder removes its stamp.
    build_stamps.write(NODE_MODULES / ".installed", build_stamps.digest(_lock_files()))


def _packages_are_current() -> bool:
    return build_stamps.is_current(NODE_MODULES / ".installed", build_stamps.digest(_lock_files()))


def _lock_files() -> list[Path]:
    return [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]


def _sources() -> Iterable[Path]:
    return [path for path in FRONTEND.iterdir() if path.name not in NOT_SOURCE]
