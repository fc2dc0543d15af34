"""After the first start no network is needed: `make run` works in a namespace that has only loopback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.conftest import environment_without_settings
from tests.tools.network_namespace import unavailable

# The namespace has ports of its own, so any number will do.
PORT = "8080"
SCRIPT = Path(__file__).with_name("network_namespace.py")


def test_pages_and_suggestions_work_without_a_network(state: Path) -> None:
    if reason := unavailable():
        pytest.skip(f"no network namespaces here: {reason}")
    environ = {**environment_without_settings(), "STATE_DIR": str(state), "PORT": PORT}
    result = subprocess.run(
        [sys.executable, str(SCRIPT), PORT],
        env=environ,
        cwd=Path(__file__).resolve().parents[3],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    found = json.loads(result.stdout.splitlines()[-1])
    assert found["outside"] == "Network is unreachable"
    assert "<!doctype html" in found["page"].lower()
    assert found["suggestion"]["source"] == "classifier"
    assert found["ended"] == 0
    assert os.path.isdir(state / "postgres")
