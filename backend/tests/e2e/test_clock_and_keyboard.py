"""A browser whose clock is wrong, whose language tag is odd, whose keyboard has another layout, or that is slow."""

import httpx
import pytest
from playwright.sync_api import Browser, expect

from testing.serving import Served

WRONG_CLOCK = """
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...given) { if (given.length) super(...given); else super(RealDate.now() + %d) }
  static now() { return RealDate.now() + %d }
}
"""
DAY_MS = 86_400_000


@pytest.mark.parametrize("shift", [3 * DAY_MS, -3 * DAY_MS])
@pytest.mark.parametrize(
    ("locale", "hint", "now"), [("en-GB", "clock is wrong", "just now"), ("de-DE", "Uhr", "gerade eben")]
)
def test_times_follow_the_server(
    browser: Browser, served: Served, http: httpx.Client, marker: str, shift: int, locale: str, hint: str, now: str
) -> None:
    http.post("/api/tickets/", json={"title": marker, "description": marker})
    context = browser.new_context(base_url=served.url, locale=locale)
    context.add_init_script(WRONG_CLOCK % (shift, shift))
    page = context.new_page()
    page.goto(f"/?search={marker}")
    expect(page.locator(".row time")).to_have_text(now)
    expect(page.get_by_role("status").filter(has_text=hint)).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("tags", "language"),
    [(["en-US@posix"], "en"), (["de-DE@euro"], "de"), (["C"], "en"), ([""], "en"), (["de_AT.UTF-8"], "de"), ([], "en")],
)
def test_a_language_tag_that_intl_refuses_does_not_break_the_page(
    browser: Browser, served: Served, tags: list[str], language: str
) -> None:
    context = browser.new_context(base_url=served.url)
    context.add_init_script(f"Object.defineProperty(navigator, 'languages', {{ get: () => {tags!r} }})")
    page = context.new_page()
    page.goto("/dashboard")
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    context.close()


TAGS_OF_SESSION = """
Object.defineProperty(navigator, 'languages', { get: () => JSON.parse(sessionStorage.getItem('tags') ?? '["en"]') })
"""
# What this browser has data for, with and without script and region; then every other code that a language may have, as
# browsers and systems write them, many in one list.
LISTS_OF_TAGS = """
() => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const two = letters.flatMap((a) => letters.map((b) => a + b))
  const codes = [...two, ...two.flatMap((a) => letters.map((b) => a + b))]
  const known = Intl.DateTimeFormat.supportedLocalesOf(codes)
  const others = codes.filter((code) => !['de', 'en'].includes(Intl.getCanonicalLocales(code)[0]))
  const forms = ['', '-Latn', '_XX.UTF-8', '@euro', '-u-nu-arab', '-x-private', '-419', '-valencia-1996']
  const many = forms.flatMap((form, n) => others.filter((_, i) => i % forms.length === n).map((code) => code + form))
  return [
    ...known.flatMap((base) => [[base], [new Intl.Locale(base).maximize().toString()]]),
    ...Array.from({ length: Math.ceil(many.length / 1000) }, (_, i) => many.slice(i * 1000, (i + 1) * 1000)),
  ]
}
"""


def test_every_language_that_a_browser_may_name_gets_a_page(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url)
    context.add_init_script(TAGS_OF_SESSION)
    page = context.new_page()
    page.goto("/new")
    lists: list[list[str]] = page.evaluate(LISTS_OF_TAGS)
    assert len(lists) > 100
    for tags in lists:
        page.evaluate("tags => sessionStorage.setItem('tags', JSON.stringify(tags))", tags)
        page.goto("/new", wait_until="commit")
        page.get_by_role("main").get_by_role("heading").first.wait_for()
        expected = "de" if tags[0].split("-")[0] == "de" else "en"
        assert page.evaluate("document.documentElement.lang") == expected, tags[:3]
    context.close()


@pytest.mark.parametrize(("key", "code"), [("j", "KeyJ"), ("о", "KeyJ"), ("J", "KeyJ"), ("ξ", "KeyJ"), ("ح", "KeyJ")])
def test_j_moves_on_every_keyboard_and_selects_nothing(
    browser: Browser, served: Served, http: httpx.Client, marker: str, key: str, code: str
) -> None:
    http.post("/api/tickets/", json={"title": marker, "description": marker})
    context = browser.new_context(base_url=served.url)
    page = context.new_page()
    page.goto(f"/?search={marker}")
    expect(page.locator(".row-link")).to_have_count(1)
    event = {"key": key, "code": code, "bubbles": True, "cancelable": True}
    page.evaluate("event => document.body.dispatchEvent(new KeyboardEvent('keydown', event))", event)
    expect(page.locator(".row-link")).to_be_focused()
    expect(page.locator(".row input:checked")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("pause_ms", [0, 250, 300, 350])
def test_a_search_and_a_filter_chosen_at_once_both_hold_on_a_slow_machine(
    browser: Browser, served: Served, http: httpx.Client, marker: str, pause_ms: int
) -> None:
    http.post("/api/tickets/", json={"title": marker, "description": marker, "priority": "high"})
    context = browser.new_context(base_url=served.url, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    chip = page.get_by_role("button", name="High", exact=False).first
    expect(chip).to_be_visible()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.get_by_role("searchbox").fill(marker)
    page.wait_for_timeout(pause_ms)
    chip.click()
    expect(page).to_have_url(f"{served.url}/?priority=high&search={marker}")
    context.close()
