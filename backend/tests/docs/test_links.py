"""Links, anchors, pictures and file names in the documents lead to something that is there."""

import re
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, anchors, pages, prose, shown, tracked

LINK = re.compile(r"(?:\]\(|(?:src|srcset)=\")([^)\"\s]+)")
PATH = re.compile(r"`(\.?[\w-]+(?:/[\w.*-]+)*/?(?:\.\w+)*)`")
# Made by a command, so git does not know them.
BUILT = ("frontend/dist", "frontend/node_modules", "backend/static")
# Names of images, which look like paths.
IMAGES = {"ollama/ollama"}
# A name without a folder is a file of the repository when it ends like this.
NAMED = re.compile(r"[\w.-]+\.(?:md|yml|toml|py)|Makefile|NOTICE|LICENSE|\.env\.example")


def broken_links(document: Path, text: str) -> list[str]:
    """The relative links of a document that lead nowhere."""
    found = []
    for target in LINK.findall(prose(text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            found.append(target)
    return found


def missing_paths(text: str) -> list[str]:
    """The paths in a text, written as code, that are not in the repository."""
    folders = {parent for path in tracked() for parent in path.parents}
    tops = {path.relative_to(ROOT).parts[0] for path in tracked() if path.parent != ROOT}
    names = {path.name for path in tracked()}
    found = []
    for name in PATH.findall(text):
        if name in IMAGES:
            continue
        if "/" in name and name.split("/")[0] in tops and not name.startswith(BUILT):
            path = ROOT / name.rstrip("/")
            if path not in (folders if name.endswith("/") else tracked() | folders):
                found.append(name)
        elif NAMED.fullmatch(name) and name not in names:
            found.append(name)
    return found


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document, document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_path_exists(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8")) == []


def test_every_page_that_the_code_names_exists() -> None:
    named = re.compile(r"\bdocs/[\w/-]+\.md\b")
    code = [path for path in tracked() if path != Path(__file__)]
    texts = [path for path in code if path.suffix in {".py", ".ts", ".tsx", ".yml", ".sh", ".toml", ".conf"}]
    found = {(shown(path), name) for path in texts for name in named.findall(path.read_text(encoding="utf-8"))}
    assert {(path, name) for path, name in found if not (ROOT / name).is_file()} == set()


def test_a_broken_link_anchor_picture_and_path_are_seen() -> None:
    text = '[a](docs/nowhere.md) [b](docs/api.md#nowhere) [c](docs/api.md#notes) <img src="docs/images/none.png">'
    assert broken_links(ROOT / "README.md", text) == ["docs/nowhere.md", "docs/api.md#nowhere", "docs/images/none.png"]
    assert missing_paths("`backend/nowhere.py` `backend/manage.py` `backend/manage.py/` `nowhere.toml`") == [
        "backend/nowhere.py",
        "backend/manage.py/",
        "nowhere.toml",
    ]
