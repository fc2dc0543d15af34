"""Every setting stands in docs/settings.md, with the default that .env.example shows."""

import re

from tests.docs.markdown import ROOT, rows

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def told() -> dict[str, str]:
    """Each setting of the page with its default, without marks; a row may tell of two."""
    found = {}
    for name, default, *_ in rows(PAGE):
        for setting in re.findall(r"`([A-Z][A-Z0-9_]+)`", name):
            found[setting] = default.strip("`")
    return found


def test_the_page_tells_every_setting_and_no_other() -> None:
    # tests/config/test_settings.py holds the example to what is really read.
    assert set(told()) == set(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))


def test_the_defaults_are_those_of_the_example() -> None:
    defaults = dict(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=(\S+)$", EXAMPLE, re.MULTILINE))
    assert {name: told()[name] for name in defaults} == defaults


def test_every_variable_in_the_other_pages_is_a_setting() -> None:
    known = set(told()) | {
        "FILE",
        "FORCE",
        "ARGS",
        "STANDINS",
        "QUIETDESK_URL",
        "IMAGE_REGISTRY",
        "SIGN_KEY",
        "PUBLIC_KEY",
        "ALLOWED_SIGNERS",
        "MODEL_REGISTRY",
        "NAME",
        "NAME_FILE",
        "INSTALLED_APPS",
    }
    named = re.compile(r"`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    found = {(page.name, name) for page in pages for name in named.findall(page.read_text(encoding="utf-8"))}
    assert {(page, name) for page, name in found if name not in known} == set()
