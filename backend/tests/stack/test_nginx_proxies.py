"""nginx behind proxies: whom it takes for the client, and what of the address it logs."""

import ipaddress
from collections.abc import Callable

import httpx
import pytest

from tests.server.forwarded_for import CASES, PEER, TRUSTED
from tests.stack.nginx_server import NginxServer
from tests.stack.upstream import Upstream

StartNginx = Callable[..., NginxServer]


def test_nginx_reads_every_form_of_the_header_as_the_backend_does(
    nginx: StartNginx, http: httpx.Client, backend: Upstream
) -> None:
    url = f"{nginx(ACCESS='open', TRUSTED_PROXY=TRUSTED).url}/api/"
    found = []
    for header, _ in CASES:
        assert http.get(url, headers={"X-Forwarded-For": header}).status_code == 200
        found.append((header, str(ipaddress.ip_address(backend.requests[-1][2]["x-forwarded-for"]))))
    assert found == CASES


def test_several_headers_are_read_as_one(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    url = f"{nginx(ACCESS='open', TRUSTED_PROXY=TRUSTED).url}/api/"
    http.get(url, headers=[("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "10.0.0.2")])
    assert backend.requests[-1][2]["x-forwarded-for"] == "192.0.2.1"


@pytest.mark.parametrize("name", ["Forwarded", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP"])
def test_other_headers_name_no_client(nginx: StartNginx, http: httpx.Client, backend: Upstream, name: str) -> None:
    url = f"{nginx(ACCESS='open', TRUSTED_PROXY=TRUSTED).url}/api/"
    http.get(url, headers={name: "192.0.2.1" if name != "Forwarded" else 'for="[2001:db8::8]:443"'})
    assert backend.requests[-1][2]["x-forwarded-for"] == PEER


@pytest.mark.parametrize("trusted", ["", "192.0.2.0/24"])
def test_without_a_trusted_proxy_no_form_is_read(
    nginx: StartNginx, http: httpx.Client, backend: Upstream, trusted: str
) -> None:
    url = f"{nginx(ACCESS='open', TRUSTED_PROXY=trusted).url}/api/"
    for header, _ in CASES:
        http.get(url, headers={"X-Forwarded-For": header})
    assert {headers["x-forwarded-for"] for _, _, headers in backend.requests} == {PEER}


def test_logins_are_limited_by_the_client_and_not_by_the_proxy(nginx: StartNginx, http: httpx.Client) -> None:
    url = f"{nginx(ACCESS='open', TRUSTED_PROXY=TRUSTED, LOGINS_PER_MINUTE='1').url}/admin/login/"

    def statuses(client: str) -> list[int]:
        return [http.post(url, headers={"X-Forwarded-For": f"{client}, 10.0.0.2"}).status_code for _ in range(10)]

    assert statuses("[2001:db8::8]")[-1] == 429
    assert statuses("[2001:db8::9]")[0] == 200


@pytest.mark.parametrize(
    ("client", "setting", "logged"),
    [
        ("192.0.2.77", "", "192.0.2.0"),
        ("192.0.2.77", "short", "192.0.2.0"),
        ("192.0.2.77", "full", "192.0.2.77"),
        ("[2001:db8:1:2:3:4:5:6]:443", "", "2001:db8:1::"),
        ("2001:db8::8", "", "2001:db8::"),
        ("2001:db8:1:2::8", "", "2001:db8:1::"),
        ("2001:db8::5:6:7:8", "", "2001:db8::"),
        ("::8", "", "::"),
        ("[2001:db8::8]", "full", "2001:db8::8"),
        ("unknown", "", "127.0.0.0"),
    ],
)
def test_the_log_has_the_network_and_not_the_address(
    nginx: StartNginx, http: httpx.Client, client: str, setting: str, logged: str
) -> None:
    server = nginx(ACCESS="open", TRUSTED_PROXY=TRUSTED, LOG_ADDRESSES=setting)
    http.get(f"{server.url}/", headers={"X-Forwarded-For": client})
    assert f' {logged} "GET /" 200' in server.final_log()
