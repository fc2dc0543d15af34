"""Every setting is documented, and an invalid value stops the start with an error that names the variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2]
EXAMPLE = BACKEND.parent / ".env.example"
GOOD = {
    "DATABASE_URL": "postgres://desk:secret-word@127.0.0.1:5432/desk",
    "SECRET_KEY": "a key that is long enough to be one",
    "PATH": os.environ["PATH"],
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    code = (
        "from config import settings as s; "
        "print(s.TRIAGE.ollama_url, s.ALLOWED_HOSTS, s.DATABASES['default']['PASSWORD'])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=GOOD | environment, cwd=BACKEND, capture_output=True, text=True, check=False
    )


def test_two_variables_are_enough_to_start() -> None:
    done = start()
    assert done.returncode == 0, done.stderr
    assert "http://127.0.0.1:11434" in done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLOUD", "on"),
        ("CLASSIFIER", "perhaps"),
        ("CLASSIFIER", "OFF"),
        ("CLASSIFIER_SOCKET", "run/classifier"),
        ("CLASSIFIER_SOCKET", "/" + "x" * 110),
        ("CLASSIFIER_TIMEOUT", "6"),
        ("CLASSIFIER_TIMEOUT", "soon"),
        ("CLOUD", "Never"),
        ("EMBEDDING_API", "vllm"),
        ("EMBEDDING_SOCKET", "run/embedding"),
        ("CLOUD", "off"),
        ("OPENAI_BASE_URL", "http://models.example.org/v1"),
        ("OPENAI_PLAIN_HTTP", "perhaps"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "mysql://u:secret-word@h/d"),
        ("DATABASE_URL", "postgres://u:secret-word@h:port/d"),
        ("DEBUG", "perhaps"),
        ("LLM_API_KEY", "sk-é"),
        ("LLM_API_KEY_FILE", "/nowhere/secret-word"),
        ("LLM_PROVIDER", "anthropic"),
        ("LLM_QUEUE", "-1"),
        ("LLM_SLOTS", "0"),
        ("LLM_SLOTS", "two"),
        ("LOG_LEVEL", "LOUD"),
        ("OLLAMA_MODEL", "gpt-oss:120b-cloud"),
        ("OLLAMA_TIMEOUT", "soon"),
        ("OLLAMA_TIMEOUT", "0"),
        ("OLLAMA_TIMEOUT", "nan"),
        ("OLLAMA_URL", "ollama:11434"),
        ("OPENAI_BASE_URL", "ftp://models.example"),
        ("OPENAI_TIMEOUT", "inf"),
        ("PUBLIC_URL", "desk.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "http://*"),
        ("PUBLIC_URL", "https://desk.example.org/path"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("TIME_ZONE", "localtime"),
        ("TIME_ZONE", "CET"),
        ("TIME_ZONE", "EST"),
        ("TIME_ZONE", "Factory"),
        ("TIME_ZONE", "posix/Europe/Berlin"),
        ("TIME_ZONE", "right/UTC"),
        ("TIME_ZONE", "europe/berlin"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("TIME_ZONE", "/etc/localtime"),
        ("TIME_ZONE", "Europe/Berlin/"),
        ("TIME_ZONE", "UTC+1"),
    ],
)
def test_an_invalid_value_stops_the_start_and_is_named(name: str, value: str) -> None:
    done = start(**{name: value})
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert name in last
    assert "secret-word" not in done.stderr or name.endswith("_FILE")


def test_cloud_never_wins_over_a_key_and_a_provider() -> None:
    code = "from config import settings as s; print(s.TRIAGE.asks_openai)"
    for cloud, asked in (("", "True"), ("never", "False"), (" never ", "False")):
        environment = GOOD | {"LLM_API_KEY": "sk-x", "LLM_PROVIDER": "openai", "CLOUD": cloud}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=BACKEND, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == asked


def test_a_secret_may_come_from_a_file_but_not_from_both(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("another key, which is long enough to be one\n")
    assert start(SECRET_KEY="", SECRET_KEY_FILE=str(file)).returncode == 0
    assert "keep one" in start(SECRET_KEY_FILE=str(file)).stderr


def test_the_database_password_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from/the:file\n")
    done = start(DATABASE_URL="postgres://desk@db/desk", DATABASE_PASSWORD_FILE=str(file))
    assert "from/the:file" in done.stdout


def test_the_public_host_and_loopback_are_allowed() -> None:
    hosts = start(PUBLIC_URL="https://desk.example.org:8443/").stdout
    assert "'desk.example.org'" in hosts
    assert "'localhost'" in hosts


def test_cookies_are_secure_when_the_public_url_is_https() -> None:
    code = (
        "from config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS)"
    )
    for scheme, secure in (("https", True), ("http", False)):
        environment = GOOD | {"PUBLIC_URL": f"{scheme}://desk.example.org"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=BACKEND, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == f"{secure} {secure} ['{scheme}://desk.example.org']"


@pytest.mark.parametrize("zone", ["", " Europe/Berlin", "UTC", "Etc/UTC", "America/Argentina/Buenos_Aires"])
def test_a_zone_of_area_and_place_is_obeyed(zone: str) -> None:
    assert start(TIME_ZONE=zone).returncode == 0


@pytest.mark.parametrize("url", ["https://gpu.example.org:11434", "http://8.8.8.8:11434", "ollama:11434"])
def test_a_server_of_vectors_outside_stops_the_start_in_one_line(url: str) -> None:
    done = start(EMBEDDING_MODEL="bge-m3", EMBEDDING_URL=url)
    assert done.returncode != 0
    assert (
        done.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: EMBEDDING_URL: ")
    )


def test_ollama_can_be_switched_off() -> None:
    assert start(OLLAMA_URL="off").stdout.startswith(" [")


def documented_settings() -> list[str]:
    return re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), re.MULTILINE)


def settings_of_the_backend() -> set[str]:
    text = (BACKEND / "config" / "settings.py").read_text() + (BACKEND / "server" / "gunicorn.py").read_text()
    names = set(re.findall(r'(?:env\.\w+|environ\.get|environ|_count)[(\[]\s*"([A-Z][A-Z0-9_]+)"', text))
    names |= {f"{name}_FILE" for name in re.findall(r'env\.secret\("([A-Z_]+)"', text)}
    return names | {"DATABASE_PASSWORD_FILE"}


def settings_of_compose() -> set[str]:
    """The variables of .env that the compose files use."""
    text = "".join(file.read_text() for file in BACKEND.parent.glob("docker-compose*.yml"))
    return set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)[:}]", text)) - {"NAME"}


def settings_of_the_tools() -> set[str]:
    """The variables that tools/ reads. COUNTS_FILE is internal to .ci/run."""
    tools = BACKEND.parent / "tools"
    text = "".join(file.read_text() for file in [*tools.glob("*.py"), *tools.glob("postgres/*.py")])
    return set(re.findall(r'environ\.get\("([A-Z][A-Z0-9_]+)"', text)) - {"PATH", "MYPYPATH", "COUNTS_FILE"}


def test_the_example_lists_every_setting_and_nothing_else() -> None:
    assert set(documented_settings()) == settings_of_the_backend() | settings_of_compose() | settings_of_the_tools()


def test_the_example_is_sorted() -> None:
    assert documented_settings() == sorted(documented_settings())


def test_the_example_shows_the_defaults() -> None:
    shown = dict(re.findall(r"^#([A-Z][A-Z0-9_]+)=(\S+)$", EXAMPLE.read_text(), re.MULTILINE))
    assert start(**shown).returncode == 0
    assert start(**shown).stdout == start().stdout


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"config/environment.py", "server/gunicorn.py", "config/wsgi.py", "manage.py"}
    readers = {
        str(path.relative_to(BACKEND))
        for path in BACKEND.rglob("*.py")
        if path.relative_to(BACKEND).parts[0] not in ("bench", "container", "testing", "tests")
        and re.search(r"os\.environ|getenv", path.read_text())
    }
    assert readers <= allowed
