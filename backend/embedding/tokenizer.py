"""Cuts a text into the pieces of the vocabulary, with SentencePiece."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from sentencepiece import SentencePieceProcessor

from embedding.weights import Pieces, Weights

_BLANK: Final = "\u2581"  # stands for a blank in a piece
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3  # kinds of pieces
_UNIGRAM: Final = 1
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_BLANKS: Final = re.compile(" {2,}")
# Of a text that is too long: two parts of its beginning for each part of its end.
_BEGINNING: Final = 2 / 3


class Tokenizer:
    """Text in, numbers of pieces out."""

    def __init__(self, weights: Weights) -> None:
        self._replacements = weights.replacements
        self._begin, self._end, self._unknown = weights.pieces.begin, weights.pieces.end, weights.pieces.unknown
        self._processor = SentencePieceProcessor(model_proto=b"".join(_model(weights.pieces)))

    def pieces(self, text: str, most: int) -> list[int]:
        """The pieces of the text between those of begin and end; of more than `most`, the first and the last ones.

        A character of no piece is the unknown one. Lone surrogates, which no UTF-8 holds, are U+FFFD.
        """
        found = self._ids(self._normalized(text))
        room = most - 2
        if len(found) > room:
            head = round(room * _BEGINNING)
            found = found[:head] + found[len(found) - (room - head) :]
        return [self._begin, *found, self._end]

    def _ids(self, normalized: str) -> list[int]:
        ids: list[int] = self._processor.encode(normalized)
        if self._unknown not in ids:
            return ids
        # SentencePiece makes one of several unknown characters in a row; the weights come with an engine that does not.
        pieces: list[str] = self._processor.encode(normalized, out_type=str)
        pairs = zip(ids, pieces, strict=True)
        return [one for one, piece in pairs for _ in range(len(piece) if one == self._unknown else 1)]

    def _normalized(self, text: str) -> str:
        replaced = _SURROGATES.sub("\ufffd", text).translate(self._replacements)
        words = _BLANKS.sub(" ", replaced)
        return words.replace(" ", _BLANK) if words.startswith(" ") else _BLANK + words.replace(" ", _BLANK)


def _model(pieces: Pieces) -> Iterator[bytes]:
    """A ModelProto of SentencePiece (sentencepiece_model.proto there). It normalizes nothing: `_normalized` does."""
    starts = pieces.starts.tolist()
    special = {pieces.unknown: _UNKNOWN, pieces.begin: _CONTROL, pieces.end: _CONTROL, pieces.pad: _CONTROL}
    for index, score in enumerate(pieces.scores.tolist()):
        piece = pieces.text[starts[index] : starts[index + 1]]
        fields = (_message(1, piece), b"\x15" + struct.pack("<f", score), _number(3, special.get(index, _NORMAL)))
        yield _message(1, b"".join(fields))
    ids = zip(range(40, 44), (pieces.unknown, pieces.begin, pieces.end, pieces.pad), strict=True)
    yield _message(2, _number(3, _UNIGRAM) + b"".join(_number(field, index) for field, index in ids))
    yield _message(3, _message(1, b"identity") + b"".join(_number(field, 0) for field in (3, 4, 5)))


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes((*found, number))


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
