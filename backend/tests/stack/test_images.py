"""The Dockerfiles and the scripts of the images: linted, pinned, and without root."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.paths import ROOT

BIN = Path(sys.executable).parent
OWN = [ROOT / name / "Dockerfile" for name in ("backend", "classifier", "db", "nginx", "ollama")]
STANDINS = sorted((ROOT / "tools" / "stack" / "standins").glob("*/Dockerfile"))
SCRIPTS = [
    ROOT / "nginx" / "start.sh",
    ROOT / "ollama" / "fetch-model.sh",
    *sorted((ROOT / "tools" / "stack").rglob("*.sh")),
]


FETCH = ROOT / "ollama" / "fetch-model.sh"


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
def test_the_image_runs_as_a_numbered_ordinary_user(dockerfile: Path) -> None:
    users = re.findall(r"^USER (.+)$", dockerfile.read_text().rpartition("FROM")[2], re.MULTILINE)
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "GLM:Cloud"])
def test_a_cloud_model_is_refused_at_build_time(model: str, tmp_path: Path) -> None:
    command: list[str | Path] = [FETCH, tmp_path / "models", "granite4.1:3b", model]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("OLLAMA_MODEL: ")
    assert not (tmp_path / "models").exists()


OLLAMA = """#!/bin/sh
case $1 in
    serve) exec sleep 60 ;;
    pull)
        mkdir -p "$OLLAMA_MODELS/manifests/registry/library/${2%:*}"
        printf manifest >"$OLLAMA_MODELS/manifests/registry/library/${2%:*}/${2#*:}"
        ;;
esac
"""
PULLED = f"sha256:{hashlib.sha256(b'manifest').hexdigest()}"
OTHER = f"sha256:{'0' * 64}"


def fetch(folder: Path, *arguments: str, ollama: str = OLLAMA) -> "subprocess.CompletedProcess[str]":
    """Run the script with an Ollama that pulls one model."""
    program = folder / "bin" / "ollama"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(ollama)
    program.chmod(0o755)
    environ = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    command: list[str | Path] = [FETCH, folder / "models", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pinned:3b"], "was not compared"),
        ([f"pinned:3b@{PULLED}"], "as expected"),
        ([f"pinned:3b@{PULLED}", "", ""], "as expected"),
        ([f"pinned:3b@{PULLED}", "pinned:3b"], "as expected"),
        # The digest in images.yml is that of its own model.
        ([f"pinned:3b@{OTHER}", "another:4b"], "was not compared"),
        ([f"pinned:3b@{OTHER}", "another:4b", PULLED], "as expected"),
        ([f"pinned:3b@{OTHER}", "", PULLED], "as expected"),
    ],
)
def test_a_model_is_fetched_and_compared(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = fetch(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert f"is {PULLED}" in done.stdout
    assert said in done.stdout
    assert list((tmp_path / "models").rglob("3b")) + list((tmp_path / "models").rglob("4b"))


@pytest.mark.parametrize(
    "arguments",
    [[f"pinned:3b@{OTHER}"], ["pinned:3b", "", OTHER], [f"pinned:3b@{PULLED}", "another:4b", OTHER]],
)
def test_a_model_with_another_digest_ends_the_build(tmp_path: Path, arguments: list[str]) -> None:
    refused = fetch(tmp_path, *arguments)
    assert refused.returncode == 1
    assert f"is {PULLED}, and not the expected {OTHER}" in refused.stderr
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    "digest", ["sha256:", "latest", PULLED[:-1], f"{PULLED}0", PULLED.upper(), PULLED[7:], f"md5:{'0' * 64}"]
)
def test_a_digest_of_another_form_is_refused_before_anything_is_pulled(tmp_path: Path, digest: str) -> None:
    refused = fetch(tmp_path, "pinned:3b", "", digest)
    assert refused.returncode == 1
    assert refused.stderr.startswith("OLLAMA_MODEL_DIGEST must be ")
    assert not (tmp_path / "models").exists()


def pulling(commands: str) -> str:
    """An Ollama that leaves other files than one manifest; `$1` is the folder of the manifest."""
    place = 'set -- "$OLLAMA_MODELS/manifests/registry/library/pinned"; mkdir -p "$OLLAMA_MODELS/blobs"'
    return OLLAMA.replace("        ;;\nesac", f"        {place}; {commands}\n        ;;\nesac")


AS_SENT = 'mv "$1/3b" "$OLLAMA_MODELS/blobs/sha256-1"; printf older >"$1/3b"; mkdir "$OLLAMA_MODELS/manifests-v2"'


@pytest.mark.parametrize(
    ("commands", "is_expected"),
    [
        # A newer Ollama: what the publisher sent is a file that a link names, beside a form for older ones.
        (f'{AS_SENT}; ln -s ../blobs/sha256-1 "$OLLAMA_MODELS/manifests-v2/3b"', True),
        # A file of the model that happens to be the expected manifest.
        (AS_SENT, False),
        ('rm "$1/3b"', False),
        ('printf changed >"$1/3b"', False),
        ('ln -sf nowhere "$1/3b"', False),
    ],
)
def test_the_manifest_is_found_where_a_newer_ollama_keeps_it(tmp_path: Path, commands: str, is_expected: bool) -> None:
    # Without a digest builds go on, wherever it is.
    assert fetch(tmp_path, "pinned:3b", ollama=pulling(commands)).returncode == 0
    done = fetch(tmp_path / "again", f"pinned:3b@{PULLED}", ollama=pulling(commands))
    assert (done.returncode == 0) is is_expected, done.stdout + done.stderr
    assert is_expected or f"not the expected {PULLED}" in done.stderr
