"""Chromium from the system, for tests and pictures: the browsers that Playwright would fetch are built elsewhere."""

import os
from typing import Any

from tools import system_programs

# Without the first, Chromium refuses to start as root; without the others it looks for its maker's servers.
ROOT_ONLY = ["--no-sandbox"]
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def launch_arguments() -> dict[str, Any]:
    """What Playwright's `launch` takes. Raises LookupError where there is no Chromium."""
    program = system_programs.find(os.environ, *system_programs.CHROMIUM)
    if program is None:
        raise LookupError("Chromium is not installed")
    return {"executable_path": program, "args": [*(ROOT_ONLY if os.geteuid() == 0 else []), *ARGUMENTS]}
