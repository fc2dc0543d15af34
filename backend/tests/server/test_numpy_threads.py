"""numpy in a worker starts no threads of its own, however many cores there are, unless the operator says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2]
NAME = "OPENBLAS_NUM_THREADS"


@pytest.mark.parametrize(("given", "threads"), [({}, "1"), ({NAME: "2"}, "2")], ids=["default", "two"])
def test_numpy_starts_no_threads_unless_told(given: dict[str, str], threads: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != NAME} | given
    code = f"import server.gunicorn, os; print(os.environ[{NAME!r}])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BACKEND, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == threads
