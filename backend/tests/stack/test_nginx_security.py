"""Whom the door believes, how much it lets in at once, and what it keeps to itself."""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from server import headers
from tests.stack.conftest import HOST
from tests.stack.nginx_server import Door
from tests.stack.upstream import Upstream

Opens = Callable[..., Door]
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


def test_a_strangers_forwarded_headers_do_not_pass(door: Opens, http: httpx.Client, backend: Upstream) -> None:
    opened = door()
    http.get(f"{opened.url}/api/", headers=FORGED)
    _, _, passed = backend.seen[0]
    assert {name: value for name, value in passed.items() if "forwarded" in name} == {
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
    }
    assert passed["host"] == f"127.0.0.1:{opened.port}"


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.0.0.0/8"])
def test_a_trusted_proxy_is_believed(door: Opens, http: httpx.Client, backend: Upstream, proxy: str) -> None:
    opened = door(TRUSTED_PROXY=proxy)
    http.get(f"{opened.url}/api/", headers=FORGED)
    _, _, passed = backend.seen[0]
    assert (passed["x-forwarded-proto"], passed["x-forwarded-for"]) == ("https", "198.51.100.7")
    assert "198.51.100.7 " in opened.final_log()


def test_another_proxy_is_not(door: Opens, http: httpx.Client, backend: Upstream) -> None:
    http.get(f"{door(TRUSTED_PROXY='192.0.2.9').url}/api/", headers=FORGED)
    assert backend.seen[0][2]["x-forwarded-proto"] == "http"


def test_many_logins_from_one_address_have_to_wait_and_other_pages_do_not(door: Opens, http: httpx.Client) -> None:
    url = door(LOGINS_PER_MINUTE="1").url
    tries = [http.post(f"{url}/admin/login/").status_code for _ in range(10)]
    assert tries[0] == 200
    assert tries[-1] == 429
    assert http.get(f"{url}/admin/login/").status_code == 200
    assert {http.post(f"{url}/api/tickets/").status_code for _ in range(20)} == {200}


def test_a_limit_of_zero_is_no_limit(door: Opens, http: httpx.Client) -> None:
    url = door(LOGINS_PER_MINUTE="0", CONNECTIONS_PER_ADDRESS="0").url
    assert {http.post(f"{url}/admin/login/").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(("limit", "refused"), [("2", 4), ("0", 0)])
def test_too_many_requests_at_once_from_one_address_are_a_429_in_json(
    door: Opens, backend: Upstream, limit: str, refused: int
) -> None:
    url = door(CONNECTIONS_PER_ADDRESS=limit).url
    backend.hang.clear()
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(httpx.get, f"{url}/api/", trust_env=False, timeout=60) for _ in range(6)]
        while sum(call.done() for call in calls) + len(backend.seen) < 6:
            time.sleep(0.02)
        backend.hang.set()
        answers = [call.result() for call in calls]
    turned_away = [answer for answer in answers if answer.status_code == 429]
    assert len(turned_away) == refused
    assert all(list(answer.json()) == ["detail"] for answer in turned_away)


def test_with_a_certificate_the_door_speaks_tls_and_sends_plain_http_there(
    door: Opens, http: httpx.Client, backend: Upstream, certificate: tuple[str, str]
) -> None:
    cert, key = certificate
    opened = door(TLS_CERT=cert, TLS_KEY=key)
    moved = http.get(f"{opened.url}/tickets/7?a=b", headers={"Host": f"{HOST}:{opened.port}"})
    assert (moved.status_code, moved.headers["location"]) == (308, f"https://{HOST}:{opened.port}/tickets/7?a=b")
    with httpx.Client(trust_env=False, verify=False) as trusting:  # noqa: S501 (its name is not 127.0.0.1)
        page = trusting.get(f"https://127.0.0.1:{opened.port}/")
        assert (page.status_code, page.headers["strict-transport-security"]) == (200, "max-age=15768000")
        assert page.headers["content-security-policy"] == headers.STRICT
        trusting.get(f"https://127.0.0.1:{opened.port}/api/")
    assert backend.seen[0][2]["x-forwarded-proto"] == "https"


def test_no_log_line_holds_what_was_searched_for(door: Opens, http: httpx.Client, backend: Upstream) -> None:
    opened = door(LOGINS_PER_MINUTE="1", READ_TIMEOUT="1")
    query = f"?search={MARKER}"
    paths = ["/", "/api/tickets/", "/assets/none.js", "/healthz"]
    for path in paths:
        http.get(opened.url + path + query, headers={"Referer": f"{opened.url}/{query}"})
    for _ in range(10):
        http.post(f"{opened.url}/admin/login/{query}")
    http.post(f"{opened.url}/api/tickets/{query}", content=MARKER.encode() * 100_000)
    backend.hang.clear()
    assert http.get(f"{opened.url}/api/tickets/{query}").status_code == 504
    log = opened.final_log()
    assert MARKER not in log
    for path in paths:
        assert f'"GET {path}"' in log


def test_with_a_milder_error_log_the_check_sees_a_leak(
    door: Opens, http: httpx.Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_errors_be_logged(folder, monkeypatch)
    opened = door(BACKEND="127.0.0.1:1")
    http.get(f"{opened.url}/api/tickets/?search={MARKER}")
    assert MARKER in opened.final_log()


def _let_errors_be_logged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.stack import nginx_server

    templates = folder / "templates"
    subprocess.run(["cp", "-r", nginx_server.START.parent / "templates", templates], check=True)
    main = templates / "nginx.conf"
    main.write_text(main.read_text().replace("error_log stderr alert;", "error_log stderr error;"))
    render = nginx_server.render
    monkeypatch.setattr(
        nginx_server, "render", lambda path, **settings: render(path, TEMPLATES=str(templates), **settings)
    )
