"""The programs that the end-to-end tests drive: Chromium and nginx, installed where apt lets us."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools import machine, quiet, say
from tools.errors import Problem
from tools.places import ROOT
from tools.python_packages import LOGS

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "nginx-light", "fonts-dejavu-core")
POLICY = Path("/usr/sbin/policy-rc.d")
# An ordinary user's PATH on Debian leaves out where nginx lies.
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def ensure(environ: Mapping[str, str]) -> None:
    """Raises Problem with the one command to run when something is missing that cannot be installed from here."""
    with say.step("Browser") as step:
        if not _missing(environ):
            step.done("Chromium and nginx are installed")
            return
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Problem(
                f"the end-to-end tests need {' and '.join(_missing(environ))}: {machine.install_hint(*PACKAGES)}"
            )
        step.doing("installing Chromium and nginx")
        quiet_apt = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
        failing = f"{' and '.join(_missing(environ))} could not be installed with apt"
        with _no_services_started():
            for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
                quiet.run(["apt-get", *command], failing=failing, log=LOGS / "apt.log", cwd=ROOT, environ=quiet_apt)
        if missing := _missing(environ):
            raise Problem(f"apt installed its packages, and still there is no {' and no '.join(missing)}.")
        step.done()


def program(environ: Mapping[str, str], *names: str) -> str | None:
    path = f"{environ.get('PATH', os.defpath)}:{SYSTEM_FOLDERS}"
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def _missing(environ: Mapping[str, str]) -> list[str]:
    wanted = {"Chromium": CHROMIUM, "nginx": ("nginx",)}
    return [title for title, names in wanted.items() if program(environ, *names) is None]


@contextlib.contextmanager
def _no_services_started() -> Iterator[None]:
    """Debian starts what it installs, and nginx would take port 80; this is its own way to say no."""
    if POLICY.exists():
        yield
        return
    try:
        POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink(missing_ok=True)
