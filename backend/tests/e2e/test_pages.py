"""Every page, light and dark, wide and narrow: no accessibility finding, no sideways scroll, no complaint."""

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.complaints import complaints_of
from tests.e2e.serving import Served

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def view(browser: Browser, served: Served, scheme: str, width: int) -> Iterator[Page]:
    """A page of this size and scheme that writes down every complaint and every foreign address."""
    context = browser.new_context(
        base_url=served.url,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    complaints = complaints_of(page, served.url)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def some_ticket(served: Served) -> int:
    """A long ticket with a history."""
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        body = {"title": "Long " + "wordwithoutanyspace" * 8, "description": "line\n\n" * 30 + "x" * 400}
        number = client.post("/api/tickets/", json=body).json()["id"]
        client.patch(f"/api/tickets/{number}/", json={"status": "in_progress", "priority": "critical"})
    return int(number)


@pytest.mark.parametrize(
    "path", ["/", "/new", "/tickets/{id}", "/dashboard", "/?search=nothing-has-this", "/no/such/page"]
)
def test_a_page(view: Page, some_ticket: int, width: int, path: str) -> None:
    view.goto(path.format(id=some_ticket), wait_until="networkidle")
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(view, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_form_with_errors(view: Page, width: int) -> None:
    view.goto("/new", wait_until="networkidle")
    view.get_by_role("button", name="Submit ticket").click()
    view.get_by_text("Give the ticket a title.").first.wait_for()
    found = Axe().run(view, options=RULES)
    assert found.violations_count == 0, found.generate_report()
