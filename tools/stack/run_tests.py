"""`make test-stack`: builds the stack, runs it in a project of its own, and tests what needs a Docker engine."""

import json
import os
import signal
import tempfile
from pathlib import Path

from tools import console, environment, junit_counts, locks, ports, processes, python_packages
from tools.base_images import pins
from tools.paths import PYTHON, ROOT
from tools.stack import engine, standins

TESTS = ROOT / "tools" / "stack" / "tests"
# In this order, because the later ones stop or replace parts of the stack.
ORDER = (
    "start",
    "journey",
    "logs",
    "egress",
    "outlets",
    "classifier",
    "tls",
    "access",
    "scale",
    "kill",
    "backup",
    "upgrade",
    "bundle",
)


def main(arguments: list[str]) -> int:
    """Run all test files, or those named (`start`, `egress` ...). Returns 1 when a test failed."""
    console.line("Quietdesk, test of the compose stack")
    engine.require()
    version = engine.docker("version", "--format", "{{.Server.Version}}").strip()
    console.line(f"  Docker Engine {version}, {engine.compose('version').strip()}")
    with locks.setup():
        python_packages.ensure(os.environ, python_packages.DEV)
    with_standins = os.environ.get("STANDINS", "").strip() == "1"
    if with_standins:
        console.line("  Base images are local stand-ins: docs/on-premises.md says what that leaves untested.")
        standins.build_bases()
    files = [TESTS / f"test_{name}.py" for name in arguments or ORDER]
    with tempfile.TemporaryDirectory(prefix="quietdesk-stack-") as name:
        report = Path(name) / "report.xml"
        command: list[str | Path] = [PYTHON, "-m", "pytest", "-c", TESTS / "pytest.ini", f"--junitxml={report}", *files]
        variables = environ(arguments_of(standins.build_model_server(), with_standins), Path(name), version)
        process = processes.start(command, environ=variables, cwd=ROOT)
        try:
            status = process.wait()
        finally:
            # On an interrupt, pytest stops the stack first.
            processes.stop(process, (signal.SIGINT, 120))
        total = junit_counts.read_report(report, status)
    return junit_counts.report_total(total)


def arguments_of(model_server: str, with_standins: bool) -> dict[str, dict[str, str]]:
    """The build arguments of each service that differ from images.yml: a stand-in has a tag and no digest."""
    given = pins.arguments() if with_standins else {}
    changed = {service: {name: pin.tagged for name, pin in pinned.items()} for service, pinned in given.items()}
    changed |= {"ollama": {"OLLAMA": model_server, "MODEL": pins.read()[pins.MODEL].tagged}}
    return changed | ({"secrets": changed["backend"]} if "backend" in changed else {})


def environ(arguments: dict[str, dict[str, str]], folder: Path, version: str) -> dict[str, str]:
    """The environment of docker compose: no setting from the shell or .env, and a project of its own."""
    override = folder / "compose.yml"
    services = {service: {"build": {"args": given}} for service, given in arguments.items()}
    override.write_text(json.dumps({"services": services}), encoding="utf-8")
    (folder / ".env").touch()
    port = str(ports.unassigned())
    return environment.hermetic() | {
        "COMPOSE_ENV_FILES": str(folder / ".env"),
        "COMPOSE_FILE": f"{ROOT / 'docker-compose.yml'}:{override}",
        "COMPOSE_PROJECT_NAME": "quietdesk-test",
        "COMPOSE_ANSI": "never",
        "COMPOSE_PROGRESS": "plain",
        "HTTP_PORT": port,
        "INSIDE_GATEWAY_MODE": gateway_mode(version),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "QUIETDESK_VERSION": "test",
    }


def gateway_mode(version: str) -> str:
    """INSIDE_GATEWAY_MODE: these engines reject the default `isolated`, as .env.example says. "" keeps the default."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return "nat" if (26, 1) <= (major, minor) < (28, 0) else ""
