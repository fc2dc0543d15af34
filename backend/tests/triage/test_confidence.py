"""Confidence from token log probabilities: renormalised over the labels, and none rather than a wrong one."""

import json
import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testing.model_servers import OllamaServer, OpenAIServer
from tests.triage.conftest import QUESTION
from triage import CATEGORIES, Confidence, Triage
from triage.confidence import TokenLogprob, TopLogprob, confidence, measure

CONTENT = '{"category": "billing", "priority": "high"}'


def token(text: str, **top: float) -> TokenLogprob:
    """A token and its alternatives by probability; `_` in a name stands for a space."""
    entries = tuple(TopLogprob(name.replace("_", " "), math.log(share)) for name, share in top.items())
    return TokenLogprob(text, entries[0].logprob if entries else 0.0, entries)


def tokens(*label: TokenLogprob) -> list[TokenLogprob]:
    return [
        *map(token, ('{"', "category", '":', ' "')),
        *label,
        *map(token, ('", "', "priority", '": "', "high", '"}')),
    ]


def test_the_probability_mass_is_renormalised_over_the_labels() -> None:
    measured = measure(CONTENT, tokens(token("billing", billing=0.6, technical=0.2, The=0.2)), "category", CATEGORIES)
    assert measured is not None
    assert measured.share == pytest.approx(0.75)
    assert measured.label_mass == pytest.approx(0.8)


def test_the_first_token_of_a_label_decides() -> None:
    written = tokens(token("b", b=0.5, tech=0.25, acc=0.25), token("illing"))
    assert confidence(CONTENT, written).category == pytest.approx(0.5)


def test_alternatives_are_compared_with_the_prefix_of_a_token_that_begins_before_the_label() -> None:
    content = '{"category":"billing","priority":"high"}'
    label = TokenLogprob(
        '"billing', math.log(0.7), (TopLogprob('"billing', math.log(0.7)), TopLogprob('"general', math.log(0.1)))
    )
    written = [*map(token, ("{", '"category"', ":")), label, *map(token, ('","', "priority", '":"', "high", '"}'))]
    assert confidence(content, written).category == pytest.approx(0.875)


def test_too_little_probability_mass_on_labels_gives_no_confidence() -> None:
    told = confidence(CONTENT, tokens(token("billing", billing=0.4, I=0.6)))
    assert told.category is None


def test_a_written_token_that_is_not_among_the_top_logprobs_counts() -> None:
    label = TokenLogprob("billing", math.log(0.1), (TopLogprob("technical", math.log(0.6)),))
    assert confidence(CONTENT, tokens(label)).category == pytest.approx(1 / 7, abs=1e-3)


@pytest.mark.parametrize("logprob", [math.nan, math.inf, 5.0, 1e308])
def test_numbers_that_are_no_log_probabilities_give_no_confidence(logprob: float) -> None:
    assert confidence(CONTENT, tokens(TokenLogprob("billing", logprob, ()))).category is None


def test_tokens_that_do_not_make_up_the_content_give_no_confidence() -> None:
    assert (
        confidence('{"category": "account", "priority": "low"}', tokens(token("billing", billing=0.9))) == Confidence()
    )
    assert confidence(CONTENT, []) == Confidence()


@settings(deadline=None)
@given(
    st.text(),
    st.lists(
        st.builds(
            TokenLogprob,
            st.text(max_size=8) | st.sampled_from(['{"category": "', "billing", '", "priority": "', "low", '"}']),
            st.floats(),
            st.lists(st.builds(TopLogprob, st.text(max_size=8), st.floats())).map(tuple),
        )
    ),
)
def test_it_never_raises_and_stays_between_0_and_1(content: str, written: list[TokenLogprob]) -> None:
    told = confidence(content, written)
    for value in (told.category, told.priority):
        assert value is None or 0 <= value <= 1


def test_both_vendors_report_logprobs_and_without_them_there_is_no_confidence(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as local, OpenAIServer() as cloud:
        cloud_chain = chain(openai_key=cloud.key, openai_base_url=cloud.base_url)
        for triage in (chain(ollama_url=local.url), cloud_chain):
            told = triage.classify(QUESTION).labels.confidence
            assert told.category == told.priority == pytest.approx(0.8)
        local.behave = "no_logprobs"
        assert chain(ollama_url=local.url).classify(QUESTION).labels.confidence == Confidence()
        for behave in ("no_logprobs", "odd_logprobs"):
            cloud.behave = behave
            assert cloud_chain.classify(QUESTION).labels.confidence == Confidence()


def test_logprobs_are_requested(chain: Callable[..., Triage]) -> None:
    with OllamaServer() as local:
        chain(ollama_url=local.url).classify(QUESTION)
        asked = json.loads(local.requests[-1].body)
    assert (asked["logprobs"], asked["top_logprobs"]) == (True, 20)
