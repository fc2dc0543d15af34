"""The stand-ins themselves: as processes of their own, and changed while they run."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from testing.model_servers import OllamaServer

BACKEND = Path(__file__).parents[2]


def fetch(url: str, method: str = "GET", **body: Any) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


@pytest.mark.parametrize("name", ["ollama", "openai"])
def test_it_runs_as_a_process_that_prints_where_it_is(name: str) -> None:
    command = [sys.executable, "-m", f"testing.model_servers.{name}", "--port", "0", "--category", "billing"]
    with subprocess.Popen(command, cwd=BACKEND, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            root = url.removesuffix("/v1")
            assert fetch(f"{root}/control") == {"behave": "well", "requests": 0}
            assert fetch(f"{root}/control", "PUT", behave="silence")["behave"] == "silence"
            if name == "ollama":
                assert [model["name"] for model in fetch(f"{url}/api/tags")["models"]] == ["granite4.1:3b"]
        finally:
            server.terminate()
            assert server.wait(30) == 0


def test_an_unknown_behaviour_is_named() -> None:
    with pytest.raises(ValueError, match="'sulk'"):
        OllamaServer(behave="sulk")
