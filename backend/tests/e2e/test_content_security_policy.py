"""The content security policies: no page breaks its own, and what they forbid does not run."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from testing.serving import Served, serving
from tests.e2e.states import STATES, State, World, responses
from tests.e2e.states.state import make_world

# Every document tells each violation to its console, from its first moment on.
TELL = """document.addEventListener('securitypolicyviolation', (event) =>
  console.info('violation ' + JSON.stringify([event.effectiveDirective, event.blockedURI])))"""


@pytest.fixture(scope="module")
def world(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("empty")) as empty:
        yield make_world(served, empty)


@pytest.fixture(scope="module")
def telling(browser: Browser, world: World) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=world.desk.url, reduced_motion="reduce", locale="en-GB") as context:
        context.add_init_script(TELL)
        yield context


def violations_of(page: Page) -> list[list[str]]:
    found: list[list[str]] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.text.startswith("violation "):
            found.append(json.loads(message.text.removeprefix("violation ")))

    page.on("console", on_console)
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_page_violates_its_policy(telling: BrowserContext, world: World, state: State) -> None:
    page = telling.new_page()
    try:
        violations = violations_of(page)
        state.reach(page, world)
        assert violations == []
    finally:
        responses.abort_held()
        page.close()


def test_the_admin_and_the_api_docs_violate_nothing_while_they_are_used(telling: BrowserContext, world: World) -> None:
    page = telling.new_page()
    violations = violations_of(page)
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(world.desk.admin_password)
    page.get_by_role("button", name="Log in").click()
    addresses = ("", "tickets/ticket/", "tickets/ticket/add/", f"tickets/ticket/{world.long_ticket}/change/")
    for address in (*addresses, "accounts/user/add/", "egress/cloudcall/", "erasures/erasure/", "auth/group/add/"):
        page.goto(f"/admin/{address}")
        expect(page.get_by_role("heading").first).to_be_visible()
    page.goto("/api/docs/")
    page.get_by_text("/api/tickets/stats/").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_text("total_tickets").first).to_be_visible()
    assert violations == []
    page.close()


@pytest.mark.parametrize(
    ("script", "directive"),
    [
        ("document.createElement('div').innerHTML = '<b>a</b>'", "require-trusted-types-for"),
        ("document.createElement('script').src = '/static/admin/js/theme.js'", "require-trusted-types-for"),
        ("document.createElement('script').src = '/api/docs/?script='", "require-trusted-types-for"),
        ("document.createElement('script').text = 'alert(1)'", "require-trusted-types-for"),
        (
            "document.body.insertAdjacentHTML('beforeend', '<script src=/static/a.js></script>')",
            "require-trusted-types-for",
        ),
        ("document.write('<script src=/static/a.js></script>')", "require-trusted-types-for"),
        ("new Worker('/first.js')", "require-trusted-types-for"),
        ("trustedTypes.createPolicy('default', {createHTML: (text) => text})", "trusted-types"),
        ("fetch('https://elsewhere.example/')", "connect-src"),
        ("new Image().src = 'https://elsewhere.example/a.png'", "img-src"),
        ("document.body.append(Object.assign(document.createElement('iframe'), {src: '/'}))", "frame-src"),
        ("document.body.append(Object.assign(document.createElement('base'), {href: '/admin/'}))", "base-uri"),
        (
            "document.body.append(Object.assign(document.createElement('style'), {textContent: 'a{}'}))",
            "style-src-elem",
        ),
    ],
)
def test_what_a_page_may_not_do_is_blocked(telling: BrowserContext, script: str, directive: str) -> None:
    page = telling.new_page()
    violations = violations_of(page)
    page.goto("/new")
    expect(page.get_by_label("Title")).to_be_visible()
    page.evaluate(f"() => {{ try {{ {script} }} catch (error) {{ return String(error) }} }}")
    # The event comes a moment later.
    for _ in range(50):
        if not violations:
            page.wait_for_timeout(20)
    assert [name for name, _ in violations] == [directive]
    page.close()
