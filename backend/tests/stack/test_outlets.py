"""The two ways out, there only when wanted: fixed host, fixed paths, a verified certificate, a late look-up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.stack.conftest import HOST
from tests.stack.dns_server import Names
from tests.stack.nginx_server import Door
from tests.stack.upstream import Upstream

Opens = Callable[..., Door]
KNOWN = {HOST.replace(".", "_"): "127.0.0.1"}


@pytest.fixture
def vendor(certificate: tuple[str, str]) -> Iterator[Upstream]:
    with Upstream(certificate=certificate[0], key=certificate[1]) as server:
        yield server


@pytest.fixture
def names() -> Iterator[Names]:
    with Names(**KNOWN) as server:
        yield server


def through(socket: str) -> httpx.Client:
    """As the backend asks: plain HTTP over a unix socket."""
    return httpx.Client(transport=httpx.HTTPTransport(uds=socket), base_url=f"http://{HOST}", timeout=30)


def settings(vendor: Upstream, names: Names, authority: str) -> dict[str, str]:
    return {
        "CLOUD": "on",
        "OPENAI_BASE_URL": f"https://{HOST}:{vendor.port}/v1",
        "RESOLVER": names.address,
        "UPSTREAM_CA_FILE": authority,
    }


def test_without_a_key_there_is_no_way_to_the_cloud(door: Opens) -> None:
    opened = door()
    assert not Path(opened.outlet("cloud")).exists()
    assert not Path(opened.outlet("ollama")).exists()


def test_a_question_reaches_the_one_host_with_its_name_and_key(
    door: Opens, vendor: Upstream, names: Names, certificate: tuple[str, str]
) -> None:
    opened = door(**settings(vendor, names, certificate[0]))
    with through(opened.outlet("cloud")) as cloud:
        answer = cloud.post("/v1/chat/completions", content=b"{}", headers={"Authorization": "Bearer key"})
    assert answer.status_code == 200
    [(method, path, passed)] = vendor.seen
    assert (method, path, passed["host"]) == ("POST", "/v1/chat/completions", f"{HOST}:{vendor.port}")
    assert passed["authorization"] == "Bearer key"
    assert not [name for name in passed if "forwarded" in name or name == "via"]
    assert vendor.names == [HOST]
    assert set(names.asked) == {HOST}


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
def test_nothing_else_goes_that_way(
    door: Opens, vendor: Upstream, names: Names, certificate: tuple[str, str], method: str, path: str, status: int
) -> None:
    opened = door(**settings(vendor, names, certificate[0]))
    with through(opened.outlet("cloud")) as cloud:
        answer = cloud.request(method, path, headers={"Host": "elsewhere.example"})
    assert (answer.status_code, vendor.seen) == (status, [])


def test_another_host_header_does_not_lead_elsewhere(
    door: Opens, vendor: Upstream, names: Names, certificate: tuple[str, str]
) -> None:
    opened = door(**settings(vendor, names, certificate[0]))
    with through(opened.outlet("cloud")) as cloud:
        cloud.post("/v1/chat/completions", content=b"{}", headers={"Host": "elsewhere.example"})
    assert vendor.seen[0][2]["host"] == f"{HOST}:{vendor.port}"
    assert set(names.asked) == {HOST}


def test_a_certificate_of_an_unknown_authority_is_refused(door: Opens, vendor: Upstream, names: Names) -> None:
    opened = door(**settings(vendor, names, "/dev/null"))
    with through(opened.outlet("cloud")) as cloud:
        assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
    assert vendor.seen == []
    assert "certificate verify error" in opened.final_log()


def test_a_certificate_for_another_name_is_refused(door: Opens, vendor: Upstream, certificate: tuple[str, str]) -> None:
    with Names(other_quietdesk_test="127.0.0.1") as names:
        base_url = f"https://other.quietdesk.test:{vendor.port}/v1"
        opened = door(**(settings(vendor, names, certificate[0]) | {"OPENAI_BASE_URL": base_url}))
        with through(opened.outlet("cloud")) as cloud:
            assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
    assert vendor.seen == []


def test_a_host_that_cannot_be_resolved_is_a_502_there_and_nothing_else(
    door: Opens, vendor: Upstream, names: Names, http: httpx.Client, certificate: tuple[str, str]
) -> None:
    names.known.clear()
    opened = door(**settings(vendor, names, certificate[0]))
    assert names.asked == []
    assert http.get(f"{opened.url}/").status_code == 200
    with through(opened.outlet("cloud")) as cloud:
        assert cloud.post("/v1/chat/completions", content=b"{}").status_code == 502
        names.known[HOST] = "127.0.0.1"
        assert http.get(f"{opened.url}/api/").status_code == 200


def test_an_ollama_elsewhere_is_asked_by_its_three_paths_only(door: Opens, backend: Upstream) -> None:
    opened = door(OLLAMA_URL=f"http://{backend.address}/gpu")
    with through(opened.outlet("ollama")) as ollama:
        assert ollama.post("/gpu/api/chat", content=b"{}").json()["path"] == "/gpu/api/chat"
        assert ollama.get("/gpu/api/tags").json()["path"] == "/gpu/api/tags"
        assert ollama.get("/gpu/api/ps").json()["path"] == "/gpu/api/ps"
        for path in ("/api/chat", "/gpu/api/pull", "/gpu/api/create", "/gpu/api/delete", "/gpu/"):
            assert ollama.post(path).status_code == 404
    assert [path for _, path, _ in backend.seen] == ["/gpu/api/chat", "/gpu/api/tags", "/gpu/api/ps"]
    assert backend.seen[0][2]["host"] == backend.address


def test_sockets_left_by_a_killed_nginx_do_not_stop_the_next(door: Opens, folder: Path) -> None:
    (folder / "run").mkdir()
    (folder / "outlets").mkdir()
    for left in (folder / "run" / "health.sock", folder / "outlets" / "cloud.sock"):
        left.touch()
    assert Path(door(CLOUD="on").outlet("cloud")).is_socket()
