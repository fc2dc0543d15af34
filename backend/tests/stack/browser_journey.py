"""Run as a script: makes the journey of a ticket in Chromium and prints, as JSON, what it saw and what it asked for.

    python -m tests.stack.browser_journey URL MARKER

A process of its own, because Playwright leaves an event loop behind, in which Django refuses to work.
"""

import json
import re
import sys

from playwright.sync_api import Page, expect, sync_playwright
from tools import machine, system_programs

from testing.chromium import launch_arguments
from tests.e2e.page_errors import complaints_of


def main(url: str, marker: str) -> None:
    try:
        arguments = launch_arguments()
    except LookupError as problem:
        sys.exit(f"{problem}: {machine.install_hint(*system_programs.PACKAGES)}")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**arguments) as chrome,
    ):
        page = chrome.new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        complaints = complaints_of(page, url)
        journey(page, url, marker)
        honest = list(complaints)
        leak(page, url)
        seen = [text for text in complaints if text not in honest]
    sys.stdout.write(json.dumps({"complaints": honest, "after_a_leak": seen}))


def journey(page: Page, url: str, marker: str) -> None:
    """Every page, and a ticket from writing to closing with the model's suggestion."""
    page.goto(f"{url}/new")
    expect(page.get_by_role("banner")).to_contain_text("Local model ready")
    page.get_by_label("Title").fill(f"Locked out {marker}")
    page.get_by_label("Description").fill("I cannot log in since this morning, the password is refused.")
    page.get_by_label("Requester").focus()
    expect(page.get_by_label("Category")).to_have_value("account")
    expect(page.get_by_text("Suggested by the local model").first).to_be_visible()
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))
    page.goto(f"{url}/?search={marker}")
    page.get_by_role("link", name=f"Locked out {marker}").click()
    status = page.get_by_role("region", name=re.compile("Ticket")).get_by_label("Status", exact=True)
    status.select_option("closed")
    expect(status).to_have_value("closed")
    page.goto(f"{url}/dashboard", wait_until="networkidle")
    page.goto(f"{url}/admin/", wait_until="networkidle")
    page.goto(f"{url}/api/docs/", wait_until="networkidle")
    expect(page.get_by_text("/api/tickets/classify/").first).to_be_visible()


def leak(page: Page, url: str) -> None:
    """What a page must not do, to see that it is seen: the content policy stops it, and the request is noted."""
    page.goto(f"{url}/")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.quietdesk.test/x.png'}))")
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
