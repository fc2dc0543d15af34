"""The production server: pages, assets, deep links, static files, and no request to another origin."""

from urllib.parse import urlsplit

import httpx
from playwright.sync_api import ConsoleMessage, Page, Request

from testing.serving import Served


def test_the_pages_load_without_an_error_or_a_foreign_request(page: Page, served: Served) -> None:
    asked: set[str] = set()
    page_errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            page_errors.append(message.text)

    def ask(request: Request) -> None:
        asked.add(urlsplit(request.url).netloc)

    page.on("console", note)
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    page.on("request", ask)
    page.goto("/", wait_until="networkidle")
    assert page.title()
    assert page_errors == []
    assert asked == {urlsplit(served.url).netloc}


def test_a_deep_link_serves_the_page(http: httpx.Client) -> None:
    answer = http.get("/tickets/1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_head_request_gets_no_body(http: httpx.Client) -> None:
    for path in ("/", "/api/tickets/", "/favicon.svg"):
        answer = http.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0


def test_a_missing_asset_is_a_404(http: httpx.Client) -> None:
    assert http.get("/assets/missing-abcdefgh.js").status_code == 404


def test_the_admin_has_its_stylesheet(http: httpx.Client) -> None:
    assert "/static/admin/css/base.css" in http.get("/admin/login/").text
    assert http.get("/static/admin/css/base.css").headers["content-type"].startswith("text/css")


def test_without_a_model_keywords_answer(http: httpx.Client) -> None:
    answer = http.post("/api/tickets/classify/", json={"description": "I was charged twice and want a refund."})
    assert answer.json()["source"] == "keywords"
    assert answer.json()["suggested_category"] == "billing"
