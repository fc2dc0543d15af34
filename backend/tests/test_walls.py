"""The walls of the design: each holds, and each is seen to break when a wrong import is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = Path(__file__).parent.parent
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("config", "console", "demo", "evaluation", "tickets", "triage"):
        shutil.copytree(BACKEND / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(BACKEND / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_walls_hold() -> None:
    done = lint(BACKEND)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("tickets/views.py", "import triage", "Views ask services"),
        ("tickets/triage_views.py", "from triage import Triage", "Views ask services"),
        ("tickets/serializers.py", "from tickets import services", "Serializers know"),
        ("tickets/triage_serializers.py", "import triage.labels", "Serializers know"),
        ("tickets/services.py", "import rest_framework", "Services know no HTTP"),
        ("tickets/services.py", "import httpx", "Services know no HTTP"),
        ("tickets/selectors.py", "from tickets import services", "Selectors only read"),
        ("tickets/keys.py", "import rest_framework", "Selectors only read"),
        ("tickets/models/ticket.py", "from tickets import selectors", "Models stand on"),
        ("tickets/models/ticket.py", "import config.health", "Models stand on"),
        ("config/settings.py", "from tickets import text", "Settings know no app"),
    ],
)
def test_a_wrong_import_is_seen(copy: Path, module: str, planted: str, contract: str) -> None:
    file = copy / module
    file.write_text(f"{file.read_text()}\n{planted}\n")
    done = lint(copy)
    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), done.stdout


def test_views_write_nothing_by_themselves() -> None:
    writes = (".save(", ".create(", ".update(", ".delete(", ".bulk_", "cursor(")
    for name in ("views.py", "triage_views.py", "fallback.py"):
        text = (BACKEND / "tickets" / name).read_text()
        assert not [write for write in writes if write in text], name


def test_triage_runs_where_there_is_no_django() -> None:
    code = (
        "import sys; sys.modules['django'] = sys.modules['rest_framework'] = None; "
        "import triage; print(triage.Triage(triage.TriageConfig(provider='keywords'))"
        ".classify(triage.Question('a refund, please')).source)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=BACKEND, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "keywords", done.stderr


def test_importing_triage_loads_no_vendor_client() -> None:
    code = "import sys, triage; print([m for m in ('ollama', 'openai', 'httpx', 'httpx2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=BACKEND, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
