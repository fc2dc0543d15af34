"""The programs that the tests drive, Chromium first among them, installed where apt lets us."""

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
WANTED = {
    "Chromium": CHROMIUM,
    "nginx": ("nginx",),
    "envsubst": ("envsubst",),  # nginx/start.sh fills in its templates with it
    "openssl": ("openssl",),
    "strace": ("strace",),
    "curl": ("curl",),  # runs the examples in the documents
}
PACKAGES = ("chromium", "nginx-light", "fonts-dejavu-core", "gettext-base", "openssl", "strace", "curl")
POLICY = Path("/usr/sbin/policy-rc.d")
# An ordinary user's PATH on Debian leaves out where nginx lies.
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def ensure(environ: Mapping[str, str]) -> None:
    """Raises Problem with the one command to run when something is missing that cannot be installed from here."""
    with say.step("Programs") as step:
        missing = ", ".join(_missing(environ))
        if not missing:
            step.done("Chromium, nginx and what else the tests drive")
            return
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Problem(f"the tests need {missing}: {machine.install_hint(*PACKAGES)}")
        step.doing(f"installing {missing}")
        quiet_apt = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
        with _no_services_started():
            for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
                failing = f"{missing} could not be installed with apt"
                quiet.run(["apt-get", *command], failing=failing, log=LOGS / "apt.log", cwd=ROOT, environ=quiet_apt)
        if missing := ", ".join(_missing(environ)):
            raise Problem(f"apt has installed its packages, and these are still missing: {missing}.")
        step.done()


def program(environ: Mapping[str, str], *names: str) -> str | None:
    path = f"{environ.get('PATH', os.defpath)}:{SYSTEM_FOLDERS}"
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def _missing(environ: Mapping[str, str]) -> list[str]:
    return [title for title, names in WANTED.items() if program(environ, *names) is None]


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
