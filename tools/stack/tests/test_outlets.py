"""The ways out that an operator opens: the cloud with a key, an Ollama elsewhere; and that they close again."""

import json
import os
from pathlib import Path

import pytest

from tools.stack import engine, standins
from tools.stack.tests import openai_server
from tools.stack.tests.compose_stack import Stack, marker, run_beside, until_true

EDGE = "quietdesk-test_edge"
DELETE = """
import http.client, socket
connection = http.client.HTTPConnection("gpu.quietdesk.test")
connection.sock = socket.socket(socket.AF_UNIX)
connection.sock.connect("/run/outlets/ollama.sock")
connection.request("DELETE", "/api/delete")
print(connection.getresponse().status)
"""
KEY = "sk-test-a-key-that-nobody-has"


def classify(stack: Stack, text: str) -> str:
    return str(stack.http.post("/api/tickets/classify/", json={"description": text}).json()["source"])


@pytest.mark.parametrize("given", ["LLM_API_KEY", "LLM_API_KEY_FILE"])
def test_with_a_key_the_cloud_answers_through_the_one_way(stack: Stack, tmp_path: Path, given: str) -> None:
    tmp_path.chmod(0o755)
    certificate, key = openai_server.make_certificate(tmp_path)
    key_file = tmp_path / "llm_key"
    key_file.write_text(f"{KEY}\n")
    # As docs/on-premises.md says; only root may give a file to a group of containers.
    if os.geteuid() == 0:
        os.chown(key_file, -1, 10002)
        key_file.chmod(0o440)
    settings = {
        given: KEY if given == "LLM_API_KEY" else str(key_file),
        "OPENAI_BASE_URL": f"https://{openai_server.HOST}:{openai_server.PORT}/v1",
        "UPSTREAM_CA_FILE": str(certificate),
        "OLLAMA_URL": "off",
    }
    word = marker()
    try:
        stack.up("backend", "web", **settings)
        with openai_server.serving(EDGE, certificate, key) as cloud:
            until_true(lambda: stack.source_state("openai") == "ready", "the cloud is configured")
            assert classify(stack, f"Charged twice {word}") == "openai"
            [line] = [line for line in engine.docker("logs", cloud).splitlines() if line != "listening"]
        path, host, authorization, body = json.loads(line)
        assert (path, host) == ("/v1/chat/completions", f"{openai_server.HOST}:{openai_server.PORT}")
        assert authorization == f"Bearer {KEY}"
        assert word in body
        # The backend itself still has no way there.
        code = f"import socket; socket.create_connection(('{openai_server.HOST}', {openai_server.PORT}), timeout=3)"
        with pytest.raises(Exception, match=r"gaierror|name resolution"):
            run_beside(stack.container("backend"), code)
        # The vendor is gone: its name cannot be resolved, which is no trouble to anybody else.
        assert classify(stack, "Charged twice") == "keywords"
        assert stack.http.get("/").status_code == 200
        assert KEY not in json.dumps(stack.inspect("web"))
        assert KEY not in stack.logs()
        assert word not in stack.logs()
    finally:
        stack.up("backend", "web")
    assert engine.docker("exec", stack.container("backend"), "ls", "/run/outlets").strip() == ""


def test_an_ollama_elsewhere_is_asked_by_way_of_web(stack: Stack) -> None:
    elsewhere = engine.docker(
        "run",
        "--detach",
        f"--network={EDGE}",
        "--network-alias=gpu.quietdesk.test",
        "--entrypoint=sh",
        standins.MODEL_SERVER,
        "-c",
        "mkdir -p /root/.ollama/models && ollama pull granite4.1:3b && exec ollama serve",
    ).strip()
    try:
        stack.up("--scale", "ollama=0", OLLAMA_URL="http://gpu.quietdesk.test:11434")
        until_true(lambda: stack.source_state("ollama") == "ready", "the model elsewhere is loaded")
        assert classify(stack, "The password is refused.") == "ollama"
        # Nothing that could change the models there goes that way.
        assert engine.compose("exec", "-T", "backend", "python", "-c", DELETE).strip() == "404"
    finally:
        engine.docker("rm", "--force", elsewhere)
        stack.up()
        stack.until_ready()
