"""Every command is told, every command that is told exists, and those of the README run."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from pytest_django.live_server_helper import LiveServer

from tests.docs.markdown import ROOT, blocks, pages, rows, shown

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
DEVELOPMENT = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
WITH_CURL = [ROOT / "README.md", ROOT / "docs" / "api.md"]
DESK = "http://127.0.0.1:8080"
# An answer of 400 or more ends the script, and is printed.
CURL = 'set -eu\ncurl() { command curl --silent --show-error --fail-with-body "$@"; echo; }\n'


def own_commands() -> set[str]:
    """The Django commands that are ours."""
    apps = {path.name for path in (ROOT / "backend").iterdir() if (path / "__init__.py").exists()}
    return {name for name, app in get_commands().items() if str(app).partition(".")[0] in apps}


def test_make_help_lists_every_target() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ *make ([a-z-]+)", said, re.MULTILINE)) == TARGETS


def test_every_target_is_told() -> None:
    assert set(re.findall(r"^\| `make ([a-z-]+)", DEVELOPMENT, re.MULTILINE)) == TARGETS


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_make_command_in_a_page_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    told = re.findall(r"`[^`\n]*\bmake ([a-z-]+)", text)
    told += re.findall(r"^(?:[A-Z_]+=\S* )*make ([a-z-]+)", "\n".join(blocks(document, "sh")), re.MULTILINE)
    assert set(told) <= TARGETS


def test_every_django_command_is_told() -> None:
    told = {name for cells in rows(DEVELOPMENT) for name in re.findall(r"`([a-z_]+)(?: [A-Z]+)?`", cells[0])}
    assert own_commands() <= told


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_django_command_in_a_page_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    told = re.findall(r"""make manage ARGS="?([a-z_]+)|manage\.py ([a-z_]+)""", text)
    assert {first or second for first, second in told} <= own_commands()


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_service_and_npm_script_in_a_page_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    scripts = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["scripts"]
    named = re.findall(r"docker compose exec (?:-T )?([\w-]+)|--scale ([\w-]+)=", text)
    assert {first or second for first, second in named} <= set(services)
    assert set(re.findall(r"npm run ([\w-]+)", text)) <= set(scripts)


@pytest.mark.parametrize("document", WITH_CURL, ids=shown)
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_lines_with_curl_run_as_they_stand(document: Path, live_server: LiveServer) -> None:
    scripts = [block for block in blocks(document, "sh") if "curl" in block]
    assert scripts
    for script in scripts:
        command = CURL + script.replace(DESK, live_server.url)
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_line_with_curl_that_is_refused_is_seen(live_server: LiveServer) -> None:
    script = f"{CURL}curl {live_server.url}/api/tickets/ --json '{{}}'\ntrue"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "This field is required." in done.stdout
