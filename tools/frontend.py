"""The built pages in frontend/dist, and the static files that Django's own pages need."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tools import build_stamps, console, node
from tools.paths import BACKEND, FRONTEND, PYTHON, STAMPS
from tools.python_packages import LOGS
from tools.run_logged import run_logged

DIST = FRONTEND / "dist"
MODULES = FRONTEND / "node_modules"
NOT_SOURCE = {"node_modules", "dist", "coverage"}


def ensure_built(environ: Mapping[str, str]) -> None:
    """Build the pages unless they were built from these very sources; only a build needs Node.js."""
    with console.step("Pages") as step:
        stamp, value = STAMPS / "pages", build_stamps.digest(_sources())
        if build_stamps.current(stamp, value) and (DIST / "index.html").is_file():
            step.done("built, frontend/dist")
            return
        step.doing("finding Node.js")
        with_node = node.environment(environ)
        if not _modules_current():
            step.doing("installing packages")
            _install_modules(with_node)
        step.doing("building")
        run_logged(
            ["npm", "run", "build"],
            failing="could not build the pages",
            log=LOGS / "build.log",
            cwd=FRONTEND,
            environ=with_node,
        )
        # Beside each file, for the server to send: a browser takes a quarter of the bytes.
        run_logged(
            [PYTHON, "-m", "whitenoise.compress", "--quiet", DIST],
            failing="could not compress the pages",
            log=LOGS / "compress.log",
            cwd=FRONTEND,
            environ=environ,
        )
        build_stamps.write(stamp, value)
        step.done()


def ensure_modules(environ: Mapping[str, str]) -> dict[str, str]:
    """Install the front end's packages unless current; returns the environment in which npm runs."""
    with console.step("Front end") as step:
        with_node = node.environment(environ)
        if _modules_current():
            step.done("packages installed")
        else:
            step.doing("installing packages")
            _install_modules(with_node)
            step.done()
        return with_node


def ensure_static(environ: Mapping[str, str]) -> None:
    """Collect the static files of the admin and the API's documentation page."""
    sources = [BACKEND / "requirements.txt", *BACKEND.glob("*/static")]
    stamp, value = STAMPS / "static", build_stamps.digest(sources, environ.get("STATIC_ROOT", ""))
    folder = Path(environ.get("STATIC_ROOT", "").strip() or BACKEND / "static")
    with console.step("Static") as step:
        if build_stamps.current(stamp, value) and folder.is_dir():
            step.done("collected")
            return
        step.doing("collecting static files")
        run_logged(
            [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            failing="could not collect the static files",
            log=LOGS / "collectstatic.log",
            cwd=BACKEND,
            environ=environ,
        )
        build_stamps.write(stamp, value)
        step.done()


def _install_modules(with_node: Mapping[str, str]) -> None:
    run_logged(
        ["npm", "ci", "--no-audit", "--no-fund"],
        failing="could not install the front end's packages",
        log=LOGS / "npm.log",
        cwd=FRONTEND,
        environ=with_node,
    )
    # In the folder itself: it goes when the folder goes.
    build_stamps.write(MODULES / ".installed", build_stamps.digest(_locks()))


def _modules_current() -> bool:
    return build_stamps.current(MODULES / ".installed", build_stamps.digest(_locks()))


def _locks() -> list[Path]:
    return [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]


def _sources() -> Iterable[Path]:
    return [path for path in FRONTEND.iterdir() if path.name not in NOT_SOURCE]
