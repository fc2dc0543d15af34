"""The compose file: valid, closed where it must be, and in step with the settings it passes on."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools.paths import BACKEND, ROOT

from server import gunicorn
from triage import TriageConfig
from triage.prompt import NUM_CTX

FILES = [ROOT / "docker-compose.yml", ROOT / "docker-compose.gpu.yml"]
PARTS = {"secrets", "db", "ollama", "backend", "web"}
VALIDATOR = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(FILES[0].read_text()))


def validated(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*VALIDATOR, *files], capture_output=True, text=True, check=False)


def test_both_files_follow_the_compose_specification() -> None:
    done = validated(*FILES)
    assert done.returncode == 0, done.stdout


def test_an_unknown_word_is_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILES[0].read_text().replace("stop_grace_period:", "stop_grace:"))
    assert validated(wrong).returncode != 0


def test_only_web_is_published_and_on_loopback_unless_told_otherwise(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == PARTS
    published = {name: part["ports"] for name, part in compose["services"].items() if "ports" in part}
    assert published == {"web": ["${HTTP_BIND:-127.0.0.1}:${HTTP_PORT:-8080}:8080"]}


def test_only_web_has_a_way_out(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("db", "ollama", "backend"):
        assert services[name]["networks"] == ["inside"]
        # No name server of this machine's: nobody is at this address.
        assert services[name]["dns"] == ["127.0.0.1"]
    assert services["secrets"]["network_mode"] == "none"
    assert set(services["web"]["networks"]) == {"inside", "edge"}
    assert services["web"]["sysctls"] == ["net.ipv4.ip_forward=0"]
    inside = compose["networks"]["inside"]
    assert inside["internal"] is True
    assert inside["driver_opts"] == {
        "com.docker.network.bridge.gateway_mode_ipv4": "${INSIDE_GATEWAY_MODE:-isolated}",
        "com.docker.network.bridge.inhibit_ipv4": "true",
    }


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_has_as_few_rights_as_it_needs(compose: dict[str, Any], name: str) -> None:
    part = compose["services"][name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part.get("cap_add", []) == (["CHOWN"] if name == "secrets" else [])
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in part
    assert part["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert part["restart"] == ("no" if name == "secrets" else "unless-stopped")
    assert ("healthcheck" in part) is (name != "secrets")
    assert "privileged" not in part
    assert "user" not in part or name == "secrets"


def test_nothing_waits_for_the_model_and_web_for_nobody(compose: dict[str, Any]) -> None:
    waits = {name: set(part.get("depends_on", {})) for name, part in compose["services"].items()}
    assert waits == {"secrets": set(), "db": {"secrets"}, "ollama": set(), "backend": {"secrets", "db"}, "web": set()}


def test_the_key_goes_to_the_backend_and_web_learns_that_there_is_one(compose: dict[str, Any]) -> None:
    for name, part in compose["services"].items():
        named = {variable for variable, value in part.get("environment", {}).items() if "LLM_API_KEY" in value}
        assert named == {"backend": {"LLM_API_KEY", "LLM_API_KEY_FILE"}, "web": {"CLOUD"}}.get(name, set())
        mounts = [mount for mount in part.get("volumes", []) if "LLM_API_KEY" in str(mount)]
        assert len(mounts) == (1 if name == "backend" else 0)
    assert compose["services"]["web"]["environment"]["CLOUD"] == "${LLM_API_KEY:+on}${LLM_API_KEY_FILE:+on}"


def test_the_secrets_are_seen_by_those_who_need_them(compose: dict[str, Any]) -> None:
    seen = {name for name, part in compose["services"].items() if "secrets:" in str(part.get("volumes"))}
    assert seen == {"secrets", "db", "backend"}


def test_every_setting_is_passed_on(compose: dict[str, Any]) -> None:
    text = (BACKEND / "config" / "settings.py").read_text() + (BACKEND / "server" / "gunicorn.py").read_text()
    settings = set(re.findall(r'(?:env\.\w+|environ\.get|_count)\(\s*"([A-Z][A-Z0-9_]+)"', text))
    # In files or by container/start.py, left as they are in the image, or not for others to reach.
    elsewhere = {"SECRET_KEY", "TRUSTED_PROXY", "PAGES_DIR", "STATIC_ROOT", "DEBUG"}
    assert settings - set(compose["services"]["backend"]["environment"]) == elsewhere


def test_every_variable_is_explained_in_the_example() -> None:
    used = {name for file in FILES for name in re.findall(r"\$\{([A-Z][A-Z0-9_]+)", file.read_text())}
    explained = set(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used - explained == {"NAME"}


def test_the_images_carry_the_version_of_the_project(compose: dict[str, Any]) -> None:
    version = tomllib.loads((BACKEND / "pyproject.toml").read_text())["project"]["version"]
    for name, part in compose["services"].items():
        image = "backend" if name == "secrets" else name
        assert part["image"] == f"quietdesk-{image}:${{QUIETDESK_VERSION:-{version}}}"


def test_model_and_context_are_the_backends(compose: dict[str, Any]) -> None:
    dockerfile = (ROOT / "ollama" / "Dockerfile").read_text()
    assert f"OLLAMA_CONTEXT_LENGTH={NUM_CTX} " in dockerfile
    assert f"ARG OLLAMA_MODEL={TriageConfig().ollama_model}\n" in dockerfile
    arguments = compose["services"]["ollama"]["build"]["args"]
    assert arguments["OLLAMA_MODEL"] == f"${{OLLAMA_MODEL:-{TriageConfig().ollama_model}}}"
    assert compose["services"]["ollama"]["environment"]["OLLAMA_NUM_PARALLEL"] == "${LLM_SLOTS:-1}"


def test_whoever_waits_waits_longer_than_whom_he_waits_for(compose: dict[str, Any]) -> None:
    config = TriageConfig()
    tiers = config.ollama_timeout + config.openai_timeout
    web = tiers + 10  # nginx/start.sh; tests/stack/test_nginx.py holds it to that
    grace = {name: int(part.get("stop_grace_period", "10s")[:-1]) for name, part in compose["services"].items()}
    assert tiers < web < gunicorn.graceful_timeout < grace["backend"]
    assert web < grace["web"]


def test_the_database_logs_neither_statements_nor_what_errors_quote(compose: dict[str, Any]) -> None:
    assert {"--log_min_error_statement=panic", "--log_error_verbosity=terse", "--log_statement=none"} <= set(
        compose["services"]["db"]["command"]
    )


def test_the_gpu_file_adds_the_gpu_and_nothing_else() -> None:
    added = yaml.safe_load(FILES[1].read_text())
    assert set(added) == {"services"}
    assert set(added["services"]) == {"ollama"}
    assert set(added["services"]["ollama"]) == {"deploy"}
    [device] = added["services"]["ollama"]["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}
