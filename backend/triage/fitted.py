"""What was fitted on this desk for a model of its own: one file for each fingerprint.

A file has a line of JSON and the classifier's model after it. It is written beside and renamed, so that another process
reads all of it or none.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Final

from triage.embedders.base import Embeddings
from triage.providers.classifier import Reader

# Seconds until a file that was not there, or could not be read, is looked for again.
_LOOK_AGAIN: Final = 2.0
# The cosine of two vectors of the probe by the same weights: servers compute with half precision, and in batches.
_SAME_WEIGHTS: Final = 0.999
_ENDING: Final = ".fitted"


@dataclass(frozen=True, slots=True)
class _Found:
    stamp: tuple[int, int]
    reader: Reader
    probe: Any


class FittedModels:
    """The files of one folder. Thread-safe; several processes may use the folder, of which one writes."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, _Found | None] = {}
        self._looked_at: dict[str, float] = {}

    def find(self, embeddings: Embeddings) -> Reader | None:
        """The reader for the weights that made these vectors; None while there is none. ImportError without numpy."""
        with self._lock:
            found = self._look(embeddings.fingerprint)
        if found is None or not same_weights(found.probe, embeddings.probe):
            return None
        return found.reader

    def save(self, embeddings: Embeddings, model: bytes) -> None:
        """Keep the model for the weights that made these vectors, in place of an older one. Raises OSError."""
        probe = None if embeddings.probe is None else [float(number) for number in embeddings.probe]
        head = {"fingerprint": embeddings.fingerprint, "probe": probe, "sha256": hashlib.sha256(model).hexdigest()}
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(embeddings.fingerprint)
        beside = file.with_suffix(f".{os.getpid()}.new")
        try:
            with beside.open("wb") as written:
                written.write(json.dumps(head).encode() + b"\n" + model)
                written.flush()
                os.fsync(written.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        with self._lock:
            self._looked_at.pop(embeddings.fingerprint, None)

    def _look(self, fingerprint: str) -> _Found | None:
        known = self._known.get(fingerprint)
        if self._clock() < self._looked_at.get(fingerprint, -_LOOK_AGAIN) + _LOOK_AGAIN:
            return known
        self._looked_at[fingerprint] = self._clock()
        try:
            state = self._file(fingerprint).stat()
            stamp = (state.st_mtime_ns, state.st_size)
            if known is None or known.stamp != stamp:
                known = self._read(fingerprint, stamp)
        except (OSError, ValueError, TypeError, KeyError):
            # Missing, or damaged: it is fitted anew.
            known = None
        self._known[fingerprint] = known
        return known

    def _read(self, fingerprint: str, stamp: tuple[int, int]) -> _Found:
        line, _, content = self._file(fingerprint).read_bytes().partition(b"\n")
        head = json.loads(line)
        if head["fingerprint"] != fingerprint or head["sha256"] != hashlib.sha256(content).hexdigest():
            raise ValueError("damaged")
        # At the first answer: it needs numpy, and a machine without it has keywords.
        model = import_module("triage.classifier.model").read_model(content)
        if model.fingerprint != fingerprint:
            raise ValueError("of another model")
        return _Found(stamp, model, head["probe"])

    def _file(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}{_ENDING}"


def same_weights(one: Any, other: Any) -> bool:
    """Whether two vectors of the probe are of the same weights. Where the fingerprint tells, there are none."""
    if one is None or other is None:
        return one is None and other is None
    return len(one) == len(other) and sum(float(a) * float(b) for a, b in zip(one, other, strict=True)) > _SAME_WEIGHTS
