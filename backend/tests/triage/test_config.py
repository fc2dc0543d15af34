"""The configuration: which values are valid, and the error that names an invalid one."""

from typing import Any

import pytest

from testing.addresses import ENCRYPTED_OR_LOOPBACK, NOT_EVEN_WHEN_ALLOWED, PLAIN_HTTP
from triage import TriageConfig

SECRET = "sk-very-secret"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provider", "claude"),
        ("provider", ""),
        ("ollama_url", "ollama:11434"),
        ("ollama_url", "http://"),
        ("ollama_url", "http://ollama"),
        ("ollama_url", "http://ollama:port"),
        ("ollama_url", "http://ollama:99999"),
        ("ollama_url", "ftp://ollama:11434"),
        ("ollama_url", f"http://me:{SECRET}@ollama:11434"),
        ("ollama_url", "http://ollama:11434/?x=1"),
        ("ollama_timeout", 0),
        ("ollama_timeout", -1),
        ("ollama_timeout", float("nan")),
        ("ollama_timeout", float("inf")),
        ("ollama_timeout", True),
        ("ollama_url", "http://127.0.0.1:11434/v1"),
        ("ollama_url", "http://127.0.0.1:11434/v1/chat/completions"),
        ("ollama_url", "https://gpu.example.org/ollama/api/"),
        ("ollama_url", "http://127.0.0.1:11434/api/chat"),
        ("ollama_socket", "run/ollama.sock"),
        ("openai_key", f"{SECRET} {SECRET}"),
        ("openai_key", f"{SECRET}\nx"),
        ("openai_key", "sk-schlüssel"),
        ("openai_base_url", "api.openai.com"),
        ("openai_base_url", f"https://me:{SECRET}@host/v1"),
        ("openai_base_url", "https://models.example\n/v1"),
        ("openai_base_url", "https://models.example\\@host/v1"),
        ("openai_model", " "),
        ("openai_timeout", 601),
        ("openai_socket", "/" + "x" * 200),
        ("phone_regions", ("de",)),
        ("phone_regions", ("DE", "")),
        ("classifier_socket", "run/classifier"),
        ("classifier_timeout", 0),
        ("classifier_timeout", 5.1),
        ("classifier_timeout", float("nan")),
        ("embedding_socket", "run/embedding"),
        ("slots", 0),
        ("slots", 1.5),
        ("slots", True),
        ("queue", -1),
    ],
)
def test_an_invalid_value_is_refused_by_name_and_a_secret_is_not_repeated(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{field}: ") as caught:
        TriageConfig(**{field: value})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "model", ["gpt-oss:120b-cloud", "deepseek-v3.1:671b-cloud", "kimi:cloud", "QWEN3:CLOUD", "", " "]
)
def test_models_that_run_in_the_cloud_are_refused(model: str) -> None:
    with pytest.raises(ValueError, match=r"^ollama_model: "):
        TriageConfig(ollama_url="http://127.0.0.1:11434", ollama_model=model)


@pytest.mark.parametrize(
    "url", ["http://ollama:11434", "http://[::1]:11434/", "https://ollama.example", "http://h:80/a"]
)
def test_complete_urls_are_accepted(url: str) -> None:
    assert TriageConfig(ollama_url=url).asks_ollama


def test_a_region_that_no_telephone_number_has_is_refused_where_text_may_leave() -> None:
    assert TriageConfig(phone_regions=("XX",)).phone_regions == ("XX",)
    with pytest.raises(ValueError, match=r"^phone_regions: 'XX' is no region"):
        TriageConfig(openai_key="key", phone_regions=("DE", "XX"))


def test_nothing_is_asked_unless_configured() -> None:
    assert not TriageConfig().asks_ollama
    assert not TriageConfig().asks_openai
    assert not TriageConfig().asks_classifier
    assert not TriageConfig(openai_key=" \n").asks_openai


@pytest.mark.parametrize(
    ("provider", "asked"),
    [("auto", True), ("classifier", True), ("ollama", False), ("openai", False), ("keywords", False)],
)
def test_the_classifier_is_asked_by_auto_and_by_its_name_unless_it_is_off(provider: Any, asked: bool) -> None:
    assert TriageConfig(provider=provider, classifier_socket="/run/s").asks_classifier is asked
    assert not TriageConfig(provider=provider, classifier_socket="/run/s", classifier=False).asks_classifier


def test_what_concerns_the_cloud_does_not_concern_the_classifier() -> None:
    assert TriageConfig(classifier_socket="/run/s", cloud_never=True, openai_key=SECRET).asks_classifier


