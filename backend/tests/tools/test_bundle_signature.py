"""install.sh: a bundle that its maker has signed is installed; a forged, foreign or damaged one changes nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tools.errors import ToolError
from tools.stack import bundle

DOCKER = """#!/bin/sh
echo "$*" >>"$CALLS"
"""
Change = Callable[[Path], object]


class Maker:
    """Somebody with a key of OpenSSH."""

    def __init__(self, folder: Path, name: str) -> None:
        self.key = folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", self.key], check=True)
        self.public = self.key.with_name(f"{name}.pub")
        self.allowed = folder / f"{name}.allowed"
        self.allowed.write_text(
            f'# who may\nrelease@example.org namespaces="quietdesk-bundle" {self.public.read_text()}'
        )


class Target:
    """The machine on which the bundle was unpacked."""

    def __init__(self, folder: Path) -> None:
        self.bundle = folder / "quietdesk-1"
        self._bin = folder / "bin"
        self._calls = folder / "calls"
        self._bin.mkdir()
        (self._bin / "docker").write_text(DOCKER)
        (self._bin / "docker").chmod(0o755)

    def install(self, **settings: str) -> "subprocess.CompletedProcess[str]":
        self._calls.unlink(missing_ok=True)
        path = {"PATH": f"{self._bin}:{os.environ['PATH']}", "CALLS": str(self._calls)}
        environ = {name: value for name, value in os.environ.items() if name not in {"PUBLIC_KEY", "ALLOWED_SIGNERS"}}
        command = [self.bundle / "install.sh"]
        return subprocess.run(
            command, cwd=self.bundle.parent, env=environ | path | settings, capture_output=True, text=True, check=False
        )

    @property
    def loaded(self) -> bool:
        return "load --quiet" in self._calls.read_text()


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path, "maker")


@pytest.fixture
def target(tmp_path: Path, maker: Maker) -> Target:
    target = Target(tmp_path)
    target.bundle.mkdir()
    (target.bundle / "images.tar").write_bytes(b"images")
    bundle.add_files(target.bundle)
    bundle.sign(target.bundle / bundle.SUMS, maker.key)
    return target


def test_a_signed_bundle_is_installed(target: Target, maker: Maker) -> None:
    for settings in ({"PUBLIC_KEY": str(maker.public)}, {"ALLOWED_SIGNERS": str(maker.allowed)}):
        done = target.install(**settings)
        assert done.returncode == 0, done.stderr
        assert target.loaded
    assert "Signed by release@example.org." in done.stdout
    # A path is that of the folder in which the command was given.
    assert target.install(PUBLIC_KEY="maker.pub").returncode == 0
    # A second time .env is there, and it says so.
    assert "Settings are taken from .env" in done.stdout


def test_without_a_key_the_checksum_is_shown_for_reading_out(target: Target) -> None:
    done = target.install()
    assert done.returncode == 0, done.stderr
    assert bundle.digest(target.bundle / bundle.SUMS) in done.stdout
    assert "not known who made this bundle" in done.stdout


def forge(folder: Path) -> None:
    """Change a file and list its new checksum, as a forger without the key would."""
    (folder / "images.tar").write_bytes(b"others")
    (folder / "SHA256SUMS").unlink()
    signature = (folder / "SHA256SUMS.sig").read_bytes()
    (folder / "SHA256SUMS.sig").unlink()
    shutil.rmtree(folder / "tools")
    bundle.add_files(folder)
    (folder / "SHA256SUMS.sig").write_bytes(signature)


def forge_and_sign(folder: Path) -> None:
    forge(folder)
    (folder / "SHA256SUMS.sig").unlink()
    bundle.sign(folder / bundle.SUMS, Maker(folder.parent, "forger").key)


def sign_for_something_else(folder: Path) -> None:
    (folder / "SHA256SUMS.sig").unlink()
    key = folder.parent / "maker"
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "file", folder / "SHA256SUMS"], check=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (forge, "is not that of this bundle"),
        (forge_and_sign, "signed with another key"),
        (sign_for_something_else, "is not that of this bundle|signed with another key"),
        (lambda folder: (folder / "SHA256SUMS.sig").unlink(), "is not signed"),
        (lambda folder: (folder / "SHA256SUMS.sig").write_text("no signature"), "signed with another key"),
        (lambda folder: (folder / "SHA256SUMS").write_text(""), "is not that of this bundle"),
        (lambda folder: (folder / "images.tar").write_bytes(b"others"), "a file is damaged"),
        (lambda folder: (folder / "images.tar").unlink(), "a file is damaged"),
        (lambda folder: (folder / "docker-compose.override.yml").touch(), "override.yml is not of this bundle"),
        (
            lambda folder: (folder / "compose.yaml").symlink_to("docker-compose.yml"),
            "compose.yaml is not of this bundle",
        ),
        (lambda folder: (folder / "tools" / "json.py").touch(), "json.py is not of this bundle"),
        (lambda folder: (folder / "two\nlines").touch(), "is not of this bundle"),
    ],
)
@pytest.mark.parametrize("how", ["PUBLIC_KEY", "ALLOWED_SIGNERS"])
def test_a_bundle_that_is_not_its_makers_changes_nothing(
    target: Target, maker: Maker, change: Change, said: str, how: str
) -> None:
    change(target.bundle)
    refused = target.install(**{how: str(maker.public if how == "PUBLIC_KEY" else maker.allowed)})
    assert refused.returncode == 1, refused.stdout
    assert any(text in refused.stderr for text in said.split("|")), refused.stderr
    assert "Nothing was changed." in refused.stderr
    assert not target.loaded
    assert not (target.bundle / ".env").exists()


def test_an_added_file_is_refused_without_a_key_too(target: Target) -> None:
    (target.bundle / "docker-compose.override.yml").touch()
    assert "is not of this bundle" in target.install().stderr
    assert not target.loaded


def test_what_the_tools_leave_behind_is_no_forgery(target: Target, maker: Maker) -> None:
    """A backup and Python's byte code, before install.sh is run again."""
    command = [sys.executable, "-m", "tools.stack", "nothing"]
    subprocess.run(command, cwd=target.bundle, capture_output=True, check=False)
    (target.bundle / "var" / "backups").mkdir(parents=True)
    (target.bundle / "var" / "backups" / "a.tar").touch()
    assert target.install(PUBLIC_KEY=str(maker.public)).returncode == 0


@pytest.mark.parametrize("how", ["PUBLIC_KEY", "ALLOWED_SIGNERS"])
def test_a_key_that_is_not_there_is_refused(target: Target, how: str) -> None:
    refused = target.install(**{how: "missing.pub"})
    assert refused.returncode == 1
    assert f"{how}: " in refused.stderr
    assert not target.loaded


def test_every_tool_of_the_bundle_can_be_imported(target: Target) -> None:
    """With Python alone, in the bundle: a module that is not packed would end a restore."""
    code = "from tools.stack import __main__, backup, restore"
    environ = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=target.bundle, env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_signing_key_that_cannot_be_used_is_told(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN_KEY", str(tmp_path / "missing"))
    with pytest.raises(ToolError, match="SIGN_KEY: there is no file"):
        bundle.signing_key()
    (tmp_path / "text").write_text("no key")
    monkeypatch.setenv("SIGN_KEY", str(tmp_path / "text"))
    key = bundle.signing_key()
    assert key is not None
    with pytest.raises(ToolError, match="could not be signed"):
        bundle.sign(target.bundle / bundle.SUMS, key)
