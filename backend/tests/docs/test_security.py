"""docs/security.md names tests that are there, and every finding of the review but those that belong to accounts."""

import re
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, rows

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
FINDINGS = {f"{kind}{n}" for kind, count in (("H", 5), ("M", 9), ("L", 10)) for n in range(1, count + 1)}
OF_ACCOUNTS = {"M5", "L5", "L8"}
TEST = re.compile(r"`(stack:)?([\w/]+\.py)(?:::(\w+))?`")


def source_of(stack: str, name: str) -> Path:
    return ROOT / ("tools/stack/tests" if stack else "backend/tests") / name


@pytest.mark.parametrize("named", sorted(TEST.findall(PAGE)), ids=lambda named: "::".join(named[1:]))
def test_a_test_that_is_named_is_there(named: tuple[str, str, str]) -> None:
    stack, file, test = named
    path = source_of(stack, file)
    assert path.is_file()
    if test:
        assert re.search(rf"^def {test}\(", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_finding_has_its_row() -> None:
    found = {match[0] for row in rows(PAGE) if (match := re.match(r"[HML]\d+(?= )", row[0]))}
    assert found == FINDINGS - OF_ACCOUNTS
