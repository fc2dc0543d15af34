"""Finds registry addresses in lock files: they must install from whatever registry a machine is set up for."""

import re
from pathlib import Path

from tools.paths import BACKEND, FRONTEND, ROOT, shown

# Beside these, npm's lock file holds the web pages and sponsors of packages, which nothing fetches.
IN_NPM = re.compile(r'"(?:resolved|version)":\s*"(?:https?|git|file)[:+]')
IN_PIP = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links")


def hosts() -> list[str]:
    """One finding for each line of a lock file that names a place to fetch from."""
    pip = [file for folder in (BACKEND, ROOT / "tools") for file in sorted(folder.glob("requirements*.txt"))]
    return [
        *_in(FRONTEND / "package-lock.json", IN_NPM),
        *(finding for file in pip for finding in _in(file, IN_PIP)),
    ]


def _in(file: Path, place: re.Pattern[str]) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        f"{shown(file)}:{number}: names a place to fetch from"
        for number, line in enumerate(lines, start=1)
        if place.search(line)
    ]
