"""The Dockerfiles and the scripts of the images: linted, pinned, and without root."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.paths import ROOT

BIN = Path(sys.executable).parent
OWN = [ROOT / name / "Dockerfile" for name in ("backend", "db", "nginx", "ollama")]
STANDINS = sorted((ROOT / "tools" / "stack" / "standins").glob("*/Dockerfile"))
SCRIPTS = [
    ROOT / "nginx" / "start.sh",
    ROOT / "ollama" / "fetch-model.sh",
    *sorted((ROOT / "tools" / "stack").rglob("*.sh")),
]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("dockerfile", OWN + STANDINS, ids=name)
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    found = subprocess.run([BIN / "hadolint", dockerfile], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_shellcheck_finds_nothing(script: Path) -> None:
    found = subprocess.run([BIN / "shellcheck", script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_both_linters_would_find_a_mistake(tmp_path: Path) -> None:
    dockerfile, script = tmp_path / "Dockerfile", tmp_path / "script.sh"
    dockerfile.write_text("FROM nginx\n")
    script.write_text("#!/bin/sh\nrm $1\n")
    for program, file in (("hadolint", dockerfile), ("shellcheck", script)):
        assert subprocess.run([BIN / program, file], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("dockerfile", OWN, ids=name)
def test_every_base_image_is_pinned(dockerfile: Path) -> None:
    text = dockerfile.read_text()
    bases = re.findall(r"^(?:FROM|ARG OLLAMA=) ?([^\s]+)", text, re.MULTILINE)
    assert bases
    for base in bases:
        assert base == "${OLLAMA}" or re.search(r":\d+(\.\d+)*(-slim)?$", base), base


@pytest.mark.parametrize("dockerfile", OWN, ids=name)
def test_the_image_runs_as_a_numbered_ordinary_user(dockerfile: Path) -> None:
    users = re.findall(r"^USER (.+)$", dockerfile.read_text().rpartition("FROM")[2], re.MULTILINE)
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "GLM:Cloud", ""])
def test_a_cloud_model_is_refused_at_build_time(model: str, tmp_path: Path) -> None:
    script = ROOT / "ollama" / "fetch-model.sh"
    refused = subprocess.run([script, model, tmp_path / "models"], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("OLLAMA_MODEL: ")
    assert not (tmp_path / "models").exists()
