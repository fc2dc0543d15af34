"""The first language of Accept-Language reaches the classifier; garbage counts as none and refuses nothing."""

import pytest
from rest_framework.test import APIClient, APIRequestFactory

from api.language import first_language
from suggestions.services.chain import triage
from triage import Question, Suggestion


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("DE-de,en;q=0.8", "de"),
        ("zh-Hant-TW, en", "zh"),
        ("fil;q=0.9, en", "fil"),
        (" ja , en", "ja"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("*", ""),
        ("", ""),
        (",de", ""),
        ("x", ""),
        ("deutsch", ""),
        ("d\u00e4", ""),
        ("en_US", "en"),
        ("es-419,es;q=0.9,en;q=0.8", "es"),
        ("es-ES_tradnl, chrome://global/locale/intl.properties, q=0.5", "es"),
        ("zh-Hans-CN;q=1,en;q=0.47,-BE;q=0.43", "zh"),
        ("-BE;q=0.43,en", ""),
        ("chrome://global/locale/intl.properties", ""),
        ("de en", ""),
        ("<script>", ""),
        ("../../etc/passwd", ""),
        ("de" * 4000, ""),
        ("de-" * 4000, ""),
        ("de" + "-x" * 9, ""),
    ],
)
def test_the_first_tag_without_its_region(header: str, language: str) -> None:
    request = APIRequestFactory().post("/", headers={"Accept-Language": header})
    assert first_language(request) == language


def test_without_the_header_there_is_none() -> None:
    assert first_language(APIRequestFactory().post("/")) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("header", "language"), [("de-AT,en", "de"), ("\u0000", ""), ("%", "")])
def test_classify_passes_it_on(header: str, language: str, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Question] = []
    chain = triage()

    def answer(question: Question, *, local_only: bool = False) -> Suggestion:
        asked.append(question)
        return chain.keywords(question)

    monkeypatch.setattr(chain, "classify", answer)
    response = api.post("/api/tickets/classify/", {"description": "x"}, headers={"Accept-Language": header})
    assert response.status_code == 200
    assert [one.language for one in asked] == [language]
