"""Vectors of a model server: what is sent, what is checked, and which model answered."""

import base64
import json
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from testing.model_servers import EmbeddingServer, refusing_url
from testing.model_servers.faults import FAULTS
from testing.model_servers.messages import Answer
from tests.triage.conftest import LONG_TIMEOUT, MARKER, SHORT_TIMEOUT
from triage.embedders.base import Embedder, Embeddings
from triage.embedders.ollama import OllamaEmbedder
from triage.embedders.openai import PROBE, OpenAIEmbedder
from triage.errors import (
    BadAnswer,
    Busy,
    DeadlineExceeded,
    ModelMissing,
    ProviderError,
    Refused,
    RemoteModel,
    TextTooLong,
    Unreachable,
)

MODEL = "bge-m3"
TEXTS = ["The printer on ward 3 is jammed.", "Die Rechnung ist doppelt.", f"Nobody can sign in {MARKER}."]
APIS = ("ollama", "openai")
pytestmark = pytest.mark.usefixtures("no_threads_left")


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with EmbeddingServer() as running:
        yield running


def embedder(api: str, server: EmbeddingServer, **wanted: Any) -> Embedder:
    if api == "ollama":
        return OllamaEmbedder(server.url, MODEL, **wanted)
    return OpenAIEmbedder(f"{server.url}/v1", MODEL, **wanted)


def embed(one: Embedder, texts: list[str] | None = None, seconds: float = LONG_TIMEOUT) -> Embeddings:
    return one.embed(TEXTS if texts is None else texts, time.monotonic() + seconds)


@pytest.mark.parametrize("api", APIS)
def test_each_text_gets_a_vector_of_length_1(api: str, server: EmbeddingServer) -> None:
    found = embed(embedder(api, server))
    assert found.vectors.shape == (3, 32)
    assert found.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1)
    again = embed(embedder(api, server), TEXTS[1:2])
    assert np.allclose(again.vectors[0], found.vectors[1], atol=1e-6)
    assert again.fingerprint == found.fingerprint


@pytest.mark.parametrize("api", APIS)
def test_the_prefix_stands_before_each_text_and_is_part_of_the_fingerprint(api: str, server: EmbeddingServer) -> None:
    plain, prefixed = embed(embedder(api, server)), embed(embedder(api, server, prefix="query:"))
    assert server.inputs[-1][-3:] == [f"query: {text}" for text in TEXTS]
    assert plain.fingerprint != prefixed.fingerprint


def test_ollama_is_asked_whether_it_runs_the_model_before_any_text_is_sent(server: EmbeddingServer) -> None:
    embed(embedder("ollama", server))
    assert [request.path for request in server.requests] == ["/api/tags", "/api/show", "/api/embed", "/api/tags"]


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("path", ["/api/tags", "/api/show"])
@pytest.mark.parametrize("described", [{"remote_host": "https://ollama.com:443"}, {"remote_model": "x"}], ids=repr)
def test_a_model_of_another_host_gets_no_text(
    api: str, path: str, described: dict[str, Any], server: EmbeddingServer
) -> None:
    server.described[path] = described
    with pytest.raises(RemoteModel):
        embed(embedder(api, server))
    assert server.inputs == []


def test_an_answer_of_another_host_is_not_used(server: EmbeddingServer) -> None:
    server.change = lambda answer: answer | {"remote_host": "https://ollama.com:443"}
    with pytest.raises(RemoteModel):
        embed(embedder("ollama", server))


@pytest.mark.parametrize("api", APIS)
def test_what_an_ollama_does_not_show_gets_no_text(api: str, server: EmbeddingServer) -> None:
    server.instead["/api/show"] = Answer(500, {"error": "no"})
    with pytest.raises(BadAnswer):
        embed(embedder(api, server))
    assert server.inputs == []


def test_a_server_that_is_no_ollama_is_asked_all_the_same() -> None:
    with EmbeddingServer(is_ollama=False) as server:
        assert len(embed(embedder("openai", server)).vectors) == 3


@pytest.mark.parametrize("api", APIS)
def test_other_weights_under_the_same_name_are_noticed(api: str, server: EmbeddingServer) -> None:
    one = embedder(api, server)
    before = embed(one)
    server.models[MODEL] = "other weights"
    after = embed(one)
    if api == "ollama":
        assert before.fingerprint != after.fingerprint
    else:
        assert float(before.probe @ before.probe) == pytest.approx(1)
        assert float(before.probe @ after.probe) < 0.9
        assert [inputs[0] for inputs in server.inputs] == [PROBE, PROBE]
    server.models[MODEL], server.width = "a", 48
    assert embed(one).fingerprint not in (before.fingerprint, after.fingerprint)


def test_a_model_that_changes_during_the_call_is_not_used(server: EmbeddingServer) -> None:
    def change(answer: Any) -> Any:
        server.models[MODEL] = "other weights"
        return answer

    server.change = change
    with pytest.raises(BadAnswer, match="changed meanwhile"):
        embed(embedder("ollama", server))


