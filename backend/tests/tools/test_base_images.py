"""The digests of base images and model: renewed from a registry, checked offline, and missing ones said aloud."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.base_images import pins, renew
from tools.base_images.registry import Registry
from tools.errors import ToolError
from tools.paths import ROOT

from tests.tools.registry_server import BOTH, Answer, RegistryServer, digest_of, image_list

MODEL = json.dumps({"schemaVersion": 2, "layers": [{"digest": "sha256:1"}]}).encode()
ONE_PLATFORM = json.dumps({"schemaVersion": 2, "config": {}, "layers": []}).encode()
OTHER = f"sha256:{'b' * 64}"
IMAGES = ("library/python:3.13-slim", "library/node:24-slim", "library/nginx:1.30.5", "library/postgres:18")
ALL = {name: Answer(image_list(*BOTH, "linux/s390x")) for name in (*IMAGES, "ollama/ollama:0.40.2")}
ALL["library/granite4.1:3b"] = Answer(MODEL, named="")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of images.yml, which renewing writes."""
    copy = tmp_path / "images.yml"
    copy.write_text(pins.FILE.read_text())
    monkeypatch.setattr(pins, "FILE", copy)
    return copy


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[RegistryServer]:
    with RegistryServer(dict(ALL)).serving() as server:
        monkeypatch.setenv("IMAGE_REGISTRY", server.address)
        monkeypatch.setenv("MODEL_REGISTRY", f"{server.address}/")
        yield server


def test_renewing_writes_the_digest_of_every_tag(file: Path, registry: RegistryServer) -> None:
    before = file.read_text()
    assert renew.main() == 0
    images = digest_of(ALL["library/postgres:18"].body)
    assert {pin.name: pin.digest for pin in pins.read().values()} == {
        **dict.fromkeys(("python", "node", "nginx", "postgres", "ollama"), images),
        "model": digest_of(MODEL),
    }
    assert pins.unfilled() == []
    assert f"  postgres: &postgres postgres:18@{images}\n" in file.read_text()
    # Only these lines change, and a second time none.
    changed = [line for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert len(changed) == 6
    after = file.read_text()
    renew.main()
    assert file.read_text() == after
    # HEAD first, with a token of its own for each repository.
    assert registry.asked[:3] == [
        "HEAD /v2/library/python/manifests/3.13-slim",
        "GET /token?service=registry.test&scope=repository%3Alibrary%2Fpython%3Apull",
        "HEAD /v2/library/python/manifests/3.13-slim",
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"{}", 404), "has no such tag"),
        (Answer(b"{}", 429, headers={"Retry-After": "120"}), "limits requests, and asks to wait 120 seconds"),
        (Answer(b"{}", 429), "limits requests."),
        (Answer(b"{}", 403), "refuses anonymous requests"),
        (Answer(b"<html>", 502), "answers with 502"),
        (Answer(image_list(*BOTH), named=""), "names no digest"),
        (Answer(image_list(*BOTH), named="sha512:00"), "names no digest"),
        (Answer(image_list(*BOTH), named=OTHER), "damaged or another one"),
        (Answer(image_list("linux/arm64")), "no image for linux/amd64"),
        (Answer(image_list("windows/amd64", "linux/arm64")), "no image for linux/amd64"),
        (Answer(ONE_PLATFORM), "that of one platform"),
        (Answer(image_list(*BOTH), sent=40), "no whole answer"),
        (Answer(b"<html>not a registry</html>"), "is not JSON"),
        (Answer(b"[]"), "is not JSON"),
    ],
)
def test_an_answer_that_cannot_be_trusted_leaves_the_file_as_it_was(
    file: Path, registry: RegistryServer, answer: Answer, said: str
) -> None:
    registry.answers["library/postgres:18"] = answer
    before = file.read_text()
    with pytest.raises(ToolError) as refused:
        renew.main()
    # In the line of its image; the others were asked too.
    assert "library/postgres:18: " in str(refused.value)
    assert said in str(refused.value)
    assert "library/granite4.1" not in str(refused.value)
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(MODEL, named="", sent=10), "no whole answer"),
        (Answer(MODEL, named=OTHER), "damaged or another one"),
        (Answer(b'{"schemaVersion": 2}', named=""), "no layers"),
        (Answer(MODEL[:10], named=""), "is not JSON"),
    ],
)
def test_half_a_model_manifest_is_refused(registry: RegistryServer, answer: Answer, said: str) -> None:
    registry.answers["library/granite4.1:3b"] = answer
    with pytest.raises(ToolError, match=said):
        Registry(registry.address).model_digest("library/granite4.1", "3b")


@pytest.mark.parametrize("given", [b"{}", b"<html>", b'{"token": ""}'])
def test_a_registry_that_gives_no_token_is_refused(registry: RegistryServer, given: bytes) -> None:
    registry.token_answer = given
    with pytest.raises(ToolError, match=r"gave no token|is not JSON"):
        Registry(registry.address).image_digest("library/postgres", "18")


