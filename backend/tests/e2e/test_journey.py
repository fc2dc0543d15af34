"""The journey of a ticket, as a person makes it: write, see the suggestion, override, submit, find, work, count."""

import re
import time
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from testing.model_servers import OllamaServer
from testing.serving import Served
from tests.e2e.page_errors import collect_page_errors

TEXT = "I was charged twice for the March invoice. Please refund one of the two payments."


def write(page: Page, title: str, text: str = TEXT) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(text)
    page.get_by_label("Requester").focus()


def wait_for_model(desk: Served) -> None:
    """Until every worker has seen the model answer: each looks for itself, and any may be the next to reply."""
    until, ready = time.monotonic() + 60, 0
    while ready < 20:
        state = httpx.get(f"{desk.url}/api/triage/status/", trust_env=False).json()["sources"][0]["state"]
        ready = ready + 1 if state == "ready" else 0
        assert time.monotonic() < until
        time.sleep(0.05)


def test_from_writing_to_closing(page: Page, served: Served, http: httpx.Client, marker: str) -> None:
    before = http.get("/api/tickets/stats/").json()
    page_errors = collect_page_errors(page, served.url)
    landing = page.goto("/")
    assert landing
    policy = landing.headers["content-security-policy"]
    assert re.match("default-src 'none'; .*; require-trusted-types-for 'script'; trusted-types 'none'$", policy)
    page.get_by_role("banner").get_by_role("link", name="New ticket").click()
    write(page, f"Charged twice {marker}")
    category, priority = page.get_by_label("Category"), page.get_by_label("Priority")
    expect(category).to_have_value("billing", timeout=15_000)
    expect(page.get_by_text(re.compile("Suggested by keywords: .*charged", re.IGNORECASE)).first).to_be_visible()
    priority.select_option("high")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))

    # On top of the queue without a reload: the page that is shown was never fetched again.
    page.evaluate("window.sameDocument = true")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Queue").click()
    first = page.get_by_role("list", name="Tickets").get_by_role("listitem").first
    expect(first).to_contain_text(marker)
    expect(first).to_contain_text("High")

    page.get_by_label("Search tickets").fill(marker)
    page.get_by_role("button", name=re.compile("^High")).click()
    expect(page).to_have_url(re.compile(f"search={marker}"))
    expect(page).to_have_url(re.compile("priority=high"))
    mine = page.get_by_role("list", name="Tickets").get_by_role("listitem")
    expect(mine).to_have_count(1)

    page.get_by_role("link", name=f"Charged twice {marker}").click()
    status = page.get_by_role("region", name=re.compile("Ticket")).get_by_label("Status", exact=True)
    for step in ("in_progress", "resolved", "closed"):
        status.select_option(step)
        expect(status).to_have_value(step)
    expect(page.get_by_role("region", name="History")).to_contain_text("Closed")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Dashboard").click()
    expect(page.get_by_text(str(before["total_tickets"] + 1), exact=True).first).to_be_visible()
    assert page.evaluate("window.sameDocument") is True

    found = http.get("/api/tickets/", params={"search": marker}).json()["results"][0]
    history = http.get(f"/api/tickets/{found['id']}/").json()["history"]
    assert (found["category"], found["priority"], found["status"]) == ("billing", "high", "closed")
    assert (found["suggested"]["source"], found["suggested"]["text_changed"]) == ("keywords", False)
    assert [line["new"] for line in history] == [None, "in_progress", "resolved", "closed"]
    # Nobody else was asked, and nothing was against the policy, which is more than a header.
    assert page_errors == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in it for it in page_errors)


def test_with_a_model_the_form_names_it(page: Page, serve: Callable[..., Served], marker: str) -> None:
    with OllamaServer(category="account", priority="critical", loaded=None) as model:
        desk = serve(OLLAMA_URL=model.url)
        wait_for_model(desk)
        page.goto(f"{desk.url}/new")
        expect(page.get_by_role("banner")).to_contain_text("Local model ready")
        write(page, f"Locked out {marker}", "I cannot log in since this morning, the password is refused.")
        expect(page.get_by_label("Category")).to_have_value("account", timeout=15_000)
        expect(page.get_by_label("Priority")).to_have_value("critical")
        expect(page.get_by_text("Suggested by the local model").first).to_be_visible()
        page.get_by_role("button", name="Submit ticket").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))
        made = httpx.get(f"{desk.url}/api/tickets/", params={"search": marker}, trust_env=False).json()["results"][0]
    assert made["suggested"]["source"] == "ollama"
    assert made["suggested"]["model"] == "granite4.1:3b"
    assert made["suggested"]["elapsed_ms"] >= 0


def test_submitting_does_not_wait_for_a_model_that_hangs(page: Page, serve: Callable[..., Served], marker: str) -> None:
    with OllamaServer() as model:
        desk = serve(OLLAMA_URL=model.url)
        wait_for_model(desk)
        page.goto(f"{desk.url}/new")
        model.behave = "silence"
        write(page, f"In a hurry {marker}")
        page.get_by_role("button", name="Submit ticket").click()
        # The model may take 20 seconds before it is given up; this does not wait for it.
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"), timeout=10_000)
        made = httpx.get(f"{desk.url}/api/tickets/", params={"search": marker}, trust_env=False).json()["results"][0]
        assert made["suggested"]["source"] == "keywords"


def test_the_whole_way_by_keyboard(page: Page, http: httpx.Client, marker: str) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="New ticket")).to_be_visible()
    page.get_by_label("Title").focus()
    page.keyboard.type(f"By keyboard {marker}")
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Category")).to_have_value("billing", timeout=15_000)
    for _ in range(40):
        if page.evaluate("document.activeElement?.type") == "submit":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"#\d+"))
    assert len(http.get("/api/tickets/", params={"search": marker}).json()["results"]) == 1
