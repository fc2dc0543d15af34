"""schemathesis sends valid and invalid requests for our schema: no 5xx, and no response that the schema forbids."""

import subprocess
import sys
from pathlib import Path

from testing.serving import Served

EXAMPLES = 20  # for each operation in each phase
SEED = 20261125
CONFIG = Path(__file__).with_name("schemathesis.toml")


def test_every_response_is_allowed_by_the_schema(fuzz_server: Served, tmp_path: Path, summary: list[str]) -> None:
    program = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", str(CONFIG), "run"]
    bounds = [f"--max-examples={EXAMPLES}", f"--seed={SEED}", "--request-timeout=60", "--continue-on-failure"]
    run = subprocess.run(
        [*program, f"{fuzz_server.url}/api/schema/", *bounds],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=600,
    )
    summary += summary_lines(run.stdout)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "failures" not in run.stdout.splitlines()[-1]


def summary_lines(output: str) -> list[str]:
    """The lines about phases and the summary, without the failures in between."""
    lines = [line for line in output.splitlines() if line.strip()]
    begins = next((n for n, line in enumerate(lines) if "FAILURES ==" in line or "WARNINGS ==" in line), len(lines))
    ends = next((n for n, line in enumerate(lines) if "SUMMARY ==" in line), begins)
    return [*lines[:begins], *lines[max(begins, ends) :]] if ends > begins else lines
