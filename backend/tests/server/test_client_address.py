"""The client of a request through proxies, as the server's own log names it."""

import pytest

from server.client_address import client_address, networks, shortened
from tests.server.forwarded_for import CASES, PEER, TRUSTED


@pytest.mark.parametrize(("header", "client"), CASES)
def test_the_client_behind_trusted_proxies(header: str, client: str) -> None:
    assert client_address(PEER, header, networks(TRUSTED)) == client


@pytest.mark.parametrize("peer", ["192.0.2.9", "2001:db8::9", "", "-"])
def test_the_header_of_anybody_else_is_not_read(peer: str) -> None:
    assert client_address(peer, "198.51.100.1", networks(TRUSTED)) == peer
    assert client_address(peer, "198.51.100.1", []) == peer


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("2001:db8::8", "2001:db8::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("::1", "::"),
        ("", ""),
        ("-", "-"),
    ],
)
def test_an_address_is_shortened_to_its_network(address: str, network: str) -> None:
    assert shortened(address) == network


@pytest.mark.parametrize("text", ["proxy", "192.0.2.1;", "192.0.2.300", "*", "192.0.2.0/33"])
def test_a_wrong_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        networks(text)
