"""Collects a page's errors: console errors and warnings, exceptions, and requests to other origins."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


def collect_page_errors(page: Page, *urls: str) -> list[str]:
    """A list that grows while the page is used. Console errors include violations of the content security policy."""
    found: list[str] = []
    own_hosts = {urlsplit(url).netloc for url in urls} | {""}

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    def on_request(request: Request) -> None:
        if urlsplit(request.url).netloc not in own_hosts:
            found.append(request.url)

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
