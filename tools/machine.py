"""What the machine itself must provide. A missing part is reported with the command that installs it."""

import importlib.util
import os
import platform
import shutil
import sys

from tools.errors import ToolError

# The oldest that the wheels support: of embedded PostgreSQL, elsewhere an installed one is used; of the classifier's
# engine, elsewhere keywords answer.
MIN_GLIBC, MIN_GLIBC_OF_CLASSIFIER, MIN_MACOS_OF_CLASSIFIER = (2, 27), (2, 28), 14


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
    return _has_glibc(MIN_GLIBC)


def supports_classifier() -> bool:
    """Whether there are wheels of the classifier's engine for this machine."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64" and int(platform.mac_ver()[0].split(".")[0]) >= MIN_MACOS_OF_CLASSIFIER
    return _has_glibc(MIN_GLIBC_OF_CLASSIFIER)


def _has_glibc(oldest: tuple[int, int]) -> bool:
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        return False
    name, version = platform.libc_ver()
    return name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) >= oldest


def install_hint(*packages: str) -> str:
    return _install(" ".join(packages))


def _install(packages: str) -> str:
    if shutil.which("apt-get"):
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {packages}"
    return f"install {packages} with this system's package manager"
