"""The outlets of nginx: absent unless configured, with a fixed host and paths, and verified certificates."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.stack.conftest import HOST
from tests.stack.dns_server import DnsServer
from tests.stack.nginx_server import NginxServer
from tests.stack.upstream import Upstream

StartNginx = Callable[..., NginxServer]
KNOWN = {HOST.replace(".", "_"): "127.0.0.1"}


@pytest.fixture
def vendor(certificate: tuple[str, str]) -> Iterator[Upstream]:
    with Upstream(certificate=certificate[0], key=certificate[1]) as server:
        yield server


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    with DnsServer(**KNOWN) as server:
        yield server


def client_of(socket: str) -> httpx.Client:
    """A client as the backend uses it: plain HTTP over a unix socket."""
    return httpx.Client(transport=httpx.HTTPTransport(uds=socket), base_url=f"http://{HOST}", timeout=30)


def settings(vendor: Upstream, dns: DnsServer, authority: str) -> dict[str, str]:
    return {
        "CLOUD": "on",
        "OPENAI_BASE_URL": f"https://{HOST}:{vendor.port}/v1",
        "RESOLVER": dns.address,
        "UPSTREAM_CA_FILE": authority,
    }


def test_without_a_key_there_is_no_outlet(nginx: StartNginx) -> None:
    server = nginx()
    assert not Path(server.outlet("cloud")).exists()
    assert not Path(server.outlet("ollama")).exists()


def test_a_request_reaches_the_configured_host_with_its_name_and_key(
    nginx: StartNginx, vendor: Upstream, dns: DnsServer, certificate: tuple[str, str]
) -> None:
    server = nginx(**settings(vendor, dns, certificate[0]))
    with client_of(server.outlet("cloud")) as cloud:
        answer = cloud.post("/v1/chat/completions", content=b"{}", headers={"Authorization": "Bearer key"})
    assert answer.status_code == 200
    [(method, path, passed)] = vendor.requests
    assert (method, path, passed["host"]) == ("POST", "/v1/chat/completions", f"{HOST}:{vendor.port}")
    assert passed["authorization"] == "Bearer key"
    assert not [name for name in passed if "forwarded" in name or name == "via"]
    assert vendor.sni_names == [HOST]
    assert set(dns.queries) == {HOST}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/chat/completions", 403),
        ("POST", "/v1/files", 404),
        ("POST", "/v1/chat/completions/", 404),
        ("POST", "/", 404),
        ("GET", "/v1/models", 404),
    ],
)
def test_other_methods_and_paths_are_refused(
    nginx: StartNginx,
    vendor: Upstream,
    dns: DnsServer,
    certificate: tuple[str, str],
    method: str,
    path: str,
    status: int,
) -> None:
    server = nginx(**settings(vendor, dns, certificate[0]))
    with client_of(server.outlet("cloud")) as cloud:
        answer = cloud.request(method, path, headers={"Host": "elsewhere.example"})
    assert (answer.status_code, vendor.requests) == (status, [])


def test_a_different_host_header_is_ignored(
    nginx: StartNginx, vendor: Upstream, dns: DnsServer, certificate: tuple[str, str]
) -> None:
    server = nginx(**settings(vendor, dns, certificate[0]))
    with client_of(server.outlet("cloud")) as cloud:
        cloud.post("/v1/chat/completions", content=b"{}", headers={"Host": "elsewhere.example"})
    assert vendor.requests[0][2]["host"] == f"{HOST}:{vendor.port}"
    assert set(dns.queries) == {HOST}


def test_a_certificate_of_an_unknown_authority_is_refused(nginx: StartNginx, vendor: Upstream, dns: DnsServer) -> None:
    server = nginx(**settings(vendor, dns, "/dev/null"))
    with client_of(server.outlet("cloud")) as cloud:
        assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
    assert vendor.requests == []
    assert "certificate verify error" in server.final_log()


def test_a_certificate_for_another_name_is_refused(
    nginx: StartNginx, vendor: Upstream, certificate: tuple[str, str]
) -> None:
    with DnsServer(other_quietdesk_test="127.0.0.1") as dns:
        base_url = f"https://other.quietdesk.test:{vendor.port}/v1"
        server = nginx(**(settings(vendor, dns, certificate[0]) | {"OPENAI_BASE_URL": base_url}))
        with client_of(server.outlet("cloud")) as cloud:
            assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
    assert vendor.requests == []


def test_an_unresolvable_host_is_a_502_of_that_outlet_only(
    nginx: StartNginx, vendor: Upstream, dns: DnsServer, http: httpx.Client, certificate: tuple[str, str]
) -> None:
    dns.known.clear()
    server = nginx(**settings(vendor, dns, certificate[0]))
    assert dns.queries == []
    assert http.get(f"{server.url}/").status_code == 200
    with client_of(server.outlet("cloud")) as cloud:
        assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
        dns.known[HOST] = "127.0.0.1"
        assert http.get(f"{server.url}/api/").status_code == 200


def test_a_remote_ollama_is_reached_by_five_paths_only(nginx: StartNginx, backend: Upstream) -> None:
    server = nginx(OLLAMA_URL=f"http://{backend.address}/gpu")
    with client_of(server.outlet("ollama")) as ollama:
        assert ollama.post("/gpu/api/chat", content=b"{}").json()["path"] == "/gpu/api/chat"
        assert ollama.post("/gpu/api/embed", content=b"{}").json()["path"] == "/gpu/api/embed"
        assert ollama.get("/gpu/api/tags").json()["path"] == "/gpu/api/tags"
        assert ollama.get("/gpu/api/ps").json()["path"] == "/gpu/api/ps"
        assert ollama.post("/gpu/api/show", content=b"{}").json()["path"] == "/gpu/api/show"
        for path in ("/api/chat", "/gpu/api/pull", "/gpu/api/create", "/gpu/api/delete", "/gpu/"):
            assert ollama.post(path).status_code == 404
    used = [path for _, path, _ in backend.requests]
    assert used == ["/gpu/api/chat", "/gpu/api/embed", "/gpu/api/tags", "/gpu/api/ps", "/gpu/api/show"]
    assert backend.requests[0][2]["host"] == backend.address


@pytest.mark.parametrize(
    ("api", "base", "asked", "root"),
    [
        ("ollama", "/gpu", "/gpu/api/embed", "/gpu"),
        ("openai", "/gpu/v1", "/gpu/v1/embeddings", "/gpu"),
        ("openai", "", "/embeddings", ""),
    ],
)
def test_a_server_of_vectors_is_reached_by_three_paths_only(
    nginx: StartNginx, backend: Upstream, api: str, base: str, asked: str, root: str
) -> None:
    server = nginx(EMBEDDING_URL=f"http://{backend.address}{base}", EMBEDDING_API=api)
    used = [asked, f"{root}/api/tags", f"{root}/api/show"]
    with client_of(server.outlet("embedding")) as vectors:
        for path in used:
            assert vectors.post(path, content=b"{}").json()["path"] == path
        for path in ("/gpu/api/chat", "/v1/chat/completions", f"{asked}/", "/gpu/api/pull", "/gpu/"):
            assert vectors.post(path).status_code == 404
    assert [path for _, path, _ in backend.requests] == used
    assert backend.requests[0][2]["host"] == backend.address


def test_stale_sockets_of_a_killed_nginx_are_removed(nginx: StartNginx, folder: Path) -> None:
    (folder / "run").mkdir()
    (folder / "outlets").mkdir()
    for stale in (folder / "run" / "health.sock", folder / "outlets" / "cloud.sock"):
        stale.touch()
    assert Path(nginx(CLOUD="on").outlet("cloud")).is_socket()
