"""Which hosts count as on the premises."""

import pytest

from triage.private_hosts import is_on_premises, is_private


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.10",
        "10.0.0.7",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.20",
        "169.254.7.7",
        "100.64.0.1",
        "100.127.255.255",
        "::1",
        "fd00::7",
        "fc12:3::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.7",
    ],
)
def test_private_addresses_are_on_premises(host: str) -> None:
    assert is_private(host)
    assert is_on_premises(host)


@pytest.mark.parametrize("name", ["localhost", "ollama", "OLLAMA", "gpu-1", "gpu_1", "host.docker.internal"])
def test_names_of_the_stack_are_on_premises(name: str) -> None:
    assert is_on_premises(name)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "93.184.216.34",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "192.0.2.7",
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "2606:2800::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "gpu.example.org",
        "ollama.",
        "localhost.example.org",
        "gpu.local",
        "134744072",
        "0x08080808",
        "127.1",
        "-gpu",
        "ollama%41",
        "x" * 64,
        "grün",
    ],
)
def test_everything_else_is_not(host: str) -> None:
    assert not is_on_premises(host)
