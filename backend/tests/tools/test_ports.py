"""Ports for servers of tests: two suites that run at the same time never get the same one."""

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tools import ports
from tools.paths import ROOT

PORTS = 300  # of about 28,000; ports that are released before they are used would collide
# A suite: it reserves ports, starts a server on each, restarts it, and holds the ports until its input ends.
SUITE = f"""
import json, socket, sys
from tools import ports
reservations = [ports.Reservation() for _ in range({PORTS})]
for reservation in reservations:
    for _ in range(2):
        with socket.create_server((ports.HOST, reservation.port)):
            socket.create_connection((ports.HOST, reservation.port)).close()
print(json.dumps([reservation.port for reservation in reservations]), flush=True)
sys.stdin.read()
"""


def run_suite() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SUITE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ports_of(suite: "subprocess.Popen[str]") -> list[int]:
    assert suite.stdout is not None
    return [int(port) for port in json.loads(suite.stdout.readline())]


def test_two_suites_at_the_same_time_do_not_collide() -> None:
    with run_suite() as one, run_suite() as other, ThreadPoolExecutor(2) as pool:
        taken = [port for ports in pool.map(ports_of, (one, other)) for port in ports]
        for suite in (one, other):
            assert suite.stdin is not None
            suite.stdin.close()
    assert (one.returncode, other.returncode) == (0, 0)
    assert len(set(taken)) == 2 * PORTS


def test_a_reserved_port_is_given_to_nobody_else() -> None:
    with ports.reserved() as port, socket.create_server((ports.HOST, 0)) as listener:
        for _ in range(PORTS):
            with socket.socket() as server, socket.create_connection(listener.getsockname()) as client:
                listener.accept()[0].close()
                server.bind((ports.HOST, 0))
                assert port not in {server.getsockname()[1], client.getsockname()[1]}
        with socket.socket() as another, pytest.raises(OSError, match="in use"):
            another.bind((ports.HOST, port))


def test_a_reserved_port_refuses_connections_until_a_server_listens() -> None:
    with ports.reserved() as port:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((ports.HOST, port))
        with socket.create_server((ports.HOST, port)):
            socket.create_connection((ports.HOST, port)).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((ports.HOST, port))


def test_an_unassigned_port_is_free_and_outside_the_ephemeral_range() -> None:
    port = ports.unassigned()
    assert port in ports.UNASSIGNED
    with socket.create_server((ports.HOST, port)):
        pass
