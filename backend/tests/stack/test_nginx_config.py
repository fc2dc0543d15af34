"""nginx's configuration: valid for every combination of options, without findings of gixy; wrong values are refused."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from testing.addresses import ENCRYPTED_OR_LOOPBACK, NOT_EVEN_WHEN_ALLOWED, PLAIN_HTTP
from tests.stack.nginx_server import check, render

GIXY = Path(sys.executable).with_name("gixy")
CLOUD = {"CLOUD": "on"}
REMOTE_OLLAMA = {"OLLAMA_URL": "https://gpu.example.org/ollama"}
VECTORS = {"EMBEDDING_URL": "https://10.0.0.7:8000/v1", "EMBEDDING_API": "openai"}
PROXY = {"ACCESS": "open", "TRUSTED_PROXY": "10.0.0.0/8"}
NO_LIMITS = {"CONNECTIONS_PER_ADDRESS": "0", "LOGINS_PER_MINUTE": "0"}


def options(certificate: tuple[str, str], chosen: tuple[bool, ...]) -> dict[str, str]:
    tls = {"TLS_CERT": certificate[0], "TLS_KEY": certificate[1], "PUBLIC_URL": "https://desk.example.org"}
    parts = itertools.compress((CLOUD, tls, REMOTE_OLLAMA, PROXY, NO_LIMITS, VECTORS), chosen)
    return {name: value for part in parts for name, value in part.items()}


@pytest.mark.parametrize("chosen", list(itertools.product([False, True], repeat=6)))
def test_every_combination_is_accepted_by_nginx(
    folder: Path, certificate: tuple[str, str], chosen: tuple[bool, ...]
) -> None:
    rendered = render(folder, **options(certificate, chosen))
    assert rendered.returncode == 0, rendered.stderr
    checked = check(folder)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    servers = {file.stem for file in (folder / "run" / "servers").iterdir()}
    outlets = zip(("cloud", "ollama", "embedding"), (chosen[0], chosen[2], chosen[5]), strict=True)
    assert servers == {"desk", *(name for name, present in outlets if present)}


@pytest.mark.parametrize("chosen", [(False,) * 6, (True,) * 6])
def test_gixy_finds_nothing(folder: Path, certificate: tuple[str, str], chosen: tuple[bool, ...]) -> None:
    render(folder, **options(certificate, chosen))
    found = subprocess.run([GIXY, folder / "run" / "nginx.conf"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_gixy_would_find_a_mistake(folder: Path) -> None:
    render(folder)
    desk = folder / "run" / "servers" / "desk.conf"
    desk.write_text(desk.read_text().replace("location = /api {", "location /leak { alias /etc/; }\nlocation = /api {"))
    found = subprocess.run([GIXY, folder / "run" / "nginx.conf"], capture_output=True, text=True, check=False)
    assert found.returncode != 0


def test_a_removed_option_leaves_no_file(folder: Path, certificate: tuple[str, str]) -> None:
    render(folder, **options(certificate, (True,) * 6))
    render(folder)
    assert {file.name for file in (folder / "run" / "servers").iterdir()} == {"desk.conf"}
    assert not (folder / "run" / "tls.conf").exists()


@pytest.mark.parametrize("url", ["", "off"])
def test_a_local_ollama_or_none_needs_no_outlet(folder: Path, url: str) -> None:
    assert render(folder, OLLAMA_URL=url).returncode == 0
    assert not (folder / "run" / "servers" / "ollama.conf").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_BASE_URL", "api.openai.com"),
        ("OPENAI_BASE_URL", "ftp://models.example"),
        ("OPENAI_BASE_URL", "https://"),
        ("OPENAI_BASE_URL", "https://user:word@models.example/v1"),
        ("OPENAI_BASE_URL", "https://models.example/v1?a=b"),
        ("OPENAI_BASE_URL", "https://models.example/v1; }"),
        ("OPENAI_BASE_URL", "https://models.example$evil/v1"),
        ("OPENAI_BASE_URL", "https://models.example:x/v1"),
        ("OPENAI_BASE_URL", "https://models.example\n/v1"),
        ("CLOUD", "yes"),
        ("CLOUD", "Never"),
        ("CLOUD", "off"),
        ("CLOUD", "on never"),
        ("OPENAI_PLAIN_HTTP", "perhaps"),
        ("OLLAMA_URL", "gpu:11434"),
        ("EMBEDDING_URL", "10.0.0.7:11434"),
        ("OLLAMA_TIMEOUT", "soon"),
        ("OPENAI_TIMEOUT", "1.2.3"),
        ("CONNECTIONS_PER_ADDRESS", "many"),
        ("CONNECTIONS_PER_ADDRESS", "007"),
        ("LOGINS_PER_MINUTE", "-1"),
        ("TRUSTED_PROXY", "proxy.example.org"),
        ("TRUSTED_PROXY", "192.0.2.7; allow all"),
        ("LOG_ADDRESSES", "none"),
        ("UPSTREAM_CA_FILE", "/nowhere"),
    ],
)
def test_a_wrong_value_is_refused_with_its_variable(folder: Path, name: str, value: str) -> None:
    refused = render(folder, **{"CLOUD": "on", name: value})
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"web: {name}")
    assert "word" not in refused.stderr


@pytest.mark.parametrize("given", ["TLS_CERT", "TLS_KEY"])
def test_a_certificate_without_its_key_is_refused(folder: Path, certificate: tuple[str, str], given: str) -> None:
    missing = ({"TLS_CERT", "TLS_KEY"} - {given}).pop()
    refused = render(folder, **{given: certificate[0]})
    assert refused.stderr == f"web: {missing} is missing: TLS needs TLS_CERT and TLS_KEY.\n"


@pytest.mark.parametrize(
    ("url", "upstream", "path"),
    [
        ("https://api.openai.com/v1", "https://$cloud:443", "/v1/chat/completions"),
        ("https://api.openai.com/v1///", "https://$cloud:443", "/v1/chat/completions"),
        ("http://llm.lan:8000", "http://$cloud:8000", "/chat/completions"),
        ("https://llm.lan/deep/er/v2/", "https://$cloud:443", "/deep/er/v2/chat/completions"),
        ("http://[fd00::7]:9000/v1", "http://$cloud:9000", "/v1/chat/completions"),
    ],
)
def test_the_cloud_outlet_is_one_path_of_one_host(folder: Path, url: str, upstream: str, path: str) -> None:
    assert render(folder, CLOUD="on", OPENAI_BASE_URL=url, OPENAI_PLAIN_HTTP="yes").returncode == 0
    cloud = (folder / "run" / "servers" / "cloud.conf").read_text()
    assert f"location = {path} {{" in cloud
    assert f"proxy_pass {upstream};" in cloud
    assert check(folder).returncode == 0


@pytest.mark.parametrize("url", PLAIN_HTTP)
def test_plain_http_to_another_host_is_refused_unless_allowed(folder: Path, url: str) -> None:
    refused = render(folder, CLOUD="on", OPENAI_BASE_URL=url)
    assert refused.returncode == 1
    assert refused.stderr.startswith("web: OPENAI_BASE_URL")
    assert refused.stderr.count("\n") == 1
    assert not (folder / "run" / "servers" / "cloud.conf").exists()


def test_plain_http_may_be_allowed(folder: Path) -> None:
    for word in ("yes", "TRUE", "1", "on"):
        url = {"OPENAI_BASE_URL": "http://models.example.org/v1"}
        assert render(folder, CLOUD="on", OPENAI_PLAIN_HTTP=word, **url).returncode == 0
        assert "proxy_pass http://$cloud:80;" in (folder / "run" / "servers" / "cloud.conf").read_text()


@pytest.mark.parametrize("url", ENCRYPTED_OR_LOOPBACK)
def test_https_and_loopback_are_accepted(folder: Path, url: str) -> None:
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost\n")
    accepted = render(folder, CLOUD="on", OPENAI_BASE_URL=url, HOSTS=str(hosts))
    assert accepted.returncode == 0, accepted.stderr


@pytest.mark.parametrize("url", NOT_EVEN_WHEN_ALLOWED)
def test_what_hides_another_host_is_refused_always(folder: Path, url: str) -> None:
    assert render(folder, CLOUD="on", OPENAI_BASE_URL=url, OPENAI_PLAIN_HTTP="yes").returncode == 1


@pytest.mark.parametrize(("word", "servers"), [("", 1), ("never", 1), ("on", 2), ("onon", 2)])
def test_the_word_for_the_cloud_decides_about_its_outlet(folder: Path, word: str, servers: int) -> None:
    assert render(folder, CLOUD=word).returncode == 0
    assert len(list((folder / "run" / "servers").iterdir())) == servers


HOSTS = """\
# 192.0.2.1 gpu
127.0.0.1\tlocalhost
::1 ip6-localhost
192.0.2.8  host.docker.internal Printer # lab
192.0.2.9 last"""


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("host.docker.internal", "192.0.2.8"),
        ("Host.Docker.Internal", "192.0.2.8"),
        ("host.docker.internal.", "192.0.2.8"),
        ("printer", "192.0.2.8"),
        ("last", "192.0.2.9"),
        ("ip6-localhost", "[::1]"),
        ("192.0.2.7", "192.0.2.7"),
        ("[fd00::7]", "[fd00::7]"),
        ("gpu.example.org", "gpu.example.org"),
        # The one service of the stack that is a model server.
        ("ollama", "ollama"),
        ("OLLAMA", "ollama"),
    ],
)
def test_a_model_host_is_an_address_a_full_name_or_in_the_hosts_file(folder: Path, host: str, found: str) -> None:
    hosts = folder / "hosts"
    hosts.write_text(HOSTS)
    rendered = render(folder, OLLAMA_URL=f"http://{host}:11434", HOSTS=str(hosts))
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert f"set $ollama {found};" in (folder / "run" / "servers" / "ollama.conf").read_text()
    assert check(folder).returncode == 0


REFUSED_HOSTS = [
    "gpu",
    "gpu.",
    "GPU",
    "lab",
    "db",
    "backend",
    "web",
    "2130706433",
    "localhost",
    "models.localhost",
    "host.docker.internal",
    "gateway.docker.internal",
    "HOST.docker.internal.",
    "host.containers.internal",
    ".",
    "..",
    ".example.org",
    "gpu..example.org",
]


@pytest.mark.parametrize("port", ["", ":11434"])
@pytest.mark.parametrize("host", REFUSED_HOSTS)
def test_another_model_host_is_refused_because_a_name_server_outside_would_be_asked(
    folder: Path, host: str, port: str
) -> None:
    hosts = folder / "hosts"
    hosts.write_text("# 192.0.2.1 gpu\n192.0.2.9 printer # lab\n")
    refused = render(folder, OLLAMA_URL=f"http://{host}{port}", HOSTS=str(hosts))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith("web: OLLAMA_URL")
    assert not (folder / "run" / "servers" / "ollama.conf").exists()


@pytest.mark.parametrize("host", ["models", "ollama", "localhost.", "host.docker.internal"])
def test_the_cloud_is_no_service_of_the_stack(folder: Path, host: str) -> None:
    hosts = folder / "hosts"
    hosts.write_text("")
    refused = render(folder, CLOUD="on", OPENAI_BASE_URL=f"https://{host}/v1", HOSTS=str(hosts))
    assert refused.stderr.startswith("web: OPENAI_BASE_URL")


def test_without_a_key_the_backend_is_the_only_name_to_resolve(folder: Path) -> None:
    render(folder)
    files = [*(folder / "run").glob("*.conf"), *(folder / "run" / "servers").iterdir()]
    text = "\n".join(file.read_text() for file in files)
    assert set(re.findall(r"^\s*proxy_pass ([^;]+);", text, re.MULTILINE)) == {"http://$backend"}
    assert re.findall(r"set \$backend ([^;]+);", text) == ["backend:8000"]


@pytest.mark.parametrize("host", ["10.0.0.7", "172.31.1.2", "192.168.1.1", "100.64.0.1", "169.254.1.1", "[fd00::7]"])
def test_vectors_may_come_from_a_private_address(folder: Path, host: str) -> None:
    rendered = render(folder, EMBEDDING_URL=f"http://{host}:11434")
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert f"set $embedding {host};" in (folder / "run" / "servers" / "embedding.conf").read_text()
    assert check(folder).returncode == 0


@pytest.mark.parametrize(
    "host",
    [
        "93.184.216.34",
        "172.32.0.1",
        "100.128.0.1",
        "10.300.0.1",
        "10.0.0",
        "[2606:2800::1]",
        "[fc::1]",
        "gpu.example.org",
    ],
)
def test_vectors_never_come_from_another_address_or_a_name(folder: Path, host: str) -> None:
    refused = render(folder, EMBEDDING_URL=f"http://{host}:11434")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith("web: EMBEDDING_URL: text for the classifier stays on the premises.")
    assert not (folder / "run" / "servers" / "embedding.conf").exists()


@pytest.mark.parametrize("host", ["ollama", "vllm"])
def test_a_service_of_the_stack_needs_no_outlet_for_vectors(folder: Path, host: str) -> None:
    rendered = render(folder, EMBEDDING_URL=f"http://{host}:11434")
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert not (folder / "run" / "servers" / "embedding.conf").exists()


def test_a_misspelt_api_of_vectors_is_refused(folder: Path) -> None:
    refused = render(folder, EMBEDDING_URL="http://10.0.0.7:8000/v1", EMBEDDING_API="vllm")
    assert refused.stderr.startswith("web: EMBEDDING_API")