def test_without_a_digest_nothing_is_sent(server: EmbeddingServer) -> None:
    server.described["/api/tags"] = {"digest": None}
    with pytest.raises(BadAnswer, match="digest"):
        embed(embedder("ollama", server))
    assert server.inputs == []


@pytest.mark.parametrize("api", APIS)
def test_a_text_that_is_too_long_is_sent_shorter(api: str, server: EmbeddingServer) -> None:
    server.max_words = 300
    found = embed(embedder(api, server), ["word " * 5000 + "the end"])
    assert [len(inputs[-1].encode()) <= limit for inputs, limit in zip(server.inputs, (4000, 2000, 1000), strict=True)]
    assert server.inputs[-1][-1].endswith("the end")
    assert len(found.vectors) == 1


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "the input length exceeds the context length"),
        (
            500,
            "input (1045 tokens) is too large to process. increase the physical batch size (current batch size: 512)",
        ),
        (400, "This model's maximum context length is 512 tokens. However, you requested 1045 tokens."),
        (413, "Input validation error: `inputs` must have less than 512 tokens. Given: 1045"),
    ],
)
def test_the_words_of_each_server_for_too_long_are_known(
    api: str, status: int, message: str, server: EmbeddingServer
) -> None:
    path = "/api/embed" if api == "ollama" else "/v1/embeddings"
    server.instead[path] = Answer(status, {"error": message})
    with pytest.raises(TextTooLong):
        embed(embedder(api, server))
    assert len(server.inputs) == 4


@pytest.mark.parametrize(
    "message",
    ["Pooling type 'none' is not OAI compatible. Please use a different pooling type", "Input content cannot be empty"],
)
def test_what_a_real_llama_cpp_refuses_is_no_matter_of_length(message: str, server: EmbeddingServer) -> None:
    server.instead["/v1/embeddings"] = Answer(
        400, {"error": {"code": 400, "message": message, "type": "invalid_request_error"}}
    )
    with pytest.raises(Refused) as refused:
        embed(embedder("openai", server))
    assert not isinstance(refused.value, TextTooLong)
    assert len(server.inputs) == 1


@pytest.mark.parametrize("api", APIS)
def test_a_text_is_cut_in_bytes_and_whole_characters(api: str, server: EmbeddingServer) -> None:
    embed(embedder(api, server), ["🖨" * 5000])
    sent = server.inputs[-1][-1]
    assert 3900 < len(sent.encode()) <= 4000
    assert set(sent) <= set("🖨 [...]")


@pytest.mark.parametrize("api", APIS)
def test_an_empty_text_is_never_sent(api: str, server: EmbeddingServer) -> None:
    assert len(embed(embedder(api, server), [""]).vectors) == 1
    assert server.inputs[-1][-1] == "."


NAN = float("nan")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    "row",
    [
        [0.0] * 32,
        [NAN] * 32,
        [float("inf")] + [1.0] * 31,
        [1e308] * 32,
        [10**400] + [1] * 31,
        [None] * 32,
        ["1.0"] * 32,
        [True] * 32,
        [[1.0] * 32],
        [],
        [1.0] * 31,
        [1.0] * 20_000,
        None,
        7,
        {"0": 1.0},
    ],
    ids=lambda row: repr(row)[:20],
)
def test_what_is_no_vector_is_refused(api: str, row: Any, server: EmbeddingServer) -> None:
    def change(answer: Any) -> Any:
        if api == "ollama":
            answer["embeddings"][1] = row
        else:
            answer["data"][1]["embedding"] = row
        return answer

    server.change = change
    with pytest.raises(BadAnswer) as refused:
        embed(embedder(api, server))
    assert MARKER not in str(refused.value)


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_too_few_or_too_many_vectors_are_refused(api: str, count: int, server: EmbeddingServer) -> None:
    key = "embeddings" if api == "ollama" else "data"
    server.change = lambda answer: answer | {key: (answer[key] * 3)[:count]}
    with pytest.raises(BadAnswer):
        embed(embedder(api, server))


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("body", [None, [], 7, {}, {"data": 7}, {"embeddings": {}}, {"error": "no"}], ids=repr)
def test_an_answer_of_another_shape_is_refused(api: str, body: Any, server: EmbeddingServer) -> None:
    server.change = lambda _: body
    with pytest.raises(BadAnswer):
        embed(embedder(api, server))


def test_vectors_that_come_in_another_order_are_put_in_order(server: EmbeddingServer) -> None:
    expected = embed(embedder("openai", server)).vectors
    server.change = lambda answer: answer | {"data": answer["data"][::-1]}
    assert np.array_equal(embed(embedder("openai", server)).vectors, expected)
    server.change = lambda answer: answer | {"data": [{"embedding": one["embedding"]} for one in answer["data"]]}
    assert np.array_equal(embed(embedder("openai", server)).vectors, expected)


