"""The import contracts of triage and the other plain packages: each fails when a wrong import is planted."""

import shutil
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import grimp
import pytest

BACKEND = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
SETTINGS = tomllib.loads((BACKEND / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(one["layers"] for one in SETTINGS["contracts"] if one["name"] == "Layers of triage")


def modules(layer: str) -> list[str]:
    return [name.strip() for name in layer.split("|")]


# Each layer imports the one above it: wrong for every pair of neighbours.
UPWARD = [(modules(lower)[0], modules(upper)[0]) for upper, lower in pairwise(LAYERS)]


def file_of(module: str) -> str:
    path = f"triage/{module}"
    return f"{path}/__init__.py" if (BACKEND / path).is_dir() else f"{path}.py"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in SETTINGS["root_packages"]:
        shutil.copytree(BACKEND / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(BACKEND / "pyproject.toml", tmp_path)
    return tmp_path


def broken_by(copy: Path, file: str, planted: str) -> list[str]:
    """The names of the contracts that fail once `planted` stands at the end of `file`."""
    with (copy / file).open("a") as module:
        module.write(f"\n{planted}\n")
    done = subprocess.run([LINTER, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False)
    return [line.partition(" BROKEN")[0] for line in done.stdout.splitlines() if " BROKEN" in line]


def test_nothing_planted_breaks_nothing(copy: Path) -> None:
    assert broken_by(copy, "triage/labels.py", "") == []


@pytest.mark.parametrize(("lower", "upper"), UPWARD)
def test_a_layer_does_not_import_the_one_above(copy: Path, lower: str, upper: str) -> None:
    assert "Layers of triage" in broken_by(copy, file_of(lower), f"from triage import {upper}")


@pytest.mark.parametrize(
    ("file", "planted", "contract"),
    [
        ("triage/tier.py", "from triage import readiness", "Layers of triage"),
        ("triage/without_a_layer.py", "", "Layers of triage"),
        ("triage/clients/openai.py", "def late():\n    import triage.providers.base", "Layers of triage"),
        ("triage/providers/ollama.py", "from triage.providers import openai", "Providers do not know each other"),
        ("triage/providers/ollama.py", "def late():\n    import triage.providers.openai", "Providers do not know"),
        ("triage/providers/without_a_layer.py", "", "Providers do not know each other"),
        ("triage/keywords/tokens.py", "from triage.keywords import scoring", "No circle of files or packages"),
        ("evaluation/metrics.py", "def late():\n    import evaluation.report", "No circle of files or packages"),
        ("triage/labels.py", "import django", "Plain packages know no Django"),
        ("triage/types.py", "import config.settings", "Plain packages know no Django"),
        ("evaluation/metrics.py", "import rest_framework", "Plain packages know no Django"),
        ("demo/relative_time.py", "import django", "Plain packages know no Django"),
        ("console/progress.py", "import config.settings", "Plain packages know no Django"),
        ("config/planted.py", "from triage import chain", "The desk imports triage and its labels"),
        ("config/planted.py", "from triage.providers.ollama import Ollama", "The desk imports triage and its labels"),
    ],
)
def test_a_wrong_import_or_a_module_without_a_layer_fails(copy: Path, file: str, planted: str, contract: str) -> None:
    assert any(name.startswith(contract) for name in broken_by(copy, file, planted))


def test_the_desk_may_import_triage_and_its_labels(copy: Path) -> None:
    assert broken_by(copy, "config/planted.py", "from triage import Triage\nfrom triage.labels import CATEGORIES") == []


def test_no_two_files_import_each_other() -> None:
    """The contract compares packages; a module that imports the `__init__` above it is a cycle of files only."""
    graph = grimp.build_graph("console", "demo", "evaluation", "triage", cache_dir=None)
    TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).prepare()
