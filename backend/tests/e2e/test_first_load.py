"""The first load: the messages are preloaded, and a file that cannot be loaded never leaves an empty page."""

import re

from playwright.sync_api import Page, Response, expect

from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors


def test_the_messages_are_preloaded(page: Page, served: Served) -> None:
    page_errors = collect_page_errors(page, served.url)
    # The bundle is empty, so it cannot have requested the file.
    page.route(
        re.compile(r"/assets/index-.*\.js"), lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    with page.expect_response(re.compile(r"/assets/en-.*\.js")) as words:
        page.goto("/")
    assert words.value.ok
    assert page_errors == []


def test_the_first_load_is_compressed(page: Page) -> None:
    loaded: list[Response] = []
    page.on("response", lambda it: loaded.append(it))
    page.goto("/", wait_until="networkidle")
    built = [it for it in loaded if "/assets/" in it.url]
    assert len(built) > 3
    small = [it.url for it in built if int(it.headers["content-length"]) < 700]
    plain = [it.url for it in built if it.headers.get("content-encoding") != "gzip"]
    assert set(plain) <= set(small)


def test_a_missing_language_falls_back_to_the_other(page: Page) -> None:
    page.route(re.compile(r"/assets/en-.*\.js"), lambda route: route.abort())
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", name="Seite nicht gefunden")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_without_any_language_an_error_is_shown_and_a_retry_works(page: Page) -> None:
    page.route(re.compile(r"/assets/(en|de)-.*\.js"), lambda route: route.abort())
    page.goto("/no/such/page")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute(re.compile(r"/assets/(en|de)-.*\.js"))
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def test_without_the_bundle_an_error_is_shown(page: Page) -> None:
    page.route(re.compile(r"/assets/index-.*\.js"), lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("konnte nicht geladen werden")


def test_files_that_browsers_request_by_themselves_exist(page: Page) -> None:
    page.goto("/")
    for address, kind in (
        ("/favicon.ico", "image/"),
        ("/favicon.svg", "image/svg+xml"),
        ("/apple-touch-icon.png", "image/png"),
        ("/robots.txt", "text/plain"),
    ):
        answer = page.request.get(address)
        assert answer.ok, address
        assert answer.headers["content-type"].startswith(kind)


def test_the_theme_color_follows_the_chosen_scheme(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/?search=nothing-has-this")
    for name, colour in (("Dark", "#181c1f"), ("Light", "#ffffff")):
        page.get_by_role("button", name="Preferences").click()
        page.get_by_role("dialog").get_by_text(name, exact=True).click()
        page.keyboard.press("Escape")
        assert _colours(page) == [colour]
        page.reload()
        assert _colours(page) == [colour]


def test_the_dark_scheme_applies_before_the_bundle_has_loaded(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/robots.txt")
    page.evaluate("localStorage.setItem('quietdesk.theme', 'dark')")
    page.route(re.compile(r"/assets/index-.*\.js"), lambda route: None)
    page.goto("/", wait_until="commit")
    page.locator("body").wait_for(state="attached")
    page.wait_for_function("getComputedStyle(document.documentElement).colorScheme === 'dark'")
    # The painted colour, in which a flash would show.
    assert page.evaluate(_LIGHTNESS) < 0.2


_LIGHTNESS = """() => {
  const canvas = document.createElement('canvas').getContext('2d')
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor
  canvas.fillRect(0, 0, 1, 1)
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data
  return (red + green + blue) / 765
}"""


def _colours(page: Page) -> list[str]:
    """The theme-color values whose media query matches."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('meta[name="theme-color"]')]
          .filter((it) => matchMedia(it.media).matches).map((it) => it.content)"""
    )
    return found
