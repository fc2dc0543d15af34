"""Importing triage costs next to nothing: vendors' clients come with the first call, in the process that makes it."""

import subprocess
import sys

VENDORS = ("ollama", "openai", "httpx", "httpx2", "httpcore", "httpcore2", "pydantic", "django")


def imported(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*(name for name in {VENDORS} if name in sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_importing_triage_and_making_a_chain_imports_no_client() -> None:
    config = "TriageConfig(ollama_url='http://127.0.0.1:1', openai_key='sk-x')"
    assert imported(f"from triage import *\nTriage({config}).keywords(Question('x'))") == []


def test_this_test_would_see_them() -> None:
    assert "httpx" in imported("import triage.clients.ollama")