def test_a_key_is_stripped_and_left_out_of_the_repr() -> None:
    config = TriageConfig(openai_key=f" {SECRET}\n")
    assert config.openai_key == SECRET
    assert SECRET not in repr(config)


def test_an_empty_base_url_means_openai_itself() -> None:
    assert TriageConfig(openai_base_url="").openai_base_url == "https://api.openai.com/v1"


@pytest.mark.parametrize("provider", ["auto", "openai"])
def test_cloud_never_takes_the_cloud_out_whatever_else_is_set(provider: Any) -> None:
    config = TriageConfig(openai_key=SECRET, provider=provider, cloud_never=True)
    assert not config.asks_openai
    assert TriageConfig(openai_key=SECRET, provider=provider).asks_openai


@pytest.mark.parametrize("url", PLAIN_HTTP)
def test_plain_http_to_another_host_is_refused_unless_allowed(url: str) -> None:
    with pytest.raises(ValueError, match=r"^openai_base_url: .*OPENAI_PLAIN_HTTP=yes"):
        TriageConfig(openai_base_url=url)
    assert TriageConfig(openai_base_url=url, openai_plain_http=True).openai_base_url == url


@pytest.mark.parametrize("url", ENCRYPTED_OR_LOOPBACK)
def test_https_and_loopback_are_accepted(url: str) -> None:
    assert TriageConfig(openai_base_url=url).openai_base_url == url


@pytest.mark.parametrize("url", NOT_EVEN_WHEN_ALLOWED)
def test_what_hides_another_host_is_refused_always(url: str) -> None:
    with pytest.raises(ValueError, match=r"^openai_base_url: "):
        TriageConfig(openai_base_url=url, openai_plain_http=True)


SERVER: dict[str, Any] = {"embedding_model": "bge-m3", "embedding_url": "http://10.0.0.7:11434"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("embedding_url", "https://gpu.example.org:11434"),
        ("embedding_url", "http://93.184.216.34:11434"),
        ("embedding_url", "http://[2606:2800::1]:11434"),
        ("embedding_url", "http://134744072:11434"),
        ("embedding_url", "http://localhost.example.org:11434"),
        ("embedding_url", "http://10.0.0.7"),
        ("embedding_url", "http://10.0.0.7:11434/v1"),
        ("embedding_url", "http://10.0.0.7:11434/api/embed"),
        ("embedding_url", "10.0.0.7:11434"),
        ("embedding_url", "http://10.0.0.7\\@example.org:11434"),
        ("embedding_url", f"http://me:{SECRET}@10.0.0.7:11434"),
        ("embedding_url", ""),
        ("embedding_api", "vllm"),
        ("embedding_model", "qwen3-embedding:cloud"),
    ],
)
def test_a_server_of_vectors_outside_the_premises_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: ") as caught:
        TriageConfig(**(SERVER | {field: value}))
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_vectors_come_from_ollama_unless_another_server_is_named() -> None:
    ollama: dict[str, Any] = {"ollama_url": "http://10.0.0.7:11434", "ollama_socket": "/run/ollama.sock"}
    config = TriageConfig(embedding_model="bge-m3", **ollama)
    assert (config.embedding_url, config.embedding_socket) == ("http://10.0.0.7:11434", "/run/ollama.sock")
    assert config.asks_classifier
    with pytest.raises(ValueError, match=r"^embedding_url: text for the classifier stays on the premises"):
        TriageConfig(embedding_model="bge-m3", ollama_url="https://gpu.example.org:11434")
    with pytest.raises(ValueError, match=r"^embedding_url: must be set"):
        TriageConfig(embedding_model="bge-m3", embedding_api="openai", **ollama)


def test_a_service_of_the_stack_is_reached_without_the_socket() -> None:
    for host, socket in (("ollama", ""), ("10.0.0.7", "/run/e.sock"), ("host.docker.internal", "/run/e.sock")):
        url = f"http://{host}:11434"
        config = TriageConfig(embedding_model="bge-m3", embedding_url=url, embedding_socket="/run/e.sock")
        assert config.embedding_socket == socket


def test_without_a_model_its_server_is_of_no_consequence() -> None:
    assert not TriageConfig(embedding_url="https://gpu.example.org").asks_classifier


def test_the_place_where_the_classifier_reads_is_told_apart() -> None:
    assert TriageConfig(classifier_socket="/run/classifier/socket").classifier_place == "machine"
    # The larger model reads the text even where the bundled engine runs too.
    assert TriageConfig(classifier_socket="/run/classifier/socket", **SERVER).classifier_place == "server"
