"""The system programs that the tests use, such as Chromium and nginx: found, or installed with apt."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools import console, machine
from tools.errors import ToolError
from tools.paths import LOGS, ROOT
from tools.run_logged import run_logged

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = {
    "Chromium": CHROMIUM,
    "nginx": ("nginx",),
    "envsubst": ("envsubst",),  # nginx/start.sh renders its templates with it
    "openssl": ("openssl",),
    "strace": ("strace",),
    "curl": ("curl",),  # runs the examples in the documents
    "age": ("age",),  # reads encrypted backups
    "ssh-keygen": ("ssh-keygen",),  # signs bundles
    "faketime": ("faketime",),  # sets the clock of a desk under test
    "definitions of locales": ("locale-gen",),
}
PACKAGES = (
    "chromium",
    "nginx-light",
    "fonts-dejavu-core",
    "gettext-base",
    "openssl",
    "strace",
    "curl",
    "age",
    "openssh-client",
    "faketime",
    "locales",
)
POLICY = Path("/usr/sbin/policy-rc.d")
# Debian installs nginx into a folder that is not on an ordinary user's PATH.
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def ensure(environ: Mapping[str, str]) -> None:
    """Install missing programs. Raises ToolError with the command to run when they cannot be installed here."""
    with console.step("Programs") as step:
        missing = ", ".join(_missing(environ))
        if not missing:
            step.done("Chromium, nginx and the other programs of the tests")
            return
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise ToolError(f"the tests need {missing}: {machine.install_hint(*PACKAGES)}")
        step.doing(f"installing {missing}")
        apt_environ = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
        with _no_services_started():
            for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
                failure = f"{missing} could not be installed with apt"
                run_logged(["apt-get", *command], failure=failure, log=LOGS / "apt.log", cwd=ROOT, environ=apt_environ)
        if missing := ", ".join(_missing(environ)):
            raise ToolError(f"apt has installed its packages, and these are still missing: {missing}.")
        step.done()


def find(environ: Mapping[str, str], *names: str) -> str | None:
    """The path of the first of these programs that is installed."""
    path = f"{environ.get('PATH', os.defpath)}:{SYSTEM_FOLDERS}"
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def _missing(environ: Mapping[str, str]) -> list[str]:
    return [title for title, names in REQUIRED.items() if find(environ, *names) is None]


@contextlib.contextmanager
def _no_services_started() -> Iterator[None]:
    """Keep apt from starting nginx on port 80: Debian's packages ask policy-rc.d, and status 101 means no."""
    if POLICY.exists():
        yield
        return
    try:
        POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink(missing_ok=True)
