"""The token of a suggestion: it fills missing labels, is stored with the ticket, and never blocks a submission."""

from typing import Any

import pytest
from django.core import signing
from pytest_django import Settings
from rest_framework.test import APIClient

from suggestions.services.tokens import SALT, make_token
from triage import PROMPT_VERSION, Confidence, Labels, Suggestion

pytestmark = pytest.mark.django_db
URL = "/api/tickets/"
TEXT = {"title": "Card declined", "description": "Our card is refused although it is valid."}
MADE = Suggestion(
    labels=Labels("billing", "high", Confidence(0.9, 0.4)),
    source="ollama",
    model="granite4.1:3b",
    fell_through=(),
    elapsed_ms=900,
)


def token(**changes: str) -> str:
    text = TEXT | changes
    return make_token(MADE, title=text["title"], description=text["description"])


def submit(api: APIClient, **parts: Any) -> dict[str, Any]:
    response = api.post(URL, TEXT | parts)
    assert response.status_code == 201, response.content
    return dict(response.json())


def suggested(**changes: Any) -> dict[str, Any]:
    return {
        "category": "billing",
        "priority": "high",
        "source": "ollama",
        "model": "granite4.1:3b",
        "confidence": {"category": 0.9, "priority": 0.4},
        "prompt": PROMPT_VERSION,
        "elapsed_ms": 900,
        "text_changed": False,
    } | changes


def test_it_fills_missing_labels(api: APIClient) -> None:
    body = submit(api, suggestion=token())
    assert (body["category"], body["priority"]) == ("billing", "high")
    assert body["suggested"] == suggested()


def test_given_labels_override_the_suggestion(api: APIClient) -> None:
    body = submit(api, suggestion=token(), category="account", priority="high")
    assert (body["category"], body["priority"]) == ("account", "high")
    assert body["suggested"] == suggested()


def test_a_changed_text_is_recorded(api: APIClient) -> None:
    assert submit(api, suggestion=token(description="Another text."))["suggested"] == suggested(text_changed=True)
    assert submit(api, suggestion=token(title="Another title"))["suggested"] == suggested(text_changed=True)


@pytest.mark.parametrize("title", ["", "  "])
def test_a_title_added_later_is_no_change(api: APIClient, title: str) -> None:
    assert submit(api, suggestion=token(title=title))["suggested"] == suggested()


def test_white_space_around_the_text_is_no_change(api: APIClient) -> None:
    assert submit(api, suggestion=token(description=f"  {TEXT['description']}\n"))["suggested"] == suggested()


@pytest.mark.parametrize(
    "unusable",
    [
        *("", "x", "a:b:c", "é", "x" * 100_000, None, 5, True, [], {"a": [1]}),
        token()[:-1],
        signing.dumps([1], salt=SALT),
        signing.dumps({"category": "billing"}, salt=SALT),
        signing.dumps(signing.loads(token(), salt=SALT) | {"category": "cats"}, salt=SALT),
        signing.dumps(signing.loads(token(), salt=SALT), salt="another purpose"),
    ],
)
def test_an_unusable_token_is_ignored(api: APIClient, unusable: Any) -> None:
    body = submit(api, suggestion=unusable)
    assert body["suggested"]["source"] == "keywords"
    assert body["category"] == body["suggested"]["category"]


def test_a_token_expires_after_a_day(api: APIClient, settings: Settings) -> None:
    assert settings.SUGGESTION_MAX_AGE == 86_400
    old = token()
    settings.SUGGESTION_MAX_AGE = -1
    assert submit(api, suggestion=old)["suggested"]["source"] == "keywords"


def test_a_token_signed_with_another_key_is_ignored(api: APIClient, settings: Settings) -> None:
    foreign = token()
    settings.SECRET_KEY = "another key, of another desk, long enough to be one"
    assert submit(api, suggestion=foreign)["suggested"]["source"] == "keywords"


def test_without_a_token_keywords_fill_missing_labels(api: APIClient) -> None:
    body = submit(api, priority="low")
    assert body["priority"] == "low"
    assert body["suggested"] == {
        "category": body["category"],
        "priority": None,
        "source": "keywords",
        "model": None,
        "confidence": body["suggested"]["confidence"],
        "prompt": None,
        "elapsed_ms": body["suggested"]["elapsed_ms"],
        "text_changed": False,
    }


def test_with_both_labels_given_nothing_is_suggested(api: APIClient) -> None:
    assert submit(api, category="general", priority="low")["suggested"] is None
