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
from tools.stack.tests.network_probes import ASK, CONNECT, LIST_ADDRESSES, LISTENER

Record = Callable[..., None]
ISOLATED = ("backend", "db", "ollama")
INSIDE = {name: f"quietdesk-test_{name}" for name in ("web-backend", "backend-db", "backend-ollama")}
EDGE = "quietdesk-test_edge"
# Who reaches whom, and on which port. The backend serves only `web`.
PORTS = {"backend": 8000, "db": 5432, "ollama": 11434, "web": 8080}
REACHES = {"web": {"backend"}, "backend": {"db", "ollama", "web"}, "db": set[str](), "ollama": set[str]()}
NAME = "listener.quietdesk.test"


@dataclass
class Outside:
    """The containers of the two listeners, their addresses, and those the host would have on the networks inside."""

    host: str
    edge: str
    reachable: list[str]
    gateways: list[str]
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
        gateways = [f"{gateway_of(network)}:{port}" for network in INSIDE.values()]
        reachable = [f"{address}:{port}" for address in sorted(own)] + [f"{name_server}:53"]
        yield Outside(host, edge, reachable, gateways, name_server)
    finally:
        engine.docker("rm", "--force", host, edge)


def run_listener(network: str, port: int) -> str:
    options = ["--detach", f"--network={network}", "--user=0", "--entrypoint=python"]
    container = engine.docker("run", *options, BACKEND_IMAGE, "-c", LISTENER, str(port)).strip()
    while "listening" not in engine.docker("logs", container):
        time.sleep(0.1)
    return container


def gateway_of(network: str) -> str:
    subnet = json.loads(engine.docker("network", "inspect", network))[0]["IPAM"]["Config"][0]
    return str(subnet.get("Gateway") or subnet["Subnet"].rpartition(".")[0] + ".1")


def python(code: str, *options: str, arguments: tuple[str, ...] = ()) -> str:
    return engine.docker("run", "--rm", *options, "--entrypoint=python", BACKEND_IMAGE, "-c", code, *arguments)


def address_of(container: str, network: str) -> str:
    found = engine.docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", container)
    return str(json.loads(found)[network]["IPAddress"])


@pytest.mark.parametrize("service", ISOLATED)
def test_no_outside_address_can_be_reached(stack: Stack, outside: Outside, service: str, record: Record) -> None:
    before = outside.received()
    targets = [*outside.reachable, *outside.gateways]
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


def addresses_of(stack: Stack, service: str) -> dict[str, str]:
    """Its address on each of its networks."""
    networks = stack.inspect(service)["NetworkSettings"]["Networks"]
    return {name: str(one["IPAddress"]) for name, one in networks.items()}


@pytest.mark.parametrize("service", PORTS)
def test_each_service_reaches_only_those_it_needs(stack: Stack, service: str, record: Record) -> None:
    """Every port of the others is asked, at each of their addresses, by name or not.

    From `web` only those on its networks: beyond them its packets go out by `edge`, where a proxy of the machine may
    take every connection.
    """
    container = stack.container(service)
    own = set(addresses_of(stack, service)) if service == "web" else {*INSIDE.values(), EDGE}
    reached = set[str]()
    for other in PORTS.keys() - {service}:
        addresses = [address for network, address in addresses_of(stack, other).items() if network in own]
        targets = [f"{address}:{port}" for address in addresses for port in PORTS.values()]
        results = json.loads(run_in_network_of(container, ASK, other, *targets))
        answered = [target for target in targets if results[target].startswith("answered")]
        record("Inside", service, other, ", ".join(answered) or "no answer")
        assert {target.rpartition(":")[2] for target in answered} <= {str(PORTS[other])}
        reached |= {other} if answered else set()
        # By its name, which web and the backend use.
        assert results[other].startswith("found") or other not in REACHES[service]
    assert reached == REACHES[service]


def test_the_database_answers_the_backend_and_not_web(stack: Stack) -> None:
    [address] = addresses_of(stack, "db").values()
    for service, first in (("backend", True), ("web", False)):
        results = json.loads(run_in_network_of(stack.container(service), ASK, "db", f"{address}:5432"))
        # PostgreSQL says whether it speaks TLS.
        assert (results[f"{address}:5432"] in {"answered S", "answered N"}) is first


FORWARDED = """
import http.client, socket, sys
connection = http.client.HTTPConnection(sys.argv[1], 8000, timeout=3)
try:
    connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
    print(connection.getresponse().status)
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("service", ["db", "ollama"])
def test_neither_database_nor_model_can_ask_the_backend(stack: Stack, service: str) -> None:
    """They share a network with it, and would not be asked for a password."""
    for address in addresses_of(stack, "backend").values():
        said = run_in_network_of(stack.container(service), FORWARDED, address).strip()
        assert said in {"ConnectionRefusedError", "OSError", "TimeoutError"}, address
    backend = stack.container("backend")
    # The control: the network of web is served.
    served = address_of(backend, INSIDE["web-backend"])
    assert run_in_network_of(stack.container("web"), FORWARDED, served).strip().isdecimal()


def test_the_backend_trusts_forwarded_headers_only_from_the_network_of_web(stack: Stack) -> None:
    show = "import pathlib; print(pathlib.Path('/proc/1/environ').read_bytes().replace(bytes(1), b'\\n').decode())"
    given = engine.compose("exec", "-T", "backend", "python", "-c", show).splitlines()
    subnet = json.loads(engine.docker("network", "inspect", INSIDE["web-backend"]))[0]["IPAM"]["Config"][0]["Subnet"]
    assert f"TRUSTED_PROXY={subnet}" in given
    served = address_of(stack.container("backend"), INSIDE["web-backend"])
    assert f"BIND={served}:8000,127.0.0.1:8000" in given


def test_the_host_has_no_address_on_the_networks_inside(outside: Outside) -> None:
    hosts = {target.rpartition(":")[0] for target in outside.reachable}
    assert not hosts & {gateway.rpartition(":")[0] for gateway in outside.gateways}


def test_an_ordinary_internal_network_would_reach_the_host(outside: Outside) -> None:
    """The control for the driver options of the others: `internal` alone gives the bridge an address of the host."""
    engine.docker("network", "create", "--internal", "quietdesk-test_ordinary")
    try:
        [subnet] = json.loads(engine.docker("network", "inspect", "quietdesk-test_ordinary"))[0]["IPAM"]["Config"]
        port = outside.gateways[0].rpartition(":")[2]
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
