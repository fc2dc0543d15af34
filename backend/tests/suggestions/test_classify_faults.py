"""Whatever a model server does, classify answers 200 in time, reports the sources that failed, and logs no text."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

import triage.clients.ollama
import triage.clients.openai
from egress.models import CloudCall
from suggestions.models import ModelLease
from testing.model_servers import OllamaServer, OpenAIServer, refusing_url
from tests.triage.test_fault_matrix import OLLAMA, ON_TIME, OPENAI
from triage import Source, Triage

pytestmark = pytest.mark.django_db
URL = "/api/tickets/classify/"
MARKER = "quokka7341"
BODY = {"title": f"Refund {MARKER}", "description": f"I was charged twice, please refund one payment. {MARKER}"}
SHORT = {"ollama_timeout": 1.0, "openai_timeout": 1.0}
# Imported here, because importing a client takes a large part of that second.
CLIENTS = (triage.clients.ollama, triage.clients.openai)
With = Callable[..., Triage]


def classify(api: APIClient, **more: Any) -> dict[str, Any]:
    started = time.monotonic()
    response = api.post(URL, BODY | more)
    assert response.status_code == 200, response.content
    assert time.monotonic() - started < ON_TIME
    # Every lease is released.
    assert not ModelLease.objects.exists()
    return dict(response.json())


@pytest.mark.parametrize("behave", sorted(OLLAMA))
def test_the_local_model(
    api: APIClient, triage_with: With, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], behave: str
) -> None:
    with OllamaServer(behave=behave) as server:
        triage_with(ollama_url=server.url, **SHORT)
        body = classify(api)
    reason = OLLAMA[behave]
    if reason is None:
        assert (body["source"], body["suggested_category"], body["suggested_priority"]) == (
            "ollama",
            "technical",
            "high",
        )
        assert body["fell_through"] == []
    else:
        assert (body["source"], body["suggested_category"]) == ("keywords", "billing")
        assert body["fell_through"] == [{"source": "ollama", "reason": reason}]
    written = caplog.text + "".join(capfd.readouterr())
    assert MARKER not in written
    assert "127.0.0.1" not in str(body)


@pytest.mark.parametrize("behave", sorted(OPENAI))
def test_the_cloud(
    api: APIClient, triage_with: With, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], behave: str
) -> None:
    with OpenAIServer(behave=behave) as server:
        triage_with(openai_key=server.key, openai_base_url=server.base_url, **SHORT)
        body = classify(api)
    reason = OPENAI[behave]
    assert body["source"] == ("openai" if reason is None else "keywords")
    assert body["fell_through"] == ([] if reason is None else [{"source": "openai", "reason": reason}])
    assert CloudCall.objects.count() == 1
    written = caplog.text + "".join(capfd.readouterr()) + str(body)
    assert MARKER not in written
    assert server.key not in written
    assert "127.0.0.1" not in written


@pytest.mark.parametrize(
    ("behave", "source"),
    [
        ("silence", "keywords"),
        ("status_500", "openai"),
        ("missing", "openai"),
        ("busy", "keywords"),
        ("prose", "keywords"),
        ("well", "ollama"),
    ],
)
def test_the_cloud_answers_only_if_the_local_model_is_missing_or_refuses(
    api: APIClient, triage_with: With, behave: str, source: str
) -> None:
    with OllamaServer(behave=behave) as local, OpenAIServer() as cloud:
        triage_with(ollama_url=local.url, openai_key=cloud.key, openai_base_url=cloud.base_url, **SHORT)
        assert classify(api)["source"] == source
        assert len(cloud.requests) == (source == "openai")


def test_while_the_model_is_warming_keywords_answer(api: APIClient, triage_with: With) -> None:
    with OllamaServer(loaded=None) as local, OpenAIServer() as cloud:
        triage_with(ollama_url=local.url, openai_key=cloud.key, openai_base_url=cloud.base_url, **SHORT)
        body = classify(api)
        assert (body["source"], body["fell_through"]) == ("keywords", [{"source": "ollama", "reason": "warming"}])
        assert not cloud.requests
        status = api.get("/api/triage/status/").json()
    assert [one["state"] for one in status["sources"]] == ["warming", "ready", "off", "ready"]
    assert status["cloud_configured"] is True


def test_local_only_never_uses_the_cloud(api: APIClient, triage_with: With) -> None:
    with refusing_url() as url, OpenAIServer() as cloud:
        triage_with(ollama_url=url, openai_key=cloud.key, openai_base_url=cloud.base_url, **SHORT)
        body = classify(api, local_only=True)
        assert body["source"] == "keywords"
        assert {"source": "openai", "reason": "local_only"} in body["fell_through"]
        assert not cloud.requests
        assert classify(api)["source"] == "openai"
    assert CloudCall.objects.count() == 1


def test_a_lease_outlasts_its_call(api: APIClient, triage_with: With, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []
    with OllamaServer() as server:
        chain = triage_with(ollama_url=server.url, **SHORT)
        answer = chain._slots.hold

        @contextmanager
        def hold(source: Source, until: float) -> Iterator[None]:
            with answer(source, until):
                lease = ModelLease.objects.get()
                left.append((lease.expires_at - timezone.now()).total_seconds())
                yield

        monkeypatch.setattr(chain._slots, "hold", hold)
        assert classify(api)["source"] == "ollama"
    assert left[0] > 2 * 1.0


def test_the_requester_is_never_sent(api: APIClient, triage_with: With) -> None:
    with OpenAIServer() as cloud:
        triage_with(provider="openai", openai_key=cloud.key, openai_base_url=cloud.base_url, **SHORT)
        classify(api, requester="Ward 4, extension 212")
        assert b"extension 212" not in cloud.requests[0].body
