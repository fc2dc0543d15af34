"""Forwarded headers, rate limits, TLS and logs of nginx."""

import ssl
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from server import headers
from server.access import FORWARDED, FORWARDED_DE, SET_BY_WEB
from server.loopback import ADVICE, FORWARDED_HEADERS, FORWARDED_PREFIX
from tests.stack.conftest import HOST
from tests.stack.nginx_server import NginxServer, render
from tests.stack.upstream import Upstream

StartNginx = Callable[..., NginxServer]
MARKER = "marmaladenbrot"

FORGED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Protocol": "ssl",
    "Forwarded": "for=198.51.100.7",
}


def test_forwarded_headers_of_a_client_are_replaced(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    server = nginx(ACCESS="open")
    http.get(f"{server.url}/api/", headers=FORGED)
    _, _, passed = backend.requests[0]
    assert {name: value for name, value in passed.items() if "forwarded" in name} == {
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
    }
    assert passed["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.0.0.0/8", "192.0.2.1, 127.0.0.1", "192.0.2.1 ::1,127.0.0.1"])
def test_forwarded_headers_of_a_trusted_proxy_are_believed(
    nginx: StartNginx, http: httpx.Client, backend: Upstream, proxy: str
) -> None:
    server = nginx(ACCESS="open", TRUSTED_PROXY=proxy)
    http.get(f"{server.url}/api/", headers=FORGED)
    _, _, passed = backend.requests[0]
    assert (passed["x-forwarded-proto"], passed["x-forwarded-for"]) == ("https", "198.51.100.7")
    assert "198.51.100.0 " in server.final_log()


def test_forwarded_headers_of_another_proxy_are_not(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    http.get(f"{nginx(ACCESS='open', TRUSTED_PROXY='192.0.2.9').url}/api/", headers=FORGED)
    assert backend.requests[0][2]["x-forwarded-proto"] == "http"


@pytest.mark.parametrize("name", [*FORGED, *sorted(FORWARDED_HEADERS), "X-Forwarded-Server", "X-Forwarded-By"])
def test_a_forwarded_request_to_a_desk_on_loopback_is_refused(
    nginx: StartNginx, http: httpx.Client, backend: Upstream, name: str
) -> None:
    url = nginx().url
    refused = http.get(f"{url}/api/tickets/", headers={name: "127.0.0.1"})
    assert (refused.status_code, refused.json()["codes"]) == (403, {"detail": "forwarded_request"})
    assert refused.json()["detail"] == FORWARDED
    assert refused.headers["cache-control"] == "no-store"
    for path in ("/", "/tickets/7", "/admin/", "/assets/app-12345678.js", "/healthz"):
        page = http.get(url + path, headers={name: "127.0.0.1"})
        assert (page.status_code, page.text) == (403, f"{FORWARDED}\n{FORWARDED_DE}\n")
    assert backend.requests == []
    assert http.get(f"{url}/api/tickets/").status_code == 200


def test_a_forwarded_header_that_nginx_does_not_know_reaches_the_backend_which_refuses_it(
    nginx: StartNginx, http: httpx.Client, backend: Upstream
) -> None:
    http.get(f"{nginx().url}/api/tickets/", headers={"X-Forwarded-Whatever": "1"})
    _, _, passed = backend.requests[0]
    assert {name for name in passed if name.startswith(FORWARDED_PREFIX)} == {*SET_BY_WEB, "x-forwarded-whatever"}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"TRUSTED_PROXY": "127.0.0.1"}, f"web: TRUSTED_PROXY is set. {ADVICE}"),
        ({"ACCESS": "accounts"}, "web: ACCESS must be auto or open."),
    ],
)
def test_web_does_not_start_where_the_desk_would_be_open(folder: Path, given: dict[str, str], line: str) -> None:
    done = render(folder, **{"TRUSTED_PROXY": "", **given})
    assert (done.returncode, done.stderr) == (1, f"{line}\n")


