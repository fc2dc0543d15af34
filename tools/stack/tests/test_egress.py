"""No way out: from backend, database and model nothing outside can be reached, by address or by name.

Outside stand two listeners of our own: one on the machine itself, whose every address is tried, and one beside web on
`edge`, which is a name server too. From `edge` both are reached, so it is the network's shape that keeps others away.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tools.ports import free
from tools.stack import engine
from tools.stack.tests.compose_stack import BACKEND_IMAGE, Stack, run_beside
from tools.stack.tests.network_probes import ADDRESSES, LISTEN, TRY

Note = Callable[..., None]
SEALED = ("backend", "db", "ollama")
INSIDE, EDGE = "quietdesk-test_inside", "quietdesk-test_edge"
NAME = "listener.quietdesk.test"


@dataclass
class Outside:
    """The two listeners, by container, the addresses of each, and where the machine would be on the inner network."""

    machine: str
    edge: str
    reachable: list[str]
    gateway: str
    name_server: str

    def heard(self) -> list[str]:
        """Everything that reached either, after a moment in which a late packet may come."""
        time.sleep(0.5)
        lines = (engine.docker("logs", self.machine) + engine.docker("logs", self.edge)).splitlines()
        return [line for line in lines if line != "listening"]


@pytest.fixture(scope="module")
def outside(stack: Stack) -> Iterator[Outside]:
    port = free()
    machine, edge = run_listener("host", port), run_listener(EDGE, 53)
    try:
        own = python(ADDRESSES, "--network=host").split()
        name_server = address_of(edge, EDGE)
        subnet = json.loads(engine.docker("network", "inspect", INSIDE))[0]["IPAM"]["Config"][0]
        gateway = subnet.get("Gateway") or subnet["Subnet"].rpartition(".")[0] + ".1"
        reachable = [f"{address}:{port}" for address in sorted(own)] + [f"{name_server}:53"]
        yield Outside(machine, edge, reachable, f"{gateway}:{port}", name_server)
    finally:
        engine.docker("rm", "--force", machine, edge)


def run_listener(network: str, port: int) -> str:
    options = ["--detach", f"--network={network}", "--user=0", "--entrypoint=python"]
    container = engine.docker("run", *options, BACKEND_IMAGE, "-c", LISTEN, str(port)).strip()
    while "listening" not in engine.docker("logs", container):
        time.sleep(0.1)
    return container


def python(code: str, *options: str, arguments: tuple[str, ...] = ()) -> str:
    return engine.docker("run", "--rm", *options, "--entrypoint=python", BACKEND_IMAGE, "-c", code, *arguments)


def address_of(container: str, network: str) -> str:
    found = engine.docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", container)
    return str(json.loads(found)[network]["IPAddress"])


@pytest.mark.parametrize("part", SEALED)
def test_nothing_outside_can_be_reached(stack: Stack, outside: Outside, part: str, note: Note) -> None:
    before = outside.heard()
    targets = [*outside.reachable, outside.gateway]
    met = json.loads(run_beside(stack.container(part), TRY, NAME, *targets))
    for target, what in met.items():
        note("Egress", part, target, what)
    assert not [target for target, what in met.items() if what == "connected" or what.startswith("found")], met
    assert set(met) == {*targets, NAME}
    # Not one packet, and not one question for a name.
    assert outside.heard() == before


def test_from_edge_all_of_it_can_be_reached(outside: Outside, note: Note) -> None:
    before = outside.heard()
    met = json.loads(
        python(TRY, f"--network={EDGE}", f"--dns={outside.name_server}", arguments=(NAME, *outside.reachable))
    )
    for target, what in met.items():
        note("Egress", "(edge)", target, what)
    assert {met[target] for target in outside.reachable} == {"connected"}
    assert met[NAME] == f"found {outside.name_server}"
    heard = outside.heard()[len(before) :]
    assert [line for line in heard if line.startswith("connection")]
    assert [line for line in heard if line.startswith("message")]


@pytest.mark.parametrize("part", SEALED)
def test_the_parts_find_each_other(stack: Stack, part: str) -> None:
    for name in ("backend", "db", "ollama", "web"):
        code = "import socket, sys; print(socket.gethostbyname(sys.argv[1]))"
        assert run_beside(stack.container(part), code, name).strip() == address_of(stack.container(name), INSIDE)


def test_the_machine_has_no_address_on_the_inner_network(outside: Outside) -> None:
    assert outside.gateway.rpartition(":")[0] not in {target.rpartition(":")[0] for target in outside.reachable}


def test_an_ordinary_inner_network_would_have_let_them_reach_the_machine(outside: Outside) -> None:
    """The control for the two options of `inside`: `internal` alone leaves the machine's own address on the bridge."""
    engine.docker("network", "create", "--internal", "quietdesk-test_ordinary")
    try:
        [subnet] = json.loads(engine.docker("network", "inspect", "quietdesk-test_ordinary"))[0]["IPAM"]["Config"]
        port = outside.gateway.rpartition(":")[2]
        target = f"{subnet['Gateway']}:{port}"
        met = json.loads(python(TRY, "--network=quietdesk-test_ordinary", "--dns=127.0.0.1", arguments=(NAME, target)))
    finally:
        engine.docker("network", "rm", "quietdesk-test_ordinary")
    assert met[target] == "connected"


def test_web_passes_no_packets_on(stack: Stack) -> None:
    """It stands on both networks; without this, its kernel would forward for whoever set a route by way of it."""
    assert engine.docker("exec", stack.container("web"), "cat", "/proc/sys/net/ipv4/ip_forward").strip() == "0"


def test_without_a_key_web_listens_for_nobody_who_wants_out(stack: Stack) -> None:
    assert engine.docker("exec", stack.container("backend"), "ls", "/run/outlets").strip() == ""
