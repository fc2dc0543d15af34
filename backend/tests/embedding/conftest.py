"""The engine of the classifier, and its process."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embedding.encoder import Encoder
from embedding.weights import Weights
from tests.embedding.engine import Engine


@pytest.fixture(scope="session")
def encoder(weights_path: Path) -> Encoder:
    """The engine in this process."""
    return Encoder(Weights(weights_path), threads=os.cpu_count() or 1)


@pytest.fixture
def start_engine(weights_path: Path) -> Iterator[Callable[..., Engine]]:
    """Starts the engine's process; it is ended after the test."""
    with tempfile.TemporaryDirectory() as folder:
        started: list[subprocess.Popen[str]] = []

        def start(weights: Path = weights_path, *, ready: bool = True) -> Engine:
            path = Path(folder, "engine.sock")
            command = [sys.executable, "-m", "embedding.server", "--socket", str(path), "--weights", str(weights)]
            process = subprocess.Popen(
                command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE, text=True, start_new_session=True
            )
            started.append(process)
            engine = Engine(process, path)
            if ready:
                engine.wait_for("ready")
            return engine

        try:
            yield start
        finally:
            for process in started:
                process.terminate()
                process.wait()
                assert process.stderr
                process.stderr.close()


@pytest.fixture
def engine(start_engine: Callable[..., Engine]) -> Engine:
    """The engine's process, ready."""
    return start_engine()
