"""The system's Chromium for tests and screenshots, in place of Playwright's own download."""

import os
from typing import Any

from tools import system_programs

# As root, Chromium needs --no-sandbox. The others keep it from contacting Google's servers.
ROOT_ONLY = ["--no-sandbox"]
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def launch_arguments() -> dict[str, Any]:
    """The arguments for Playwright's `launch`. Raises LookupError without Chromium."""
    program = system_programs.find(os.environ, *system_programs.CHROMIUM)
    if program is None:
        raise LookupError("Chromium is not installed")
    return {"executable_path": program, "args": [*(ROOT_ONLY if os.geteuid() == 0 else []), *ARGUMENTS]}
