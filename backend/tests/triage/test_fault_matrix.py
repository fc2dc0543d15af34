"""Whatever a model server does, an answer comes in time from the right source, and the log holds no ticket text."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from testing.model_servers import OllamaServer, OpenAIServer, refusing_url
from tests.triage.conftest import LONG_TIMEOUT, MARKER, QUESTION, SHORT_TIMEOUT
from triage import FellThrough, Triage

pytestmark = pytest.mark.usefixtures("no_threads_left")

# The behaviour of a stand-in -> the reason for falling through; None: it answers.
OLLAMA = {
    "well": None,
    "slow": None,
    "no_logprobs": None,
    "drip_headers": "timeout",
    "drip_body": "timeout",
    "silence": "timeout",
    "drop": "unreachable",
    "reset": "unreachable",
    "not_http": "unreachable",
    "huge_headers": "bad_answer",
    "huge": "bad_answer",
    "bomb": "bad_answer",
    "html": "bad_answer",
    "json_list": "bad_answer",
    "wrong_types": "bad_answer",
    "not_done": "bad_answer",
    "length": "bad_answer",
    "null_content": "bad_answer",
    "empty_content": "bad_answer",
    "prose": "bad_answer",
    "fenced": "bad_answer",
    "think": "bad_answer",
    "wrong_label": "bad_answer",
    "wrong_priority": "bad_answer",
    "null_label": "bad_answer",
    "label_list": "bad_answer",
    "extra_key": "bad_answer",
    "missing_key": "bad_answer",
    "double_key": "bad_answer",
    "swapped_case": "bad_answer",
    "list_answer": "bad_answer",
    "half_json": "bad_answer",
    "deep_json": "bad_answer",
    "missing": "model_missing",
    "busy": "busy",
    "status_400": "refused",
    "status_500": "refused",
    "error_list": "refused",
    "redirect": "refused",
}
_ONLY_OLLAMA = {"not_done", "busy", "missing"}
OPENAI = {name: reason for name, reason in OLLAMA.items() if name not in _ONLY_OLLAMA} | {
    "odd_logprobs": None,
    "missing": "model_missing",
    "status_401": "refused",
    "status_403": "refused",
    "filtered": "refused",
    "content_filter": "refused",
    "refusal": "refused",
    "rate_limit": "busy",
    "no_quota": "busy",
    "overloaded": "busy",
    "empty_choices": "bad_answer",
    "null_choices": "bad_answer",
}
# Well below LONG_TIMEOUT, so that a fault which only the timeout ends is seen.
ON_TIME = LONG_TIMEOUT / 2


def time_for(reason: str | None) -> float:
    return SHORT_TIMEOUT if reason == "timeout" else LONG_TIMEOUT


@contextmanager
def on_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < ON_TIME


def log_everything(caplog: pytest.LogCaptureFixture) -> None:
    for name in (None, "triage", "ollama", "openai", "httpx", "httpx2", "httpcore", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=name)


def test_the_matrix_is_complete() -> None:
    assert set(OLLAMA) == OllamaServer.behaviours()
    assert set(OPENAI) == OpenAIServer.behaviours()


@pytest.mark.parametrize("behave", sorted(OLLAMA))
def test_ollama(behave: str, chain: Callable[..., Triage], caplog: pytest.LogCaptureFixture) -> None:
    log_everything(caplog)
    with OllamaServer(behave=behave) as server:
        triage = chain(ollama_url=server.url, ollama_timeout=time_for(OLLAMA[behave]))
        with on_time():
            suggestion = triage.classify(QUESTION)
    reason = OLLAMA[behave]
    if reason is None:
        assert (suggestion.source, suggestion.fell_through) == ("ollama", ())
        assert (suggestion.labels.category, suggestion.labels.priority) == ("technical", "high")
        assert suggestion.model == "granite4.1:3b"
    else:
        assert (suggestion.source, suggestion.model) == ("keywords", None)
        assert suggestion.fell_through == (FellThrough("ollama", reason),)
        told = [record.getMessage() for record in caplog.records if "triage fell through" in record.getMessage()]
        assert len(told) == 1
        assert f"source=ollama reason={reason} ms=" in told[0]
    assert MARKER not in caplog.text


@pytest.mark.parametrize("behave", sorted(OPENAI))
def test_openai(behave: str, chain: Callable[..., Triage], caplog: pytest.LogCaptureFixture) -> None:
    log_everything(caplog)
    with OpenAIServer(behave=behave) as server:
        triage = chain(openai_key=server.key, openai_base_url=server.base_url, openai_timeout=time_for(OPENAI[behave]))
        with on_time():
            suggestion = triage.classify(QUESTION)
        # No retry: it would send the ticket again.
        assert len(server.requests) == 1
    reason = OPENAI[behave]
    if reason is None:
        assert (suggestion.source, suggestion.fell_through) == ("openai", ())
        assert (suggestion.labels.category, suggestion.labels.priority) == ("account", "low")
        assert suggestion.model == "gpt-4o-mini"
    else:
        assert (suggestion.source, suggestion.model) == ("keywords", None)
        assert suggestion.fell_through == (FellThrough("openai", reason),)
    assert MARKER not in caplog.text
    assert server.key not in caplog.text


def test_a_refused_connection(chain: Callable[..., Triage]) -> None:
    with refusing_url() as url:
        suggestion = chain(ollama_url=url, openai_key="sk-x", openai_base_url=url).classify(QUESTION)
    assert suggestion.source == "keywords"
    assert suggestion.fell_through == (FellThrough("ollama", "unreachable"), FellThrough("openai", "unreachable"))
