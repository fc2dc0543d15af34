"""The bundle: it installs on an engine without our images, and a damaged one is refused."""

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from tools.stack import backup, bundle, engine
from tools.stack.tests.compose_stack import Stack

IMAGES = [f"quietdesk-{name}:test" for name in ("backend", "classifier", "db", "ollama", "web")]


@pytest.fixture(scope="module")
def unpacked(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FILE", str(folder / "bundle.tar"))
        key = folder / "maker"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        environment.setenv("SIGN_KEY", str(key))
        bundle.main()
    with tarfile.open(folder / "bundle.tar") as archive:
        archive.extractall(folder, filter="data")
    (folder / "bundle.tar").unlink()
    return next(path for path in folder.iterdir() if path.is_dir())


def install(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run install.sh as a user would, without the compose settings of the test run."""
    given = ("COMPOSE_FILE", "COMPOSE_ENV_FILES")
    environ = {name: value for name, value in os.environ.items() if name not in given}
    environ["PUBLIC_KEY"] = str(folder.parent / "maker.pub")
    return subprocess.run([folder / "install.sh"], cwd="/", env=environ, capture_output=True, text=True, check=False)


def test_a_damaged_file_stops_the_installation(unpacked: Path) -> None:
    compose = unpacked / "docker-compose.yml"
    whole = compose.read_text()
    compose.write_text(whole.replace("internal: true", "internal: false"))
    refused = install(unpacked)
    compose.write_text(whole)
    assert refused.returncode == 1
    assert "Nothing was changed." in refused.stderr
    assert "Loading" not in refused.stdout


def test_it_installs_without_images_and_keeps_the_tickets(stack: Stack, unpacked: Path) -> None:
    made = stack.create_ticket("Before the new version")
    engine.compose("down")
    engine.docker("image", "rm", *IMAGES)
    done = install(unpacked)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Signed by" in done.stdout
    assert "Quietdesk is ready." in done.stdout
    stack.wait_until_ready()
    assert made["id"] in stack.ids()
    assert stack.http.get("/").status_code == 200
    assert (unpacked / ".env").read_text() == (unpacked / ".env.example").read_text()


def test_its_backup_needs_only_python(stack: Stack, unpacked: Path, tmp_path: Path) -> None:
    target = tmp_path / "tickets.tar"
    command = ["python3", "-m", "tools.stack", "backup"]
    environ = {**os.environ, "FILE": str(target)} | {"COMPOSE_FILE": "docker-compose.yml"}
    subprocess.run(command, cwd=unpacked, env=environ, check=True)
    assert backup.verify(target).split()[0] == str(len(stack.ids()))
