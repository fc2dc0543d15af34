"""Lazy imports: the vendors' client libraries are imported at the first call, not with triage."""

import subprocess
import sys

VENDORS = ("ollama", "openai", "httpx", "httpx2", "httpcore", "httpcore2", "pydantic", "numpy", "django")


def imported(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*(name for name in {VENDORS} if name in sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_importing_triage_and_making_a_chain_imports_no_client() -> None:
    config = "TriageConfig(ollama_url='http://127.0.0.1:1', openai_key='sk-x', classifier_socket='/nowhere')"
    assert imported(f"from triage import *\nTriage({config}).keywords(Question('x'))") == []


def test_an_imported_client_would_be_seen() -> None:
    assert "httpx" in imported("import triage.clients.ollama")


def test_warming_up_imports_the_clients_of_configured_models_only() -> None:
    warmed = "from triage import *\nTriage(TriageConfig({})).warm_up()"
    assert imported(warmed.format("provider='keywords'")) == []
    local = imported(warmed.format("ollama_url='http://127.0.0.1:1'"))
    assert "ollama" in local
    assert "openai" not in local
    assert "openai" in imported(warmed.format("openai_key='sk-x'"))
