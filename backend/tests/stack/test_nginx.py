"""What browsers get from nginx: pages, files, headers and errors."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from server import headers
from tests.stack.nginx_server import NginxServer
from tests.stack.upstream import Upstream

StartNginx = Callable[..., NginxServer]


@pytest.mark.parametrize("path", ["/", "/new", "/tickets/7", "/dashboard?search=x", "/any/depth"])
def test_every_page_path_serves_index_html_uncached(nginx: StartNginx, http: httpx.Client, path: str) -> None:
    answer = http.get(nginx().url + path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "Quietdesk" in answer.text


def test_a_hashed_asset_is_immutable_and_compressed(nginx: StartNginx, http: httpx.Client) -> None:
    answer = http.get(f"{nginx().url}/assets/app-12345678.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


def test_a_precompressed_file_is_sent_as_it_is(nginx: StartNginx, http: httpx.Client, folder: Path) -> None:
    (folder / "files" / "static" / "base.css").write_text("a" * 5000)
    subprocess.run(["gzip", "--keep", "--best", folder / "files" / "static" / "base.css"], check=True)
    answer = http.get(f"{nginx().url}/static/base.css")
    assert int(answer.headers["content-length"]) == (folder / "files" / "static" / "base.css.gz").stat().st_size
    assert answer.text == "a" * 5000


@pytest.mark.parametrize("path", ["/assets/none-12345678.js", "/static/none.css", "/static/", "/assets/"])
def test_a_missing_file_is_a_plain_404_and_not_cached(nginx: StartNginx, http: httpx.Client, path: str) -> None:
    answer = http.get(nginx().url + path)
    assert (answer.status_code, answer.text) == (404, "There is nothing at this address.\n")
    assert answer.headers["content-type"] == "text/plain"
    assert "cache-control" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nothing/", "/api/tickets/?search=a%20b", "/admin", "/admin/x/", "/healthz", "/readyz"],
)
def test_backend_paths_are_proxied(nginx: StartNginx, http: httpx.Client, backend: Upstream, path: str) -> None:
    assert http.get(nginx().url + path).json()["path"] == path
    assert [asked for _, asked, _ in backend.requests] == [path]


def test_nginx_sends_the_same_security_headers_as_the_backend(nginx: StartNginx, http: httpx.Client) -> None:
    server = nginx()
    for path in ("/", "/assets/app-12345678.js", "/static/base.css", "/static/none.css", "/api/tickets/"):
        given = http.get(server.url + path).headers
        assert given["content-security-policy"] == headers.CSP_STRICT
        assert given["permissions-policy"] == headers.PERMISSIONS_POLICY
        assert given["x-content-type-options"] == "nosniff"
        assert given["x-frame-options"] == "DENY"
        assert given["referrer-policy"] == "same-origin"
        assert given["cross-origin-opener-policy"] == "same-origin"
        assert given["cross-origin-resource-policy"] == "same-origin"


def test_the_backends_own_headers_are_passed_through(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    backend.headers = {
        "Content-Security-Policy": headers.CSP_DOCS,
        "Cache-Control": "max-age=0",
        "X-Frame-Options": "DENY",
    }
    given = http.get(f"{nginx().url}/api/docs/").headers
    assert given.get_list("content-security-policy") == [headers.CSP_DOCS]
    assert given.get_list("x-frame-options") == ["DENY"]
    assert given.get_list("cache-control") == ["max-age=0"]


def test_a_body_of_one_megabyte_passes_and_a_longer_one_is_a_413_in_json(nginx: StartNginx, http: httpx.Client) -> None:
    url = f"{nginx().url}/api/tickets/"
    assert http.post(url, content=b"a" * 1_048_576).json()["bytes"] == 1_048_576
    for content in (b"a" * 1_048_577, iter([b"a" * 700_000] * 2)):
        refused = http.post(url, content=content)
        assert (refused.status_code, list(refused.json())) == (413, ["detail", "codes"])
        assert refused.headers["content-type"] == "application/json"


def test_without_a_backend_the_api_is_a_502_in_json(nginx: StartNginx, http: httpx.Client) -> None:
    url = nginx(BACKEND="127.0.0.1:1").url
    answer = http.get(f"{url}/api/tickets/")
    assert (answer.status_code, list(answer.json()), answer.headers["retry-after"]) == (502, ["detail", "codes"], "5")
    assert answer.headers.get_list("cache-control") == ["no-store"]
    for path in ("/admin/", "/healthz", "/readyz"):
        assert http.get(url + path).status_code == 502
    assert http.get(f"{url}/admin/").headers.get_list("cache-control") == ["no-store"]
    assert http.get(f"{url}/").status_code == 200


def test_a_backend_timeout_is_a_504_in_json(nginx: StartNginx, http: httpx.Client, backend: Upstream) -> None:
    url = nginx(READ_TIMEOUT="1").url
    backend.proceed.clear()
    slow = http.get(f"{url}/api/tickets/")
    assert (slow.status_code, list(slow.json())) == (504, ["detail", "codes"])


def test_the_read_timeout_exceeds_both_model_timeouts(nginx: StartNginx, folder: Path) -> None:
    nginx(OLLAMA_TIMEOUT="40", OPENAI_TIMEOUT="2.5")
    assert "proxy_read_timeout 53s;" in (folder / "run" / "backend.conf").read_text()
