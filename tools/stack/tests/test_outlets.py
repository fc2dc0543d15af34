"""The outlets: the cloud with a key, and a remote Ollama; and that they are closed again."""

import json
import os
from pathlib import Path

import pytest

from tools.stack import engine, standins
from tools.stack.tests import openai_server
from tools.stack.tests.compose_stack import Stack, marker, run_in_network_of, wait_until

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
def test_with_a_key_the_cloud_answers_through_its_outlet(stack: Stack, tmp_path: Path, given: str) -> None:
    tmp_path.chmod(0o755)
    certificate, key = openai_server.make_certificate(tmp_path)
    key_file = tmp_path / "llm_key"
    key_file.write_text(f"{KEY}\n")
    # As docs/on-premises.md says. Only root may give a file to the group of the container.
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
            wait_until(lambda: stack.source_state("openai") == "ready", "the cloud is configured")
            assert classify(stack, f"Charged twice {word}") == "openai"
            [line] = [line for line in engine.docker("logs", cloud).splitlines() if line != "listening"]
        path, host, authorization, body = json.loads(line)
        assert (path, host) == ("/v1/chat/completions", f"{openai_server.HOST}:{openai_server.PORT}")
        assert authorization == f"Bearer {KEY}"
        assert word in body
        # The backend itself cannot resolve the host.
        code = f"import socket; socket.create_connection(('{openai_server.HOST}', {openai_server.PORT}), timeout=3)"
        with pytest.raises(Exception, match=r"gaierror|name resolution"):
            run_in_network_of(stack.container("backend"), code)
        # The vendor is gone, and its name cannot be resolved. Only its outlet fails.
        assert classify(stack, "Charged twice") == "classifier"
        assert stack.http.get("/").status_code == 200
        assert KEY not in json.dumps(stack.inspect("web"))
        assert KEY not in stack.logs()
        assert word not in stack.logs()
    finally:
        stack.up("backend", "web")
    assert engine.docker("exec", stack.container("backend"), "ls", "/run/outlets").strip() == ""


def test_a_remote_ollama_answers_through_its_outlet(stack: Stack) -> None:
    remote = engine.docker(
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
        wait_until(lambda: stack.source_state("ollama") == "ready", "the remote model is loaded")
        assert classify(stack, "The password is refused.") == "ollama"
        # Requests that change models are not forwarded.
        assert engine.compose("exec", "-T", "backend", "python", "-c", DELETE).strip() == "404"
    finally:
        engine.docker("rm", "--force", remote)
        stack.up()
        stack.wait_until_ready()


def test_cloud_never_keeps_the_outlet_shut_whatever_key_is_set(stack: Stack) -> None:
    try:
        stack.up("backend", "web", LLM_API_KEY=KEY, LLM_PROVIDER="openai", OLLAMA_URL="off", CLOUD="never")
        status = stack.http.get("/api/triage/status/").json()
        assert (status["cloud"], status["cloud_configured"]) == ("never", False)
        assert classify(stack, "Charged twice") == "keywords"
        assert engine.docker("exec", stack.container("backend"), "ls", "/run/outlets").strip() == ""
        assert "cloud.conf" not in engine.docker("exec", stack.container("web"), "ls", "/run/web/servers")
    finally:
        stack.up("backend", "web")
