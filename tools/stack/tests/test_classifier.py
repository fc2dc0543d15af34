"""The engine of the classifier: without a network, unable to write, asked by the backend alone, and soon back."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tools.errors import ToolError
from tools.stack import engine
from tools.stack.tests.compose_stack import Stack, error_of, wait_until
from tools.stack.tests.test_kill import kill_process, restarts

SOCKET = "/run/classifier/socket"
HEALTH = ("python", "-m", "embedding.health", SOCKET)
TEXT = {"title": "Nothing comes out", "description": "The printer on ward 3 has been out of paper since this morning."}

CONNECT = """
import json, pathlib, socket, sys
found = {}
for host in sys.argv[1:]:
    try:
        socket.create_connection((host, 80), timeout=3).close()
        found[host] = "connected"
    except OSError as error:
        found[host] = type(error).__name__
interfaces = [name for _, name in socket.if_nameindex()]
print(json.dumps({"found": found, "interfaces": interfaces}))
"""
WORKERS = r"""
import os, pathlib, signal
for one in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
    if b"-m\0embedding.server.worker\0" in one.read_bytes():
        os.kill(int(one.parent.name), signal.SIGKILL)
        print(one.parent.name)
"""


def answers(stack: Stack) -> bool:
    try:
        engine.docker("exec", stack.container("backend"), *HEALTH)
    except ToolError:
        return False
    return True


def classify(stack: Stack) -> dict[str, Any]:
    return dict(stack.http.post("/api/tickets/classify/", json=TEXT).json())


def test_it_has_no_network(stack: Stack) -> None:
    assert stack.inspect("classifier")["HostConfig"]["NetworkMode"] == "none"
    said = json.loads(engine.docker("exec", stack.container("classifier"), "python", "-c", CONNECT, "192.0.2.1", "web"))
    assert [name for name in said["interfaces"] if name != "lo"] == []
    assert set(said["found"].values()) <= {"OSError", "gaierror"}


def test_it_can_write_nothing_but_its_socket(stack: Stack) -> None:
    write = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('a')"
    for path in ("/app/new", "/tmp/new", "/weights/new", "/weights/e5-small-q4.bin", "/var/tmp/new", "/home/new"):
        with pytest.raises(ToolError, match=r"Read-only file system|Permission denied|No such file"):
            engine.compose("exec", "-T", "classifier", "python", "-c", write, path)
    fill = "open('/run/classifier/full', 'wb').write(bytes(2 << 20))"
    assert "No space left" in error_of(lambda: engine.compose("exec", "-T", "classifier", "python", "-c", fill))
    engine.compose("exec", "-T", "classifier", "rm", "-f", "/run/classifier/full")


def test_it_gets_neither_secrets_nor_settings(stack: Stack) -> None:
    given = {line.partition("=")[0] for line in stack.inspect("classifier")["Config"]["Env"]}
    assert not [name for name in given if "SECRET" in name or "KEY" in name or "DATABASE" in name]
    assert [mount["Destination"] for mount in stack.inspect("classifier")["Mounts"]] == ["/run/classifier"]


def test_the_backend_and_nobody_else_can_ask_it(stack: Stack, record: Callable[..., None]) -> None:
    assert answers(stack)
    other = ["exec", "--user", "101:101", stack.container("backend"), *HEALTH]
    assert error_of(lambda: engine.docker(*other))
    for service in ("db", "ollama", "web"):
        listed = "ls /run/classifier 2>&1 || true"
        assert "No such file" in engine.compose("exec", "-T", service, "sh", "-c", listed)
    used = engine.docker("stats", "--no-stream", "--format", "{{.MemUsage}}", stack.container("classifier")).strip()
    record("Classifier", "memory", used)


@pytest.mark.parametrize("part", ["worker", "supervisor"])
def test_it_is_back_soon_after_it_was_killed(stack: Stack, part: str, record: Callable[..., None]) -> None:
    wait_until(lambda: answers(stack), "it answers")
    before, started = restarts(stack, "classifier"), time.monotonic()
    if part == "worker":
        assert engine.compose("exec", "-T", "classifier", "python", "-c", WORKERS).split()
    else:
        kill_process(stack.container("classifier"))
        wait_until(lambda: restarts(stack, "classifier") > before, "it is restarted")
    # Meanwhile the desk answers.
    assert classify(stack)["suggested_category"]
    wait_until(lambda: answers(stack), "it answers again", seconds=20)
    record("Classifier", f"{part} killed", f"answers again after {time.monotonic() - started:.1f} s")
    assert restarts(stack, "classifier") == before + (part == "supervisor")


def test_without_a_model_server_it_suggests(stack: Stack, record: Callable[..., None]) -> None:
    try:
        stack.up("--scale", "ollama=0")
        wait_until(lambda: stack.source_state("ollama") == "unreachable", "the missing model is detected")
        wait_until(lambda: stack.source_state("classifier") == "ready", "the classifier is ready")
        found = classify(stack)
        assert (found["source"], found["suggested_category"]) == ("classifier", "technical")
        record("Classifier", "a suggestion", f"{found['elapsed_ms']} ms")
        stack.up("--scale", "ollama=0", "--scale", "classifier=0")
        assert stack.containers("classifier") == []
        assert classify(stack)["source"] == "keywords"
        assert stack.create_ticket()["category"]
    finally:
        stack.up()
        stack.wait_until_ready()