def test_logins_are_rate_limited_per_address_and_other_requests_are_not(nginx: StartNginx, http: httpx.Client) -> None:
    url = nginx(LOGINS_PER_MINUTE="1").url
    statuses = [http.post(f"{url}/admin/login/").status_code for _ in range(10)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert http.get(f"{url}/admin/login/").status_code == 200
    assert {http.post(f"{url}/api/tickets/").status_code for _ in range(20)} == {200}


def test_a_limit_of_zero_is_no_limit(nginx: StartNginx, http: httpx.Client) -> None:
    url = nginx(LOGINS_PER_MINUTE="0", CONNECTIONS_PER_ADDRESS="0").url
    assert {http.post(f"{url}/admin/login/").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(("limit", "refused"), [("2", 4), ("0", 0)])
def test_too_many_concurrent_requests_are_a_429_in_json(
    nginx: StartNginx, backend: Upstream, limit: str, refused: int
) -> None:
    url = nginx(CONNECTIONS_PER_ADDRESS=limit).url
    backend.proceed.clear()
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(httpx.get, f"{url}/api/", trust_env=False, timeout=60) for _ in range(6)]
        while sum(call.done() for call in calls) + len(backend.requests) < 6:
            time.sleep(0.02)
        backend.proceed.set()
        answers = [call.result() for call in calls]
    rejected = [answer for answer in answers if answer.status_code == 429]
    assert len(rejected) == refused
    assert all(list(answer.json()) == ["detail", "codes"] for answer in rejected)


def test_with_a_certificate_nginx_speaks_tls_and_redirects_plain_http(
    nginx: StartNginx, http: httpx.Client, backend: Upstream, certificate: tuple[str, str]
) -> None:
    cert, key = certificate
    server = nginx(TLS_CERT=cert, TLS_KEY=key, PUBLIC_URL=f"https://{HOST}:8443/")
    for host in (f"{HOST}:{server.port}", "evil.example", "127.0.0.1"):
        moved = http.get(f"{server.url}/tickets/7?a=b", headers={"Host": host})
        assert (moved.status_code, moved.headers["location"]) == (308, f"https://{HOST}:8443/tickets/7?a=b")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cert)
    context.check_hostname = False  # the certificate's name is HOST
    with httpx.Client(trust_env=False, verify=context) as trusting:
        page = trusting.get(f"https://127.0.0.1:{server.port}/")
        assert (page.status_code, page.headers["strict-transport-security"]) == (200, "max-age=15768000")
        assert page.headers["content-security-policy"] == headers.CSP_STRICT
        trusting.get(f"https://127.0.0.1:{server.port}/api/")
    assert backend.requests[0][2]["x-forwarded-proto"] == "https"


@pytest.mark.parametrize(
    "public", ["", "http://127.0.0.1:8080", "http://desk.example.org", "https://desk.example.org/a"]
)
def test_a_certificate_needs_a_public_url_of_https(folder: Path, certificate: tuple[str, str], public: str) -> None:
    refused = render(folder, TLS_CERT=certificate[0], TLS_KEY=certificate[1], PUBLIC_URL=public)
    line = "web: PUBLIC_URL must be an https address without a path where TLS_CERT is set.\n"
    assert (refused.returncode, refused.stderr) == (1, line)


def test_no_log_line_contains_search_words(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    server = nginx(LOGINS_PER_MINUTE="1", READ_TIMEOUT="1")
    query = f"?search={MARKER}"
    paths = ["/", "/api/tickets/", "/assets/none.js", "/healthz"]
    for path in paths:
        http.get(server.url + path + query, headers={"Referer": f"{server.url}/{query}"})
    for _ in range(10):
        http.post(f"{server.url}/admin/login/{query}")
    http.post(f"{server.url}/api/tickets/{query}", content=MARKER.encode() * 100_000)
    backend.proceed.clear()
    assert http.get(f"{server.url}/api/tickets/{query}").status_code == 504
    log = server.final_log()
    assert MARKER not in log
    for path in paths:
        assert f'"GET {path}"' in log


def test_with_a_lower_error_log_level_the_words_would_be_logged(
    nginx: StartNginx, http: httpx.Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lower_the_error_log_level(folder, monkeypatch)
    server = nginx(BACKEND="127.0.0.1:1")
    http.get(f"{server.url}/api/tickets/?search={MARKER}")
    assert MARKER in server.final_log()


def _lower_the_error_log_level(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.stack import nginx_server

    templates = folder / "templates"
    subprocess.run(["cp", "-r", nginx_server.START.parent / "templates", templates], check=True)
    main = templates / "nginx.conf"
    main.write_text(main.read_text().replace("error_log stderr alert;", "error_log stderr error;"))
    render = nginx_server.render
    monkeypatch.setattr(
        nginx_server, "render", lambda path, **settings: render(path, TEMPLATES=str(templates), **settings)
    )
