"""No egress: from backend, database and model no outside address can be reached, and no name resolved.

There are two listeners outside: one on the host, tried at each of its addresses, and one on `edge`, which is also a DNS
server. Both can be reached from `edge`, so it is the network configuration that blocks the others.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import ports
from tools.stack import engine
from tools.stack.tests.compose_stack import BACKEND_IMAGE, Stack, marker, run_in_network_of
from tools.stack.tests.network_probes import CONNECT, LIST_ADDRESSES, LISTENER

Record = Callable[..., None]
ISOLATED = ("backend", "db", "ollama")
INSIDE, EDGE = "quietdesk-test_inside", "quietdesk-test_edge"
NAME = "listener.quietdesk.test"


@dataclass
class Outside:
    """The containers of the two listeners, their addresses, and the address the host would have on `inside`."""

    host: str
    edge: str
    reachable: list[str]
    gateway: str
    name_server: str

    def received(self) -> list[str]:
        """The log lines of both listeners, after a short wait for late packets."""
        time.sleep(0.5)
        lines = (engine.docker("logs", self.host) + engine.docker("logs", self.edge)).splitlines()
        return [line for line in lines if line != "listening"]


@pytest.fixture(scope="module")
def outside(stack: Stack) -> Iterator[Outside]:
    port = ports.unassigned()
    host, edge = run_listener("host", port), run_listener(EDGE, 53)
    try:
        own = python(LIST_ADDRESSES, "--network=host").split()
        name_server = address_of(edge, EDGE)
        subnet = json.loads(engine.docker("network", "inspect", INSIDE))[0]["IPAM"]["Config"][0]
        gateway = subnet.get("Gateway") or subnet["Subnet"].rpartition(".")[0] + ".1"
        reachable = [f"{address}:{port}" for address in sorted(own)] + [f"{name_server}:53"]
        yield Outside(host, edge, reachable, f"{gateway}:{port}", name_server)
    finally:
        engine.docker("rm", "--force", host, edge)


def run_listener(network: str, port: int) -> str:
    options = ["--detach", f"--network={network}", "--user=0", "--entrypoint=python"]
    container = engine.docker("run", *options, BACKEND_IMAGE, "-c", LISTENER, str(port)).strip()
    while "listening" not in engine.docker("logs", container):
        time.sleep(0.1)
    return container


def python(code: str, *options: str, arguments: tuple[str, ...] = ()) -> str:
    return engine.docker("run", "--rm", *options, "--entrypoint=python", BACKEND_IMAGE, "-c", code, *arguments)


def address_of(container: str, network: str) -> str:
    found = engine.docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", container)
    return str(json.loads(found)[network]["IPAddress"])


@pytest.mark.parametrize("service", ISOLATED)
def test_no_outside_address_can_be_reached(stack: Stack, outside: Outside, service: str, record: Record) -> None:
    before = outside.received()
    targets = [*outside.reachable, outside.gateway]
    results = json.loads(run_in_network_of(stack.container(service), CONNECT, NAME, *targets))
    for target, result in results.items():
        record("Egress", service, target, result)
    assert not [target for target, result in results.items() if result == "connected" or result.startswith("found")]
    assert set(results) == {*targets, NAME}
    # Neither a packet nor a DNS query arrived.
    assert outside.received() == before


def test_from_edge_every_address_can_be_reached(outside: Outside, record: Record) -> None:
    before = outside.received()
    results = json.loads(
        python(CONNECT, f"--network={EDGE}", f"--dns={outside.name_server}", arguments=(NAME, *outside.reachable))
    )
    for target, result in results.items():
        record("Egress", "(edge)", target, result)
    assert {results[target] for target in outside.reachable} == {"connected"}
    assert results[NAME] == f"found {outside.name_server}"
    received = outside.received()[len(before) :]
    assert [line for line in received if line.startswith("connection")]
    assert [line for line in received if line.startswith("message")]


@pytest.mark.parametrize("service", ISOLATED)
def test_services_can_reach_each_other(stack: Stack, service: str) -> None:
    for name in ("backend", "db", "ollama", "web"):
        code = "import socket, sys; print(socket.gethostbyname(sys.argv[1]))"
        assert run_in_network_of(stack.container(service), code, name).strip() == address_of(
            stack.container(name), INSIDE
        )


def test_the_host_has_no_address_on_the_inside_network(outside: Outside) -> None:
    assert outside.gateway.rpartition(":")[0] not in {target.rpartition(":")[0] for target in outside.reachable}


def test_an_ordinary_internal_network_would_reach_the_host(outside: Outside) -> None:
    """The control for the driver options of `inside`: `internal` alone gives the bridge an address of the host."""
    engine.docker("network", "create", "--internal", "quietdesk-test_ordinary")
    try:
        [subnet] = json.loads(engine.docker("network", "inspect", "quietdesk-test_ordinary"))[0]["IPAM"]["Config"]
        port = outside.gateway.rpartition(":")[2]
        target = f"{subnet['Gateway']}:{port}"
        results = json.loads(
            python(CONNECT, "--network=quietdesk-test_ordinary", "--dns=127.0.0.1", arguments=(NAME, target))
        )
    finally:
        engine.docker("network", "rm", "quietdesk-test_ordinary")
    assert results[target] == "connected"


def test_web_forwards_no_packets(stack: Stack) -> None:
    """It is on both networks, and with IP forwarding it would be a router between them."""
    assert engine.docker("exec", stack.container("web"), "cat", "/proc/sys/net/ipv4/ip_forward").strip() == "0"


def test_without_a_key_web_has_no_outlet(stack: Stack) -> None:
    assert engine.docker("exec", stack.container("backend"), "ls", "/run/outlets").strip() == ""


@pytest.mark.parametrize(
    ("dns_opt", "is_asked"),
    [
        (None, False),
        # The control: with any other option the name server outside is asked, and its answer gets the ticket.
        (["timeout:1"], True),
    ],
)
def test_while_no_backend_runs_nobody_outside_is_asked_for_it(
    stack: Stack, outside: Outside, tmp_path: Path, record: Record, dns_opt: list[str] | None, is_asked: bool
) -> None:
    override = tmp_path / "compose.yml"
    option = "" if dns_opt is None else f", dns_opt: !override {json.dumps(dns_opt)}"
    override.write_text(f"services: {{web: {{dns: [{outside.name_server}]{option}}}}}\n", encoding="utf-8")
    try:
        stack.up("--no-deps", "web", COMPOSE_FILE=f"{os.environ['COMPOSE_FILE']}:{override}")
        assert stack.http.get("/api/tickets/").status_code == 200
        engine.compose("stop", "backend")
        before = outside.received()
        for _ in range(3):
            answer = stack.http.post("/api/tickets/", json={"title": "Scanner jammed", "description": marker()})
            # 504 while nginx still remembers the address of the stopped one.
            assert answer.status_code in {502, 504}
            time.sleep(2.5)  # longer than nginx remembers an address
        queries = len(outside.received()) - len(before)
        record("Egress", "web, no backend", f"dns_opt {dns_opt or 'of docker-compose.yml'}", f"{queries} queries")
        assert (queries > 0) is is_asked
    finally:
        stack.up()
        stack.wait_until_ready()
