"""The file of weights: whole, or an error that says what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embedding.encoder import Encoder
from embedding.weights import InvalidWeightsError, Weights


def test_the_numbers_of_the_model(weights_path: Path) -> None:
    sizes = Weights(weights_path).sizes
    assert (sizes.width, sizes.layers, sizes.heads, sizes.positions) == (384, 12, 12, 512)


@pytest.mark.parametrize("size", [0, 3, 4, 100, 10_000, 7_000_000])
def test_half_a_file_is_refused(weights_path: Path, tmp_path: Path, size: int) -> None:
    half = tmp_path / "half.bin"
    with weights_path.open("rb") as file:
        half.write_bytes(file.read(size))
    with pytest.raises(InvalidWeightsError, match=r"half\.bin"):
        Weights(half)


@pytest.mark.parametrize(
    "content",
    [
        b"<html>not found</html>" * 99,
        b"\0" * 4096,
        b"E5S1" + b"\xff" * 4096,
        b"version https://git-lfs.github.com/spec/v1\n",
    ],
    ids=["page", "zeros", "ones", "pointer"],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(content)
    with pytest.raises(InvalidWeightsError, match="damaged"):
        Weights(other)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no\.bin"):
        Weights(tmp_path / "no.bin")


def _without_the_last_bytes(content: bytes) -> bytes:
    return content[:-64]


def _with_another_name(content: bytes) -> bytes:
    return content.replace(b"emb.pos", b"emb.pox", 1)


@pytest.mark.parametrize("damage", [_without_the_last_bytes, _with_another_name])
def test_damage_is_found_before_the_first_answer(
    weights_path: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(damage(weights_path.read_bytes()))
    with pytest.raises(InvalidWeightsError):
        Encoder(Weights(other))
