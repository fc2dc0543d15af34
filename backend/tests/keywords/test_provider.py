"""The keyword tier as a provider."""

from triage import Question
from triage.keywords import classify
from triage.providers.base import Provider
from triage.providers.keywords import KeywordProvider


def test_it_answers_as_a_provider_even_after_the_deadline() -> None:
    provider: Provider = KeywordProvider()
    question = Question("please refund the invoice")
    assert provider.classify(question, deadline=0.0) == classify(question)
    assert (provider.source, provider.model) == ("keywords", None)
