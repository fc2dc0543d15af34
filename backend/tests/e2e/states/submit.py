"""The form for a new ticket: empty, with suggestions of every kind, refused, cut off, and the confirmation."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.states import answers
from tests.e2e.states.state import State, World

INVOICE = "I was charged twice for the March invoice. Please refund one of the two payments."


def empty(page: Page, world: World) -> None:
    page.goto("/new")
    expect(page.get_by_role("button", name="Submit ticket")).to_be_visible()


def suggested(page: Page, world: World) -> None:
    write(page, "Charged twice in March", INVOICE)
    expect(page.get_by_label("Category")).to_have_value("billing")


def suggested_by_model(page: Page, world: World) -> None:
    answers.altered(page, answers.TRIAGE, _model_is_ready)
    answers.altered(page, answers.CLASSIFY, _model_answers)
    suggested(page, world)
    expect(page.get_by_text("Suggested by the local model").first).to_be_visible()


def not_sure(page: Page, world: World) -> None:
    answers.altered(page, answers.CLASSIFY, _nobody_is_sure)
    write(page, "A question", "Could somebody tell me about this, please?")
    expect(page.get_by_text("Not sure").first).to_be_visible()


def overridden(page: Page, world: World) -> None:
    suggested(page, world)
    page.get_by_label("Category").select_option("account")
    expect(page.get_by_role("button", name="Use suggestion: Billing")).to_be_visible()


def asking(page: Page, world: World) -> None:
    answers.never(page, answers.CLASSIFY)
    write(page, "Charged twice in March", INVOICE)
    expect(page.get_by_text("Reading your text").first).to_be_visible()


def triage_failed(page: Page, world: World) -> None:
    answers.fails(page, answers.CLASSIFY, 503)
    write(page, "Charged twice in March", INVOICE)
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()


def with_cloud(page: Page, world: World) -> None:
    answers.altered(page, answers.TRIAGE, lambda body: body.update(cloud_configured=True))
    empty(page, world)
    expect(page.get_by_label("Keep on premises")).to_be_visible()


def wrong(page: Page, world: World) -> None:
    empty(page, world)
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_text("Give the ticket a title.").first).to_be_visible()


def refused(page: Page, world: World) -> None:
    """The desk is gone at the moment of sending."""
    suggested(page, world)
    answers.cut_off(page, "**/api/tickets/")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def restored(page: Page, world: World) -> None:
    write(page, "Charged twice in March", INVOICE)
    page.reload()
    expect(page.get_by_text("Your draft is back.")).to_be_visible()


def filed(page: Page, world: World) -> None:
    suggested(page, world)
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", name="created")).to_be_visible()


def write(page: Page, title: str, text: str) -> None:
    page.goto("/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(text)
    page.get_by_label("Requester").focus()


def _model_is_ready(body: Any) -> None:
    for source in body["sources"]:
        if source["source"] == "ollama":
            source["state"] = "ready"


def _model_answers(body: Any) -> None:
    body.update(
        source="ollama",
        model="granite4.1:3b",
        reasons=[],
        fell_through=[],
        elapsed_ms=4_200,
        confidence={"category": 0.91, "priority": 0.64},
    )


def _nobody_is_sure(body: Any) -> None:
    body.update(confidence={"category": 0.2, "priority": 0.2})


STATES = (
    State("submit", empty, main=True),
    State("submit-asking", asking),
    State("submit-cloud", with_cloud),
    State("submit-filed", filed),
    State("submit-not-sure", not_sure),
    State("submit-overridden", overridden),
    State("submit-refused", refused, noisy=True),
    State("submit-restored", restored),
    State("submit-suggested", suggested, main=True),
    State("submit-suggested-by-model", suggested_by_model),
    State("submit-triage-failed", triage_failed, noisy=True),
    State("submit-wrong", wrong),
)
