"""The form for a new ticket: empty, with each kind of suggestion, invalid, failed, and the confirmation."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.state import State, World

INVOICE = "I was charged twice for the March invoice. Please refund one of the two payments."


def empty(page: Page, world: World) -> None:
    page.goto("/new")
    expect(page.get_by_role("button", name="Submit ticket")).to_be_visible()


def suggested(page: Page, world: World) -> None:
    fill_form(page, "Charged twice in March", INVOICE)
    expect(page.get_by_label("Category")).to_have_value("billing")


def suggested_by_model(page: Page, world: World) -> None:
    responses.modify(page, responses.TRIAGE, _model_is_ready)
    responses.modify(page, responses.CLASSIFY, _model_answers)
    suggested(page, world)
    expect(page.get_by_text("Suggested by the local model").first).to_be_visible()


def unsure(page: Page, world: World) -> None:
    responses.modify(page, responses.CLASSIFY, _low_confidence)
    fill_form(page, "A question", "Could somebody tell me about this, please?")
    expect(page.get_by_text("Not sure").first).to_be_visible()


def overridden(page: Page, world: World) -> None:
    suggested(page, world)
    page.get_by_label("Category").select_option("account")
    expect(page.get_by_role("button", name="Use suggestion: Billing")).to_be_visible()


def classifying(page: Page, world: World) -> None:
    responses.hold(page, responses.CLASSIFY)
    fill_form(page, "Charged twice in March", INVOICE)
    expect(page.get_by_text("Reading your text").first).to_be_visible()


def triage_failed(page: Page, world: World) -> None:
    responses.fail(page, responses.CLASSIFY, 503)
    fill_form(page, "Charged twice in March", INVOICE)
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()


def with_cloud(page: Page, world: World) -> None:
    responses.modify(page, responses.TRIAGE, lambda body: body.update(cloud_configured=True, cloud="standby"))
    empty(page, world)
    expect(page.get_by_label("Keep on premises")).to_be_visible()


def invalid(page: Page, world: World) -> None:
    empty(page, world)
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_text("Give the ticket a title.").first).to_be_visible()


def send_failed(page: Page, world: World) -> None:
    """The server is unreachable when the form is sent."""
    suggested(page, world)
    responses.disconnect(page, "**/api/tickets/")
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def restored(page: Page, world: World) -> None:
    fill_form(page, "Charged twice in March", INVOICE)
    page.reload()
    expect(page.get_by_text("Your draft is back.")).to_be_visible()


def submitted(page: Page, world: World) -> None:
    suggested(page, world)
    page.get_by_role("button", name="Submit ticket").click()
    expect(page.get_by_role("heading", name="created")).to_be_visible()


def fill_form(page: Page, title: str, text: str) -> None:
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


def _low_confidence(body: Any) -> None:
    body.update(confidence={"category": 0.2, "priority": 0.2})


STATES = (
    State("submit", empty, every_width=True),
    State("submit-classifying", classifying),
    State("submit-cloud", with_cloud),
    State("submit-confirmation", submitted),
    State("submit-unsure", unsure),
    State("submit-overridden", overridden),
    State("submit-send-failed", send_failed, logs_errors=True),
    State("submit-restored", restored),
    State("submit-suggested", suggested, every_width=True),
    State("submit-suggested-by-model", suggested_by_model),
    State("submit-triage-failed", triage_failed, logs_errors=True),
    State("submit-invalid", invalid),
)
