"""As a script: runs a user journey in Chromium, and prints the page errors and foreign requests as JSON.

    python -m tests.stack.browser_journey URL MARKER

It is a separate process because Playwright leaves an event loop behind, in which Django refuses to query.
"""

import json
import re
import sys

from playwright.sync_api import Page, expect, sync_playwright
from tools import machine, system_programs

from testing.chromium import launch_arguments
from tests.e2e.page_errors import collect_page_errors


def main(url: str, marker: str) -> None:
    try:
        arguments = launch_arguments()
    except LookupError as error:
        sys.exit(f"{error}: {machine.install_hint(*system_programs.PACKAGES)}")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(**arguments) as chrome,
    ):
        page = chrome.new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        errors = collect_page_errors(page, url)
        journey(page, url, marker)
        before_leak = list(errors)
        leak(page, url)
        after_leak = errors[len(before_leak) :]
    sys.stdout.write(json.dumps({"errors": before_leak, "after_a_leak": after_leak}))


def journey(page: Page, url: str, marker: str) -> None:
    """Visit every page, and create and close a ticket with the model's suggestion."""
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
    """Request a foreign image, which the content security policy blocks, to prove that a leak would be found."""
    page.goto(f"{url}/")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.quietdesk.test/x.png'}))")
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
