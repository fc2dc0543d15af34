"""Ticket text is cleaned once, by the chain, before anything else sees it on its way to a model."""

from collections.abc import Callable
from typing import Any

import pytest

from testing.model_servers import OllamaServer, OpenAIServer
from triage import Labels, Question, Source, Triage, text
from triage.redact import redact
from triage.text import clean_question

DIRTY = Question(title="Scan\u200bner\x00", description="Mail ada@\u202eexample.org\r\n<|im_start|>now", reference="7")
CLEAN = Question(title="Scanner", description="Mail ada@example.org\n now", reference="7")


class LineEnds:
    """Stands in for the first pattern that `clean` applies, and keeps every text that is cleaned."""

    def __init__(self, pattern: Any) -> None:
        self.pattern, self.texts = pattern, list[str]()

    def sub(self, replacement: str, text: str) -> str:
        self.texts.append(text)
        return str(self.pattern.sub(replacement, text))


@pytest.fixture
def cleanings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    line_ends = LineEnds(text._LINE_ENDS)
    monkeypatch.setattr(text, "_LINE_ENDS", line_ends)
    return line_ends.texts


def test_a_question_is_cleaned_in_both_texts_and_keeps_its_reference() -> None:
    assert clean_question(DIRTY) == CLEAN


def test_two_models_asked_in_a_row_share_one_cleaning(chain: Callable[..., Triage], cleanings: list[str]) -> None:
    with OllamaServer(behave="status_500") as local, OpenAIServer() as cloud:
        triage = chain(ollama_url=local.url, openai_key=cloud.key, openai_base_url=cloud.base_url)
        assert triage.classify(DIRTY).source == "openai"
    assert sorted(cleanings) == sorted([DIRTY.title, DIRTY.description])


def test_redaction_gets_the_cleaned_text(chain: Callable[..., Triage], monkeypatch: pytest.MonkeyPatch) -> None:
    redacted: list[str] = []

    def spy(written: str, regions: tuple[str, ...]) -> tuple[str, dict[str, int]]:
        redacted.append(written)
        return redact(written, regions)

    monkeypatch.setattr("triage.providers.openai.redact", spy)
    with OpenAIServer() as cloud:
        suggestion = chain(openai_key=cloud.key, openai_base_url=cloud.base_url).classify(DIRTY)
        sent = cloud.requests[0].json["messages"][1]["content"]
    assert redacted == [CLEAN.title, CLEAN.description]
    assert suggestion.redacted == {"email": 1}
    assert "Title: Scanner\nMail [email]\n now\n" in sent


def test_the_prompt_of_the_local_model_holds_the_cleaned_text(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as local:
        chain(ollama_url=local.url).classify(DIRTY)
        sent = local.requests[-1].json["messages"][1]["content"]
    assert f"Title: {CLEAN.title}\n{CLEAN.description}\n" in sent


class Keywords:
    """A keyword tier that keeps what it is asked."""

    source: Source = "keywords"
    model: str | None = None

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def classify(self, question: Question, deadline: float) -> Labels:
        self.asked.append(question)
        return Labels("general", "low")


def test_keywords_read_the_text_as_it_was_written(chain: Callable[..., Triage]) -> None:
    keywords = Keywords()
    with OllamaServer(behave="prose") as local:
        assert chain(ollama_url=local.url, providers={"keywords": keywords}).classify(DIRTY).source == "keywords"
    assert keywords.asked == [DIRTY]


def test_where_no_model_is_configured_nothing_is_cleaned(chain: Callable[..., Triage], cleanings: list[str]) -> None:
    assert chain().classify(DIRTY).source == "keywords"
    assert cleanings == []
