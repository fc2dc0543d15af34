"""Finds download addresses in lock files, which would bypass the registry that a machine is configured for."""

import re
from pathlib import Path

from tools.paths import BACKEND, FRONTEND, ROOT, display_path

# npm's lock file also holds the web pages and sponsors of packages, which are never fetched.
IN_NPM = re.compile(r'"(?:resolved|version)":\s*"(?:https?|git|file)[:+]')
IN_PIP = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links")


def find_addresses() -> list[str]:
    """One finding for each line of a lock file with a download address."""
    pip = [file for folder in (BACKEND, ROOT / "tools") for file in sorted(folder.glob("requirements*.txt"))]
    return [
        *_findings(FRONTEND / "package-lock.json", IN_NPM),
        *(finding for file in pip for finding in _findings(file, IN_PIP)),
    ]


def _findings(file: Path, address: re.Pattern[str]) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        f"{display_path(file)}:{number}: contains a download address"
        for number, line in enumerate(lines, start=1)
        if address.search(line)
    ]
