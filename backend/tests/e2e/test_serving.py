"""The production server stands: pages, assets, deep links, static files of the admin, and nobody else is asked."""

from urllib.parse import urlsplit

import httpx
from playwright.sync_api import ConsoleMessage, Page, Request

from testing.serving import Served


def test_the_pages_load_without_an_error_and_ask_no_other_origin(page: Page, served: Served) -> None:
    asked: set[str] = set()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def ask(request: Request) -> None:
        asked.add(urlsplit(request.url).netloc)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", ask)
    page.goto("/", wait_until="networkidle")
    assert page.title()
    assert complaints == []
    assert asked == {urlsplit(served.url).netloc}


def test_a_link_into_the_pages_is_answered_by_them(http: httpx.Client) -> None:
    answer = http.get("/tickets/1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_question_for_the_headers_alone_gets_no_body(http: httpx.Client) -> None:
    for path in ("/", "/api/tickets/", "/favicon.svg"):
        answer = http.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0


def test_a_missing_asset_is_not_answered_by_a_page(http: httpx.Client) -> None:
    assert http.get("/assets/missing-abcdefgh.js").status_code == 404


def test_the_admin_has_its_style(http: httpx.Client) -> None:
    assert "/static/admin/css/base.css" in http.get("/admin/login/").text
    assert http.get("/static/admin/css/base.css").headers["content-type"].startswith("text/css")


def test_with_no_model_keywords_answer(http: httpx.Client) -> None:
    answer = http.post("/api/tickets/classify/", json={"description": "I was charged twice and want a refund."})
    assert answer.json()["source"] == "keywords"
    assert answer.json()["suggested_category"] == "billing"
