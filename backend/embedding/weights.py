"""Reads the file of weights: the model's tensors, and the pieces and the table of its tokenizer.

The layout is little-endian: a magic number and a version, the sizes of the model, the pieces of the tokenizer with
their scores, the table that replaces code points, and the directory of the tensors. A tensor is of float32, or in
blocks of 32 weights of 4 bits that share one scale of half precision (ggml's Q4_0).
"""

import hashlib
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
# The scale, then 16 bytes: byte i has weight i in its low half and weight i + 16 in its high half.
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
_ZERO: Final = 8


class InvalidWeightsError(ValueError):
    """The file is not one of weights, or it is damaged. The message says why."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of the model: width of a vector, layers, heads of attention, inner width, pieces, positions."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary of the tokenizer: piece i is `text[starts[i]:starts[i + 1]]` in UTF-8, with a log probability."""

    starts: npt.NDArray[np.uint32]
    scores: Floats
    text: bytes
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Place:
    numbers: int
    offset: int
    size: int


class Weights:
    """The file, mapped into memory. A tensor is unpacked when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Read everything but the tensors. Raises OSError and InvalidWeightsError."""
        with path.open("rb") as file:
            self._digest = hashlib.file_digest(file, "sha256").digest()
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise InvalidWeightsError(f"{path.name}: {error}") from error
        try:
            self._read(_Reader(self._map))
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise InvalidWeightsError(f"{path.name} is damaged: {error}") from error

    def _read(self, reader: "_Reader") -> None:
        if reader.bytes(4) != MAGIC:
            raise ValueError("it is not a file of weights")
        reader.numbers("I")
        width, layers, heads, inner, pieces, positions, _ = reader.numbers("7i")
        (epsilon,) = reader.numbers("f")
        self.sizes = Sizes(width, layers, heads, inner, pieces, positions, epsilon)
        if reader.numbers("i") != (BLOCK,):
            raise ValueError("its blocks have another size")
        self.pieces = self._read_pieces(reader)
        self.replacements = dict(self._read_replacements(reader))
        self._places = dict(self._read_place(reader) for _ in range(*reader.numbers("i")))
        for place in self._places.values():
            if place.offset + place.size > len(self._map):
                raise ValueError("it ends early")

    @staticmethod
    def _read_pieces(reader: "_Reader") -> Pieces:
        count, begin, end, pad, unknown = reader.numbers("5i")
        (size,) = reader.numbers("Q")
        starts = reader.array("<u4", count + 1)
        scores = reader.array("<f4", count)
        return Pieces(starts, scores, reader.bytes(size), begin, end, pad, unknown)

    @staticmethod
    def _read_replacements(reader: "_Reader") -> list[tuple[int, str]]:
        count, _ = reader.numbers("II")
        table = []
        for _ in range(count):
            code_point, length = reader.numbers("IB")
            table.append((code_point, "".join(map(chr, reader.numbers(f"{length}I")))))
        return table

    @staticmethod
    def _read_place(reader: "_Reader") -> tuple[str, _Place]:
        (length,) = reader.numbers("H")
        name = reader.bytes(length).decode("ascii")
        _, numbers, offset, size = reader.numbers("BIQQ")
        return name, _Place(numbers, offset, size)

    def tensor(self, name: str, *shape: int) -> Floats:
        """One tensor, unpacked, in this shape. Raises InvalidWeightsError if the file has none such."""
        place = self._places.get(name)
        if place is None or place.numbers != np.prod(shape):
            raise InvalidWeightsError(f"no tensor {name} of {shape}")
        raw = self._map[place.offset : place.offset + place.size]
        if place.size == 4 * place.numbers:
            return np.frombuffer(raw, "<f4").astype(np.float32).reshape(shape)
        return _unpack(np.frombuffer(raw, _BLOCK_TYPE)).reshape(shape)

    @property
    def digest(self) -> bytes:
        """The SHA-256 digest of the whole file."""
        return self._digest

    def word_vectors(self, ids: list[int]) -> Floats:
        """The rows of the vocabulary's table for these pieces: the table itself stays packed, in the file."""
        place = self._places["emb.word"]
        blocks = np.frombuffer(self._map, _BLOCK_TYPE, place.numbers // BLOCK, place.offset)
        table = blocks.reshape(self.sizes.pieces, self.sizes.width // BLOCK)
        return _unpack(table[ids]).reshape(len(ids), self.sizes.width)


def _unpack(blocks: npt.NDArray[Any]) -> Floats:
    pairs = blocks["pairs"]
    weights = np.concatenate((pairs & 15, pairs >> 4), axis=-1).astype(np.float32) - _ZERO
    return np.asarray(weights * blocks["scale"].astype(np.float32)[..., None], dtype=np.float32)


class _Reader:
    """Reads one thing after another."""

    def __init__(self, source: mmap.mmap) -> None:
        self._source = source
        self._offset = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self._source, self._offset)
        self._offset += struct.calcsize("<" + layout)
        return found

    def bytes(self, size: int) -> bytes:
        found = self._source[self._offset : self._offset + size]
        if len(found) != size:
            raise ValueError("it ends early")
        self._offset += size
        return found

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        # A copy: a view into the mapping could not be closed.
        return np.frombuffer(self.bytes(count * np.dtype(kind).itemsize), kind)
