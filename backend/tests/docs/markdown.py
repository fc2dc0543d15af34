"""The Markdown files of the repository, and what stands in them."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def tracked() -> frozenset[Path]:
    """Every file that git knows, and those that are new; nothing that was installed or built."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return frozenset(path for name in names if name and (path := ROOT / name).is_file())


def pages() -> list[Path]:
    """Every Markdown file for people. The prompt is a text for models."""
    return sorted(path for path in tracked() if path.suffix == ".md" and path.name != "prompt.md")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(text: str) -> str:
    """The text with blank lines in place of code blocks, so that line numbers stay."""
    return FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return [code for found, code in FENCE.findall(path.read_text(encoding="utf-8")) if found == language]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "") for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, header rows too."""
    lines = [line for line in prose(text).splitlines() if line.startswith("|") and not re.fullmatch(r"[|\- :]+", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
