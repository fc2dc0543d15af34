"""The compose files: valid, isolated, and consistent with the settings that they pass on."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools.base_images import pins
from tools.paths import BACKEND, ROOT

from container import make_secrets, start
from server import gunicorn
from triage import TriageConfig
from triage.prompt import NUM_CTX

FILES = [ROOT / "docker-compose.yml", ROOT / "docker-compose.gpu.yml"]
SERVICES = {"secrets", "db", "ollama", "classifier", "backend", "web"}
VALIDATOR = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(FILES[0].read_text()))


def validated(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*VALIDATOR, *files], capture_output=True, text=True, check=False)


def test_both_files_are_valid() -> None:
    done = validated(*FILES)
    assert done.returncode == 0, done.stdout


def test_an_unknown_key_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILES[0].read_text().replace("stop_grace_period:", "stop_grace:"))
    assert validated(wrong).returncode != 0


def test_only_web_is_published_and_on_loopback_by_default(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES
    published = {name: part["ports"] for name, part in compose["services"].items() if "ports" in part}
    assert published == {"web": ["${HTTP_BIND:-127.0.0.1}:${HTTP_PORT:-8080}:8080"]}


def test_each_pair_that_talks_has_a_network_and_only_web_has_a_route_out(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert {name: set(part["networks"]) for name, part in services.items() if "networks" in part} == {
        "db": {"backend-db"},
        "ollama": {"backend-ollama"},
        "backend": {"web-backend", "backend-db", "backend-ollama"},
        "web": {"web-backend", "edge"},
    }
    assert services["secrets"]["network_mode"] == services["classifier"]["network_mode"] == "none"
    for name in ("db", "ollama", "backend"):
        # Nothing listens there, so no DNS query reaches the machine's name server.
        assert services[name]["dns"] == ["127.0.0.1"]
    assert services["web"]["sysctls"] == ["net.ipv4.ip_forward=0"]
    # Names without a dot are not forwarded. With a key it has to resolve the cloud's name, so it keeps its DNS servers.
    assert services["web"]["dns_opt"] == ["ndots:1"]
    assert set(compose["networks"]) == {"web-backend", "backend-db", "backend-ollama", "edge"}
    for name in ("web-backend", "backend-db", "backend-ollama"):
        assert compose["networks"][name] == {
            "internal": True,
            "enable_ipv6": False,
            "driver_opts": {
                "com.docker.network.bridge.gateway_mode_ipv4": "${INSIDE_GATEWAY_MODE:-isolated}",
                "com.docker.network.bridge.inhibit_ipv4": "true",
            },
        }


def test_the_backend_serves_the_network_of_web_alone(compose: dict[str, Any]) -> None:
    backend = compose["services"]["backend"]
    assert backend["environment"]["BIND"] == f"{start.NAME_FOR_WEB}:8000"
    aliases = {name: given.get("aliases", []) for name, given in backend["networks"].items()}
    assert aliases == {"web-backend": [start.NAME_FOR_WEB], "backend-db": [], "backend-ollama": []}
    assert "TRUSTED_PROXY" not in backend["environment"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_unprivileged(compose: dict[str, Any], name: str) -> None:
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


def test_no_service_depends_on_a_model_or_on_web(compose: dict[str, Any]) -> None:
    dependencies = {name: set(part.get("depends_on", {})) for name, part in compose["services"].items()}
    assert dependencies == {
        "secrets": set(),
        "db": {"secrets"},
        "ollama": set(),
        "classifier": set(),
        "backend": {"secrets", "db"},
        "web": set(),
    }


def test_only_the_backend_gets_the_key_and_web_learns_that_there_is_one(compose: dict[str, Any]) -> None:
    for name, part in compose["services"].items():
        named = {variable for variable, value in part.get("environment", {}).items() if "LLM_API_KEY" in value}
        assert named == {"backend": {"LLM_API_KEY", "LLM_API_KEY_FILE"}, "web": {"CLOUD"}}.get(name, set())
        mounts = [mount for mount in part.get("volumes", []) if "LLM_API_KEY" in str(mount)]
        assert len(mounts) == (1 if name == "backend" else 0)
    # CLOUD=never wins over a key.
    word = "${CLOUD:-${LLM_API_KEY:+on}${LLM_API_KEY_FILE:+on}}"
    assert compose["services"]["web"]["environment"]["CLOUD"] == word
    assert compose["services"]["backend"]["environment"]["CLOUD"] == "${CLOUD:-}"


def test_each_secret_is_mounted_only_where_it_is_read(compose: dict[str, Any]) -> None:
    mounts = {
        name: {mount for mount in part.get("volumes", []) if "secrets" in str(mount)}
        for name, part in compose["services"].items()
    }
    assert mounts == {
        "secrets": {
            "database-secrets:/run/quietdesk/secrets/database",
            "django-secrets:/run/quietdesk/secrets/django",
            "secrets:/run/quietdesk/older:ro",
        },
        "db": {"database-secrets:/run/quietdesk/secrets/database:ro"},
        "ollama": set(),
        "classifier": set(),
        "backend": {
            "database-secrets:/run/quietdesk/secrets/database:ro",
            "django-secrets:/run/quietdesk/secrets/django:ro",
        },
        "web": set(),
    }
    files = {f"/run/quietdesk/secrets/{secret.folder}/{secret.name}" for secret in make_secrets.SECRETS}
    backend, db = (compose["services"][name]["environment"] for name in ("backend", "db"))
    assert {backend["DATABASE_PASSWORD_FILE"], backend["SECRET_KEY_FILE"]} == files
    assert db["POSTGRES_PASSWORD_FILE"] == backend["DATABASE_PASSWORD_FILE"]
    assert {secret.volume for secret in make_secrets.SECRETS} <= set(compose["volumes"])


def test_every_setting_is_passed_on(compose: dict[str, Any]) -> None:
    text = (BACKEND / "config" / "settings.py").read_text() + (BACKEND / "server" / "gunicorn.py").read_text()
    settings = set(re.findall(r'(?:env\.\w+|environ\.get|_count|_word|_proxies)\(\s*"([A-Z][A-Z0-9_]+)"', text))
    # Given as a file, set by container/start.py, fixed in the image, or unsafe in production.
    not_passed = {"SECRET_KEY", "TRUSTED_PROXY", "PAGES_DIR", "STATIC_ROOT", "DEBUG"}
    not_passed.add("CONNECTIONS_PER_ADDRESS")  # web counts
    assert settings - set(compose["services"]["backend"]["environment"]) == not_passed


def test_every_variable_is_in_the_env_example() -> None:
    used = {name for file in FILES for name in re.findall(r"\$\{([A-Z][A-Z0-9_]+)", file.read_text())}
    explained = set(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used - explained == {"NAME"}


def test_the_images_have_the_project_version(compose: dict[str, Any]) -> None:
    version = tomllib.loads((BACKEND / "pyproject.toml").read_text())["project"]["version"]
    for name, part in compose["services"].items():
        image = "backend" if name == "secrets" else name
        assert part["image"] == f"quietdesk-{image}:${{QUIETDESK_VERSION:-{version}}}"


def test_the_model_and_its_context_are_those_of_the_backend(compose: dict[str, Any]) -> None:
    dockerfile = (ROOT / "ollama" / "Dockerfile").read_text()
    assert f"OLLAMA_CONTEXT_LENGTH={NUM_CTX} " in dockerfile
    # Without OLLAMA_MODEL, that of images.yml.
    assert pins.read()[pins.MODEL].tagged == TriageConfig().ollama_model
    arguments = compose["services"]["ollama"]["build"]["args"]
    assert arguments == {"OLLAMA_MODEL": "${OLLAMA_MODEL:-}", "OLLAMA_MODEL_DIGEST": "${OLLAMA_MODEL_DIGEST:-}"}
    assert compose["services"]["ollama"]["environment"]["OLLAMA_NUM_PARALLEL"] == "${LLM_SLOTS:-1}"


def test_the_engine_of_the_classifier_shares_one_socket_with_the_backend(compose: dict[str, Any]) -> None:
    engine, backend = (compose["services"][name] for name in ("classifier", "backend"))
    assert engine["volumes"] == ["classifier:/run/classifier"]
    assert "classifier:/run/classifier:ro" in backend["volumes"]
    assert not any("classifier:" in str(compose["services"][name].get("volumes")) for name in ("db", "ollama", "web"))
    dockerfile = (ROOT / "classifier" / "Dockerfile").read_text()
    (user,) = re.findall(r"^USER (\d+):\d+$", dockerfile, re.MULTILINE)
    (group,) = re.findall(r"^USER \d+:(\d+)$", (BACKEND / "Dockerfile").read_text(), re.MULTILINE)
    # What is made in the folder is of the backend's group, which alone may enter.
    options = compose["volumes"]["classifier"]["driver_opts"]
    assert options["o"] == f"uid={user},gid={group},mode=2750,size=1m"
    path = backend["environment"]["CLASSIFIER_SOCKET"]
    assert f'"--socket", "{path}"' in dockerfile
    assert engine["healthcheck"]["test"][-1] == path
    assert "environment" not in engine
    assert {"networks", "ports", "tmpfs", "extra_hosts"} & set(engine) == set()


def test_each_timeout_exceeds_the_one_below(compose: dict[str, Any]) -> None:
    config = TriageConfig()
    tiers = config.ollama_timeout + config.openai_timeout
    web = tiers + 10  # nginx/start.sh; tests/stack/test_nginx.py checks that
    grace = {name: int(part.get("stop_grace_period", "10s")[:-1]) for name, part in compose["services"].items()}
    assert tiers < web < gunicorn.graceful_timeout < grace["backend"]
    assert web < grace["web"]


def test_the_database_logs_neither_statements_nor_error_details(compose: dict[str, Any]) -> None:
    assert {"--log_min_error_statement=panic", "--log_error_verbosity=terse", "--log_statement=none"} <= set(
        compose["services"]["db"]["command"]
    )


def test_the_gpu_file_only_adds_the_gpu() -> None:
    added = yaml.safe_load(FILES[1].read_text())
    assert set(added) == {"services"}
    assert set(added["services"]) == {"ollama"}
    assert set(added["services"]["ollama"]) == {"deploy"}
    [device] = added["services"]["ollama"]["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": 1, "capabilities": ["gpu"]}
