"""What was fitted for a model of the desk: files that may be missing, half there, damaged, or of another model."""

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from testing.model_servers import EmbeddingServer
from tests.triage.conftest import QUESTION
from triage import FellThrough, SourceStatus, Triage, TriageConfig
from triage import fitted as fitted_module
from triage.embedders.base import Embeddings
from triage.fitted import FittedModels
from triage.types import Confidence

PROBE = [0.6, 0.8]


class Reader:
    """A model whose file begins with its fingerprint."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def answer(self, vector: Any, votes: Any) -> Any:
        return "billing", "high", Confidence(0.9, 0.8)

    def examples(self, vector: Any, labels: Any, language: str) -> Any:
        return ("Invoice twice",)


def read_model(content: bytes) -> Reader:
    if content.startswith(b"broken"):
        raise ValueError("no model of the classifier")
    return Reader(content.partition(b" ")[0].decode())


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitted_module, "import_module", lambda _: SimpleNamespace(read_model=read_model))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def vectors(fingerprint: str = "a", probe: Any = None) -> Embeddings:
    return Embeddings(fingerprint, [[1.0, 0.0]], probe)


def file_of(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_what_was_saved_is_found_by_every_process(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "fitted"
    writer, clock = FittedModels(folder), Clock()
    reader = FittedModels(folder, clock=clock)
    assert reader.find(vectors()) is None
    writer.save(vectors(), b"a")
    assert writer.find(vectors()) is not None
    # It looks again after a while, not at each question.
    assert reader.find(vectors()) is None
    clock.now += 2.1
    assert reader.find(vectors()) is not None
    assert reader.find(vectors("b")) is None


def test_a_newer_file_takes_the_place_of_an_older(tmp_path: Path) -> None:
    writer, clock = FittedModels(tmp_path), Clock()
    reader = FittedModels(tmp_path, clock=clock)
    writer.save(vectors(probe=PROBE), b"a")
    before = reader.find(vectors(probe=PROBE))
    writer.save(vectors(probe=[0.8, -0.6]), b"a")
    clock.now += 2.1
    assert reader.find(vectors(probe=PROBE)) is None
    after = reader.find(vectors(probe=[0.8, -0.6]))
    assert before is not None
    assert after is not None
    assert after is not before


@pytest.mark.parametrize(
    ("probe", "is_found"),
    [([0.6, 0.8], True), ([0.6002, 0.7999], True), ([0.8, 0.6], False), ([1.0], False), (None, False)],
)
def test_what_was_fitted_for_other_weights_of_the_same_name_is_not_used(
    probe: Any, is_found: bool, tmp_path: Path
) -> None:
    models = FittedModels(tmp_path)
    models.save(vectors(probe=PROBE), b"a")
    assert (models.find(vectors(probe=probe)) is not None) == is_found


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content + b"x",
        lambda content: content.replace(b'"fingerprint": "a"', b'"fingerprint": "b"'),
        lambda content: b"[]\n" + content,
        lambda content: b"\xff" + content,
    ],
)
def test_a_damaged_file_counts_as_none_and_can_be_replaced(damage: Any, tmp_path: Path) -> None:
    FittedModels(tmp_path).save(vectors(), b"a model")
    file_of(tmp_path).write_bytes(damage(file_of(tmp_path).read_bytes()))
    models = FittedModels(tmp_path)
    assert models.find(vectors()) is None
    models.save(vectors(), b"a")
    assert models.find(vectors()) is not None


@pytest.mark.parametrize("content", [b"broken", b"b"])
def test_a_whole_file_without_the_model_counts_as_none(content: bytes, tmp_path: Path) -> None:
    models = FittedModels(tmp_path)
    models.save(vectors(), content)
    assert models.find(vectors()) is None


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = FittedModels(tmp_path)
    models.save(vectors(), b"a")
    before = file_of(tmp_path).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        models.save(vectors(), b"a")
    assert file_of(tmp_path).read_bytes() == before


def test_a_file_holds_no_ticket_and_names_its_model(tmp_path: Path) -> None:
    FittedModels(tmp_path).save(vectors(probe=PROBE), b"a")
    head = json.loads(file_of(tmp_path).read_bytes().partition(b"\n")[0])
    assert head.keys() == {"fingerprint", "probe", "sha256"}


@pytest.mark.parametrize("api", ["ollama", "openai"])
def test_a_desk_with_a_model_of_its_own_answers_once_it_is_fitted(api: Any, tmp_path: Path) -> None:
    with EmbeddingServer() as server:
        url = server.url if api == "ollama" else f"{server.url}/v1"
        config = TriageConfig(
            embedding_model="bge-m3", embedding_url=url, embedding_api=api, fitted_folder=str(tmp_path)
        )
        before = Triage(config).classify(QUESTION)
        assert (before.source, before.fell_through) == ("keywords", (FellThrough("classifier", "warming"),))
        found = embed_with(config)
        FittedModels(tmp_path).save(found, found.fingerprint.encode())
        triage = Triage(config)
        answer = triage.classify(QUESTION)
        assert (answer.source, answer.model, answer.labels.category) == ("classifier", "bge-m3", "billing")
        assert SourceStatus("classifier", "ready", "bge-m3", "server") in triage.status()
        # Other weights under the same name: nothing of the old ones is used.
        server.models["bge-m3"] = "other weights"
        assert Triage(config).classify(QUESTION).fell_through == (FellThrough("classifier", "warming"),)


def embed_with(config: TriageConfig) -> Embeddings:
    from triage.assembly import embedder

    return embedder(config).embed(["a text"], time.monotonic() + 30)