@pytest.mark.parametrize(
    "indices", [[0, 0, 1, 2], [1, 2, 3, 4], [0, 1, 2, None], ["0", "1", "2", "3"], [False, 1, 2, 3]]
)
def test_indices_that_name_no_text_are_refused(indices: list[Any], server: EmbeddingServer) -> None:
    def change(answer: Any) -> Any:
        for item, index in zip(answer["data"], indices, strict=True):
            item["index"] = index
        return answer

    server.change = change
    with pytest.raises(BadAnswer):
        embed(embedder("openai", server))


def encoded(numbers: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def test_base64_that_nobody_asked_for_is_read(server: EmbeddingServer) -> None:
    expected = embed(embedder("openai", server)).vectors

    def change(answer: Any) -> Any:
        for item in answer["data"]:
            item["embedding"] = encoded(item["embedding"])
        return answer

    server.change = change
    assert np.allclose(embed(embedder("openai", server)).vectors, expected, atol=1e-6)
    assert {request.json["encoding_format"] for request in server.requests if server.is_call(request)} == {"float"}


@pytest.mark.parametrize("text", ["", "no base64!", "AAAA", "AAAAAAA=", encoded([NAN] * 32), encoded([0.0] * 32)])
def test_base64_of_no_vector_is_refused(text: str, server: EmbeddingServer) -> None:
    def change(answer: Any) -> Any:
        answer["data"][1]["embedding"] = text
        return answer

    server.change = change
    with pytest.raises(BadAnswer):
        embed(embedder("openai", server))


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("behave", "error"),
    [
        ("nan", Refused),
        ("no_embeddings", Refused),
        ("key_wanted", Refused),
        ("missing", ModelMissing),
        ("loading", Busy),
        ("html", BadAnswer),
        ("json_list", BadAnswer),
        ("wrong_types", BadAnswer),
        ("huge", BadAnswer),
        ("bomb", BadAnswer),
        ("error_list", Refused),
        ("redirect", Refused),
        ("drop", Unreachable),
        ("reset", Unreachable),
        ("not_http", Unreachable),
        ("silence", DeadlineExceeded),
        ("drip_headers", DeadlineExceeded),
        ("drip_body", DeadlineExceeded),
    ],
)
def test_each_fault_is_one_error_and_no_text_is_told(
    api: str, behave: str, error: type[ProviderError], server: EmbeddingServer
) -> None:
    server.behave = behave
    late = error is DeadlineExceeded
    with pytest.raises(error) as raised:
        embed(embedder(api, server), seconds=SHORT_TIMEOUT if late else LONG_TIMEOUT)
    assert MARKER not in str(raised.value)


def test_every_fault_is_tried() -> None:
    tried = {"html", "json_list", "wrong_types", "huge", "bomb", "error_list", "redirect", "drop", "reset", "not_http"}
    assert set(FAULTS) - tried == {"slow", "huge_headers", "silence", "drip_headers", "drip_body"}


@pytest.mark.parametrize("api", APIS)
def test_a_server_that_is_not_there_is_unreachable(api: str) -> None:
    with refusing_url() as url, pytest.raises(Unreachable):
        embed(OllamaEmbedder(url, MODEL) if api == "ollama" else OpenAIEmbedder(f"{url}/v1", MODEL))


def test_a_missing_model_is_named_so(server: EmbeddingServer) -> None:
    server.models = {}
    for api in APIS:
        with pytest.raises(ModelMissing):
            embed(embedder(api, server))
    assert json.dumps(server.inputs).count(MARKER) == 1  # /v1/embeddings tells by its answer


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("answers", [["93.184.216.34"], ["93.184.216.34", "2606:2800:220:1::1"], ["::ffff:8.8.8.8"]])
def test_a_name_that_leads_outside_gets_no_connection(
    api: str, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, lambda port: [(address, port) for address in answers])
    url = "http://ollama:11434"
    one = OllamaEmbedder(url, MODEL) if api == "ollama" else OpenAIEmbedder(f"{url}/v1", MODEL)
    with pytest.raises(RemoteModel, match="neither loopback nor private"):
        embed(one)


def test_of_a_name_with_addresses_inside_and_outside_only_the_first_are_tried(
    server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, lambda port: [("93.184.216.34", port), ("127.0.0.1", port)])
    url = server.url.replace("127.0.0.1", "ollama")
    assert len(embed(OllamaEmbedder(url, MODEL)).vectors) == 3


def resolve(monkeypatch: pytest.MonkeyPatch, answer: Callable[[int], list[tuple[str, int]]]) -> None:
    """Replace the resolver. A test may not connect outside, and none does: the addresses are refused before."""
    import socket

    def look_up(host: str, port: int, **_: Any) -> Any:
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, number))
            for address, number in answer(port)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