def test_a_token_that_is_not_accepted_is_asked_for_once(registry: RegistryServer) -> None:
    registry.token_answer = b'{"access_token": "for another repository"}'
    with pytest.raises(ToolError, match="refuses anonymous requests"):
        Registry(registry.address).image_digest("library/postgres", "18")
    assert len(registry.asked) == 3


def test_a_registry_without_tokens_is_asked_without_one(registry: RegistryServer) -> None:
    registry.tokens = False
    assert Registry(registry.address).image_digest("library/postgres", "18") == digest_of(ALL[IMAGES[3]].body)
    assert len(registry.asked) == 2


def test_no_registry_is_one_line_for_each_image(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGE_REGISTRY", "http://127.0.0.1:1")
    monkeypatch.setenv("MODEL_REGISTRY", "http://127.0.0.1:1")
    with pytest.raises(ToolError) as refused:
        renew.main()
    assert len(str(refused.value).splitlines()) == 7
    assert "Connection refused" in str(refused.value)


def test_a_line_of_another_form_is_refused(file: Path) -> None:
    file.write_text(file.read_text().replace("nginx:1.30.5", "nginx"))
    with pytest.raises(ToolError, match="nginx: &nginx nginx"):
        pins.read()


def check(folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command: list[str | Path] = [sys.executable, "-m", "tools.base_images.check", folder]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_project_takes_every_base_from_the_one_file() -> None:
    found = check()
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


COMPOSE = """
services:
  db:
    image: quietdesk-db:1
    extends: {file: images.yml, service: db}
    build: db
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one image, which the check accepts."""
    (tmp_path / "images.yml").write_text(
        "x-images:\n  postgres: &postgres postgres:18\nservices:\n  db: {build: {args: {POSTGRES: *postgres}}}\n"
    )
    (tmp_path / "docker-compose.yml").write_text(COMPOSE)
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "Dockerfile").write_text(
        "ARG POSTGRES\nFROM ${POSTGRES} AS one\nFROM one\nCOPY --from=one /a /b\n"
    )
    assert check(tmp_path).stdout == ""
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "FROM postgres:18\n",
        "from postgres:18\n",
        "FROM --platform=linux/amd64 postgres:18 AS one\n",
        "FROM \\\n  postgres:18\n",
        f"FROM postgres:18@sha256:{'a' * 64}\n",
        "ARG POSTGRES=postgres:18\nFROM ${POSTGRES}\n",
        "ARG POSTGRES=postgres:18\nFROM $POSTGRES\n",
        "FROM ${OTHER}\n",
        "ARG OTHER\nFROM ${OTHER}\n",
        "ARG POSTGRES\nFROM ${POSTGRES}:18\n",
        "ARG POSTGRES\nFROM ${POSTGRES}\nCOPY --from=busybox:1.36 /bin/sh /bin/sh\n",
        "ARG POSTGRES\nFROM ${POSTGRES}\nRUN --mount=type=bind,from=busybox,target=/b true\n",
        "# syntax=docker/dockerfile:1\nARG POSTGRES\nFROM ${POSTGRES}\n",
    ],
)
def test_a_base_that_floats_is_found(project: Path, text: str) -> None:
    (project / "db" / "Dockerfile").write_text(text)
    found = check(project)
    assert found.returncode == 1
    assert len(found.stdout.splitlines()) >= 1


@pytest.mark.parametrize("name", ["worker/Dockerfile", "Dockerfile.worker", "worker.Dockerfile", "a/b/Containerfile"])
def test_a_dockerfile_that_is_added_anywhere_is_found(project: Path, name: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("FROM redis:7\n")
    assert check(project).stdout == f"{name}: FROM redis:7 is not from images.yml\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("docker-compose.yml", "services: {cache: {image: 'redis:7'}}\n", "cache runs redis:7"),
        ("docker-compose.extra.yml", "services: {cache: {image: 'redis:7'}}\n", "cache runs redis:7"),
        ("compose.yaml", "services: {db: {image: quietdesk-db, build: db}}\n", "does not extend"),
        ("docker-compose.yml", COMPOSE.replace("service: db", "service: web"), "does not extend"),
        ("docker-compose.yml", COMPOSE.replace("images.yml", "other.yml"), "does not extend"),
        ("docker-compose.yml", COMPOSE.replace("quietdesk-db:1", "postgres:18"), "which is not one of ours"),
        (
            "docker-compose.yml",
            COMPOSE.replace("build: db", "build: {context: db, args: {POSTGRES: 'postgres:17'}}"),
            "sets POSTGRES itself",
        ),
        (
            "images.yml",
            "x-images: {postgres: postgres}\nservices: {db: {build: {args: {POSTGRES: postgres}}}}\n",
            "neither",
        ),
        (
            "images.yml",
            "x-images: {postgres: 'postgres:18'}\nservices: {db: {build: {args: {POSTGRES: 'postgres:17'}}}}\n",
            "which x-images does not name",
        ),
    ],
)
def test_a_service_that_takes_another_image_is_found(project: Path, name: str, text: str, said: str) -> None:
    (project / name).write_text(text)
    found = check(project)
    assert found.returncode == 1
    assert said in found.stdout
