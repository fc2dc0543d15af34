"""The pages in German: no untranslated message, no overflow; and the layout from right to left."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors

ENGLISH = Path(__file__).resolve().parents[3] / "frontend" / "src" / "i18n" / "en"
PAGES = ["/", "/new", "/tickets/{id}", "/dashboard", "/?search=nothing-has-this", "/no/such/page"]
TEXT = "I was charged twice for the March invoice. Please refund one of the two payments."


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def german(browser: Browser, served: Served, width: int) -> Iterator[Page]:
    """A German browser whose page errors fail the test."""
    context = browser.new_context(base_url=served.url, locale="de-DE", viewport={"width": width, "height": 800})
    page = context.new_page()
    page_errors = collect_page_errors(page, served.url)
    yield page
    context.close()
    assert page_errors == []


@pytest.fixture
def ticket(http: httpx.Client, marker: str) -> int:
    """A ticket with a history, whose text cannot equal a message."""
    number = http.post("/api/tickets/", json={"title": marker, "description": marker, "requester": marker}).json()["id"]
    http.patch(f"/api/tickets/{number}/", json={"status": "in_progress", "priority": "critical", "title": marker * 2})
    return int(number)


@pytest.fixture(scope="session")
def english() -> set[str]:
    """Every English message without a placeholder that is not a German one as well."""
    strings = [
        value.replace("\\'", "'")
        for file in ENGLISH.glob("*.ts")
        for value in re.findall(r"^\s*(?:\w+:)?\s*'((?:[^'\\]|\\.)*)',?$", file.read_text(), re.MULTILINE)
    ]
    strings += re.findall(r"\b\w+: '([^'{}]+)'", "".join(file.read_text() for file in ENGLISH.glob("*.ts")))
    german = "".join(file.read_text() for file in (ENGLISH.parent / "de").glob("*.ts"))
    found = {it for it in strings if "{" not in it and f"'{it}'" not in german}
    assert len(found) > 150
    return found


def visit(page: Page, address: str) -> None:
    """Open a page, and wait until it is in German and has no skeleton."""
    page.goto(address, wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "de", timeout=20_000)
    expect(page.get_by_role("main")).to_be_visible(timeout=20_000)
    expect(page.locator(".bone")).to_have_count(0, timeout=20_000)


def visible_texts(page: Page) -> set[str]:
    """Every text of the page, with the accessible names, titles and placeholders."""
    texts: list[str] = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
          const found = [document.title]
          while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest('script, style, noscript'))
              found.push(walker.currentNode.data)
          for (const it of document.querySelectorAll('[aria-label], [title], [placeholder]'))
            for (const name of ['aria-label', 'title', 'placeholder']) found.push(it.getAttribute(name) ?? '')
          return found.map((it) => it.trim())
        }"""
    )
    return set(texts)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_german(german: Page, english: set[str], ticket: int, width: int, path: str) -> None:
    visit(german, path.format(id=ticket))
    assert visible_texts(german) & english == set()
    assert german.evaluate("document.documentElement.scrollWidth") <= width


def test_the_header_wraps_into_the_expected_lines(german: Page, width: int) -> None:
    visit(german, "/?search=nothing-has-this")
    for language in ("Deutsch", "English"):
        german.get_by_role("button", name=re.compile("Einstellungen|Preferences")).click()
        german.get_by_role("dialog").get_by_text(language, exact=True).click()
        expect(german.locator("html")).to_have_attribute("lang", language[:2].lower())
        german.keyboard.press("Escape")
        middles = german.locator(".app-header > *").evaluate_all(
            "all => all.map((it) => it.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2)"
        )
        lines = 1 + sum(after - before > 15 for before, after in pairwise(sorted(middles)))
        # On a narrow screen: brand and actions, then navigation and triage status.
        assert lines == (1 if width > 700 else 2)


