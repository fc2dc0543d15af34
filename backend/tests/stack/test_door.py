"""What browsers meet at the door: pages, files, headers, errors and limits, from the real nginx."""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from config import headers
from tests.stack.conftest import HOST
from tests.stack.door import Door
from tests.stack.upstream import Upstream

Opens = Callable[..., Door]
MARKER = "marmaladenbrot"


@pytest.mark.parametrize("path", ["/", "/new", "/tickets/7", "/dashboard?search=x", "/any/depth"])
def test_every_page_is_the_one_page_and_asked_for_anew(door: Opens, http: httpx.Client, path: str) -> None:
    answer = http.get(door().url + path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "Quietdesk" in answer.text


def test_a_file_with_a_hash_in_its_name_is_kept_for_ever_and_compressed(door: Opens, http: httpx.Client) -> None:
    answer = http.get(f"{door().url}/assets/app-12345678.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def test_a_file_compressed_in_advance_is_sent_as_it_is(door: Opens, http: httpx.Client, folder: Path) -> None:
    (folder / "files" / "static" / "base.css").write_text("a" * 5000)
    subprocess.run(["gzip", "--keep", "--best", folder / "files" / "static" / "base.css"], check=True)
    answer = http.get(f"{door().url}/static/base.css")
    assert int(answer.headers["content-length"]) == (folder / "files" / "static" / "base.css.gz").stat().st_size
    assert answer.text == "a" * 5000


@pytest.mark.parametrize("path", ["/assets/none-12345678.js", "/static/none.css", "/static/", "/assets/"])
def test_what_is_missing_is_said_plainly_and_not_kept(door: Opens, http: httpx.Client, path: str) -> None:
    answer = http.get(door().url + path)
    assert (answer.status_code, answer.text) == (404, "There is nothing at this address.\n")
    assert answer.headers["content-type"] == "text/plain"
    assert "cache-control" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nothing/", "/api/tickets/?search=a%20b", "/admin", "/admin/x/", "/healthz", "/readyz"],
)
def test_these_addresses_are_the_backends(door: Opens, http: httpx.Client, backend: Upstream, path: str) -> None:
    assert http.get(door().url + path).json()["path"] == path
    assert [asked for _, asked, _ in backend.seen] == [path]


def test_the_doors_own_headers_are_the_backends(door: Opens, http: httpx.Client) -> None:
    opened = door()
    for path in ("/", "/assets/app-12345678.js", "/static/base.css", "/static/none.css", "/api/tickets/"):
        given = http.get(opened.url + path).headers
        assert given["content-security-policy"] == headers.STRICT
        assert given["permissions-policy"] == headers.PERMISSIONS
        assert given["x-content-type-options"] == "nosniff"
        assert given["x-frame-options"] == "DENY"
        assert given["referrer-policy"] == "same-origin"
        assert given["cross-origin-opener-policy"] == "same-origin"


def test_the_backends_own_headers_are_left_alone(door: Opens, http: httpx.Client, backend: Upstream) -> None:
    backend.headers = {"Content-Security-Policy": headers.DOCS, "Cache-Control": "max-age=0", "X-Frame-Options": "DENY"}
    given = http.get(f"{door().url}/api/docs/").headers
    assert given.get_list("content-security-policy") == [headers.DOCS]
    assert given.get_list("x-frame-options") == ["DENY"]
    assert given.get_list("cache-control") == ["max-age=0"]


def test_a_body_of_a_megabyte_passes_and_a_longer_one_is_refused_as_json(door: Opens, http: httpx.Client) -> None:
    url = f"{door().url}/api/tickets/"
    assert http.post(url, content=b"a" * 1_048_576).json()["bytes"] == 1_048_576
    for content in (b"a" * 1_048_577, iter([b"a" * 700_000] * 2)):
        refused = http.post(url, content=content)
        assert (refused.status_code, list(refused.json())) == (413, ["detail"])
        assert refused.headers["content-type"] == "application/json"


def test_without_a_backend_the_api_says_so_in_its_own_shape(door: Opens, http: httpx.Client) -> None:
    url = door(BACKEND="127.0.0.1:1").url
    answer = http.get(f"{url}/api/tickets/")
    assert (answer.status_code, list(answer.json()), answer.headers["retry-after"]) == (502, ["detail"], "5")
    for path in ("/admin/", "/healthz", "/readyz"):
        assert http.get(url + path).status_code == 502
    assert http.get(f"{url}/").status_code == 200


def test_a_backend_that_does_not_answer_in_time_is_a_504_in_json(
    door: Opens, http: httpx.Client, backend: Upstream
) -> None:
    url = door(READ_TIMEOUT="1").url
    backend.hang.clear()
    slow = http.get(f"{url}/api/tickets/")
    assert (slow.status_code, list(slow.json())) == (504, ["detail"])


def test_the_door_waits_longer_than_both_models_may_take(door: Opens, folder: Path) -> None:
    door(OLLAMA_TIMEOUT="40", OPENAI_TIMEOUT="2.5")
    assert "proxy_read_timeout 53s;" in (folder / "run" / "backend.conf").read_text()


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
    from tests.stack import door as module

    templates = folder / "templates"
    subprocess.run(["cp", "-r", module.START.parent / "templates", templates], check=True)
    main = templates / "nginx.conf"
    main.write_text(main.read_text().replace("error_log stderr alert;", "error_log stderr error;"))
    render = module.render
    monkeypatch.setattr(module, "render", lambda path, **settings: render(path, TEMPLATES=str(templates), **settings))
