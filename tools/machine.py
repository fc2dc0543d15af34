"""What the machine itself must provide. A missing part is reported with the command that installs it."""

import importlib.util
import os
import platform
import shutil
import sys

from tools.errors import ToolError

# The oldest that the wheel of embedded PostgreSQL supports. Elsewhere an installed PostgreSQL is used.
MIN_GLIBC = (2, 27)


def require_venv() -> None:
    """Raises ToolError when Python lacks venv, which Debian packages separately."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise ToolError(
        f"this Python cannot make virtual environments; install that part: {_install(f'python{version}-venv')}"
    )


def supports_embedded_postgres() -> bool:
    """Whether there is a wheel of embedded PostgreSQL for this machine."""
    if sys.platform == "darwin":
        return platform.machine() in {"arm64", "x86_64"}
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        return False
    name, version = platform.libc_ver()
    return name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) >= MIN_GLIBC


def install_hint(*packages: str) -> str:
    return _install(" ".join(packages))


def _install(packages: str) -> str:
    if shutil.which("apt-get"):
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {packages}"
    return f"install {packages} with this system's package manager"
