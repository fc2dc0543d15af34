"""What the pages show of the built-in classifier: suggestions with their reasons, and its state."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.states import responses
from tests.e2e.states.other_pages import triage_status
from tests.e2e.states.state import State, World
from tests.e2e.states.submit import empty, fill_form, suggested


def by_meaning(page: Page, world: World) -> None:
    """On a desk without a model server. Long examples, which are cut."""
    without_model_server(
        page,
        "Invoice for the March delivery has been debited two times from our account, who can check it?",
        "Double charge on the credit card",
    )
    suggested(page, world)
    _show(page, "Reads like “Invoice for the March")


def by_meaning_in_german(page: Page, world: World) -> None:
    _german(page)
    without_model_server(page, "Rechnung für März doppelt abgebucht", "Lastschrift kam zweimal, bitte erstatten")
    page.goto("/new")
    page.get_by_label("Titel").fill("Zweimal abgebucht")
    page.get_by_label("Beschreibung").fill(
        "Die Märzrechnung wurde doppelt abgebucht. Bitte erstatten Sie eine Zahlung."
    )
    page.get_by_label("Anfragende Person").focus()
    _show(page, "Liest sich wie „Rechnung")


def by_meaning_in_japanese(page: Page, world: World) -> None:
    """A Japanese ticket, and examples of two scripts, one of them from right to left."""
    without_model_server(
        page, "三月分の請求が二重に引き落とされています。返金をお願いいたします。", "تم خصم الفاتورة مرتين (آذار 2026)"
    )
    fill_form(page, "請求の重複", "三月分の請求書が二回引き落とされました。一回分を返金してください。")
    _show(page, "Reads like “三月分の請求")


def by_meaning_unsure(page: Page, world: World) -> None:
    without_model_server(page, "Double charge on the credit card", confidence=0.3)
    fill_form(page, "A question", "Could somebody tell me about this, please?")
    expect(page.get_by_text("Not sure").first).to_be_visible()
    _show(page, "Reads like “Double charge")


def meaning_loads(page: Page, world: World) -> None:
    """Keywords answer meanwhile."""
    responses.modify(page, responses.TRIAGE, lambda status: _classifier_is(status, "warming"))
    responses.modify(page, responses.CLASSIFY, _classifier_loads)
    suggested(page, world)
    expect(page.get_by_text("Comparison by meaning is loading.")).to_be_visible()


def kept_with_classifier(page: Page, world: World) -> None:
    def change(status: Any) -> None:
        _classifier_is(status, "ready", "server")
        status.update(cloud_configured=True, cloud="standby")

    responses.modify(page, responses.TRIAGE, change)
    empty(page, world)
    page.get_by_label("Keep on premises").check()
    expect(page.get_by_text("keywords and, on your own server, the comparison by meaning")).to_be_visible()


def listed(page: Page, world: World) -> None:
    """The list of sources on a desk without a model server."""
    responses.modify(page, responses.TRIAGE, lambda status: _classifier_is(status, "ready"))
    triage_status(page, world)
    expect(page.get_by_text("on this machine")).to_be_visible()


def _show(page: Page, beginning: str) -> None:
    line = page.locator(".reads-like")
    expect(line).to_have_text(re.compile(f"^{beginning}"))
    # With what stands around it, on a screenshot of a small screen.
    page.get_by_role("button", name=re.compile("Submit|absenden")).scroll_into_view_if_needed()


def _german(page: Page) -> None:
    # Not in localStorage, which the states share.
    page.add_init_script("Object.defineProperty(navigator, 'languages', { get: () => ['de-DE'] })")


def without_model_server(page: Page, *examples: str, confidence: float = 0.92) -> None:
    """Let the built-in classifier answer with these examples."""

    def answer(body: Any) -> None:
        body.update(
            suggested_category="billing",
            suggested_priority="medium",
            source="classifier",
            model="multilingual-e5-small",
            reasons=list(examples),
            fell_through=[{"source": "ollama", "reason": "unreachable"}],
            elapsed_ms=64,
            confidence={"category": confidence, "priority": confidence - 0.15},
        )

    responses.modify(page, responses.TRIAGE, lambda status: _classifier_is(status, "ready"))
    responses.modify(page, responses.CLASSIFY, answer)


def _classifier_is(status: Any, state: str, place: str = "machine") -> None:
    for source in status["sources"]:
        if source["source"] == "classifier":
            source.update(state=state, model="multilingual-e5-small", place=place)


def _classifier_loads(body: Any) -> None:
    body.update(
        fell_through=[{"source": "ollama", "reason": "unreachable"}, {"source": "classifier", "reason": "warming"}]
    )


STATES = (
    State("meaning", by_meaning, every_width=True),
    State("meaning-german", by_meaning_in_german),
    State("meaning-japanese", by_meaning_in_japanese),
    State("meaning-kept", kept_with_classifier),
    State("meaning-loads", meaning_loads),
    State("meaning-unsure", by_meaning_unsure),
    State("meaning-status", listed),
)
