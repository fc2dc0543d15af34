"""What a page complains about while it is used: errors and warnings of the console, and addresses that are not ours."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request


def complaints_of(page: Page, *urls: str) -> list[str]:
    """A list that fills while the page lives; content policy violations are among the console's errors."""
    found: list[str] = []
    homes = {urlsplit(url).netloc for url in urls} | {""}

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc not in homes:
            found.append(request.url)

    page.on("console", said)
    page.on("request", asked)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
