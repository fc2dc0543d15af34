"""What can be evaluated, and the error where it cannot. Stand-ins on loopback take the place of the vendors."""

import pytest

from evaluation.candidates import CannotEvaluate, candidate
from testing.model_servers import OllamaServer, OpenAIServer, refusing_url
from triage import CloudCall, Labels, Question, Source, TriageConfig
from triage.errors import Off, ProviderError, Unreachable, Warming

QUESTION = Question("please refund the invoice")


def test_keywords_need_nothing() -> None:
    one = candidate(TriageConfig(ollama_url="http://127.0.0.1:1"), "keywords")
    assert one.name == "keywords"
    assert one.classify(QUESTION).source == "keywords"
    with pytest.raises(CannotEvaluate, match="no model to choose"):
        candidate(TriageConfig(), "keywords", "some-model")


def test_a_local_model_is_loaded_and_then_asked() -> None:
    with OllamaServer(loaded=None, category="account", priority="high") as server:
        one = candidate(TriageConfig(ollama_url=server.url), "ollama")
        answer = one.classify(QUESTION)
    assert server.loads == ["granite4.1:3b"]
    assert one.name == "granite4.1:3b"
    assert (answer.source, answer.labels.category, answer.labels.priority) == ("ollama", "account", "high")


def test_another_local_model_may_be_named() -> None:
    with OllamaServer(models=("granite4.1:3b", "other:1b")) as server:
        one = candidate(TriageConfig(ollama_url=server.url), "ollama", "other:1b")
        assert one.classify(QUESTION).model == "other:1b"
    assert one.name == "other:1b"


def test_a_model_that_fails_again_and_again_is_still_asked_for_every_ticket() -> None:
    with OllamaServer() as server:
        one = candidate(TriageConfig(ollama_url=server.url), "ollama")
        server.behave = "status_500"
        before = len(server.requests)
        reasons = [one.classify(QUESTION).fell_through[0].reason for _ in range(8)]
    assert "paused" not in reasons
    assert len(server.requests) >= before + 8


@pytest.mark.parametrize(
    ("config", "source", "problem"),
    [
        (TriageConfig(), "ollama", "OLLAMA_URL is empty"),
        (TriageConfig(), "openai", "LLM_API_KEY is empty"),
        (TriageConfig(openai_key="key", cloud_never=True), "openai", "excluded by CLOUD=never"),
        (TriageConfig(), "classifier", "CLASSIFIER_SOCKET is empty"),
        (TriageConfig(classifier_socket="/run/s", classifier=False), "classifier", "CLASSIFIER=off"),
    ],
)
def test_what_is_missing_is_named(config: TriageConfig, source: Source, problem: str) -> None:
    with pytest.raises(CannotEvaluate, match=problem):
        candidate(config, source)


class Engine:
    """A classifier that fails as often as told, then answers."""

    source: Source = "classifier"
    model = "multilingual-e5-small"

    def __init__(self, *errors: ProviderError) -> None:
        self.errors = list(errors)

    def classify(self, question: Question, deadline: float) -> Labels:
        if self.errors:
            raise self.errors.pop(0)
        return Labels("account", "high")


WITH_ENGINE = TriageConfig(classifier_socket="/run/classifier/socket", ollama_url="http://127.0.0.1:1")


def test_the_classifier_is_waited_for_and_asked_alone() -> None:
    pauses: list[float] = []
    engine = Engine(Warming())
    one = candidate(
        WITH_ENGINE, "classifier", sleep=lambda seconds: pauses.append(seconds), providers={"classifier": engine}
    )
    answer = one.classify(QUESTION)
    assert (one.name, answer.source, answer.model) == ("classifier", "classifier", "multilingual-e5-small")
    assert answer.fell_through == ()
    with pytest.raises(CannotEvaluate, match="no model to choose"):
        candidate(WITH_ENGINE, "classifier", "some-model")


def test_a_classifier_that_fails_again_and_again_is_still_asked_for_every_ticket() -> None:
    engine = Engine()
    one = candidate(WITH_ENGINE, "classifier", providers={"classifier": engine})
    engine.errors = [Unreachable() for _ in range(8)]
    assert {one.classify(QUESTION).fell_through[0].reason for _ in range(8)} == {"unreachable"}
    assert one.classify(QUESTION).source == "classifier"


@pytest.mark.parametrize(
    ("error", "problem"),
    [(Unreachable, "does not answer at CLASSIFIER_SOCKET"), (Warming, "still loading"), (Off, "cannot be used")],
)
def test_a_classifier_that_is_not_there_is_told_with_what_is_wrong(error: type[ProviderError], problem: str) -> None:
    engine = Engine(*(error() for _ in range(100)))
    with pytest.raises(CannotEvaluate, match=f"^classifier: .*{problem}"):
        candidate(WITH_ENGINE, "classifier", sleep=lambda seconds: None, providers={"classifier": engine})


def test_a_server_that_is_not_there_is_named() -> None:
    with (
        refusing_url() as url,
        pytest.raises(CannotEvaluate, match=r"granite4.1:3b: the server cannot be reached"),
    ):
        candidate(TriageConfig(ollama_url=url), "ollama")


def test_a_model_of_another_host_is_named_and_not_asked() -> None:
    with OllamaServer() as server:
        server.described["/api/tags"] = {"remote_host": "https://ollama.com:443"}
        with pytest.raises(CannotEvaluate, match="would send the text on to another host"):
            candidate(TriageConfig(ollama_url=server.url), "ollama")
    assert [request.path for request in server.requests] == ["/api/tags"]


def test_a_model_that_is_not_on_the_server_is_named() -> None:
    with OllamaServer(models=()) as server, pytest.raises(CannotEvaluate, match=r"none:1b: .* pull it first"):
        candidate(TriageConfig(ollama_url=server.url), "ollama", "none:1b")


def test_a_name_that_would_leave_the_building_is_refused() -> None:
    with OllamaServer() as server, pytest.raises(CannotEvaluate, match="runs in Ollama's cloud"):
        candidate(TriageConfig(ollama_url=server.url), "ollama", "big:cloud")


def test_a_call_to_the_cloud_is_recorded_before_it_is_made() -> None:
    calls: list[CloudCall] = []
    with OpenAIServer(category="general", priority="low") as server:
        config = TriageConfig(openai_key=server.key, openai_base_url=server.base_url)
        one = candidate(config, "openai", "gpt-other", recorder=calls.append)
        answer = one.classify(QUESTION)
    assert (answer.source, answer.model) == ("openai", "gpt-other")
    assert [call.model for call in calls] == ["gpt-other"]
    assert calls[0].reference