def test_a_journey_from_the_form_to_the_dashboard_in_german(
    german: Page, english: set[str], marker: str, width: int
) -> None:
    german.goto("/")
    german.get_by_role("banner").get_by_role("link", name="Neues Ticket").click()
    german.get_by_role("button", name="Ticket absenden").click()
    expect(german.get_by_text("Geben Sie dem Ticket einen Titel.").first).to_be_visible()
    assert visible_texts(german) & english == set()

    german.get_by_label("Titel").fill(f"Doppelt berechnet {marker}")
    german.get_by_label("Beschreibung").fill(TEXT)
    german.get_by_label("Anfragende Person").focus()
    expect(german.get_by_label("Kategorie")).to_have_value("billing", timeout=15_000)
    expect(german.get_by_text(re.compile("Nach Schlüsselwörtern: ")).first).to_be_visible()
    assert visible_texts(german) & english == set()
    assert german.evaluate("document.documentElement.scrollWidth") <= width
    german.get_by_label("Priorität").select_option(label="Hoch")
    german.get_by_role("button", name="Ticket absenden").click()
    expect(german.get_by_role("heading", level=1)).to_have_text(re.compile(r"Ticket #\d+ erstellt"))
    assert visible_texts(german) & english == set()

    german.get_by_role("link", name="Ticket öffnen").click()
    pane = german.get_by_role("region", name=re.compile("^Ticket #"))
    pane.get_by_label("Status", exact=True).select_option(label="Gelöst")
    expect(german.get_by_role("button", name="Rückgängig")).to_be_visible()
    assert visible_texts(german) & english == set()

    german.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Übersicht").click()
    expect(german.get_by_role("table", name="Nach Priorität")).to_be_visible()
    assert visible_texts(german) & english == set()


def test_switching_the_language_needs_no_reload_and_is_saved(german: Page, marker: str) -> None:
    visit(german, f"/?search={marker}")
    german.evaluate("window.sameDocument = true")
    german.get_by_role("button", name="Einstellungen").click()
    german.get_by_text("English", exact=True).click()
    expect(german.get_by_role("dialog", name="Preferences")).to_be_visible()
    expect(german.get_by_role("radio", name="English")).to_be_focused()
    german.keyboard.press("Escape")
    expect(german.get_by_role("button", name="Preferences")).to_be_focused()
    expect(german.get_by_role("heading", name="No ticket matches")).to_be_visible(timeout=20_000)
    assert german.evaluate("window.sameDocument") is True
    assert german.url.endswith(f"/?search={marker}")

    german.reload(wait_until="networkidle")
    expect(german.get_by_role("heading", name="No ticket matches")).to_be_visible(timeout=20_000)
    assert german.evaluate("document.documentElement.lang") == "en"


def test_only_one_language_is_loaded(german: Page) -> None:
    fetched: list[str] = []
    german.on("request", lambda request: fetched.append(request.url))
    visit(german, "/")
    languages = [url for url in fetched if re.search(r"/assets/(en|de)-", url)]
    assert len(languages) == 1, json.dumps(fetched)
    assert "/assets/de-" in languages[0]


@pytest.mark.parametrize("path", PAGES)
def test_from_right_to_left(german: Page, ticket: int, width: int, path: str) -> None:
    visit(german, path.format(id=ticket))
    german.evaluate("document.documentElement.dir = 'rtl'")
    # In RTL, overflowing content widens the page to the left.
    assert german.evaluate("document.documentElement.scrollWidth") <= width
    overhanging = german.evaluate(
        """() => [...document.querySelectorAll('main *, header *')]
          .filter((it) => it.checkVisibility({ visibilityProperty: true }))
          .filter((it) => !it.closest('.visually-hidden, .skip-link, .filters'))
          .filter((it) => {
            const { left, right, width } = it.getBoundingClientRect()
            return width > 0 && (left < -1 || right > innerWidth + 1)
          })
          .map((it) => it.outerHTML.slice(0, 120))"""
    )
    assert overhanging == []
