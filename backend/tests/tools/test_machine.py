"""A missing part of the machine is reported in one line, with the command that installs it."""

import importlib.util
import os
import shutil
import subprocess
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from tools import machine, system_programs
from tools.errors import ToolError
from tools.paths import ROOT

LAUNCH = ROOT / "tools" / "launch"


def _with_programs(folder: Path, programs: dict[str, str]) -> dict[str, str]:
    """An environment whose PATH has these shell scripts and the programs that a script needs."""
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    for name in ("dirname", "sh"):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    return {"PATH": str(folder)}


def test_an_old_python_is_reported_with_what_to_install(tmp_path: Path) -> None:
    old = 'case "$*" in *print*) echo 3.9 ;; *) exit 1 ;; esac'
    environ = _with_programs(tmp_path, {"python3": old, "apt-get": "exit 1"})
    result = subprocess.run([LAUNCH, "run"], env=environ, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer and finds 3.9" in result.stderr
    assert "apt-get install python3.11" in result.stderr


def test_a_missing_python_is_reported(tmp_path: Path) -> None:
    result = subprocess.run(
        [LAUNCH, "run"], env=_with_programs(tmp_path, {}), capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "finds none" in result.stderr


def test_a_newer_python_is_preferred_to_an_old_python3(tmp_path: Path) -> None:
    programs = {
        "python3": 'case "$*" in *print*) echo 3.9 ;; *) exit 1 ;; esac',
        "python3.12": 'case "$*" in *print*) echo 3.12 ;; *tools*) echo "runs: $*" ;; esac',
    }
    result = subprocess.run(
        [LAUNCH, "check"], env=_with_programs(tmp_path, programs), capture_output=True, text=True, check=False
    )
    assert result.stdout == "runs: -m tools check\n"


def test_a_python_without_venv_is_reported_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        return None if name == "ensurepip" else importlib.machinery.ModuleSpec(name, None)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(ToolError, match=r"cannot make virtual environments.*apt-get install python3\.\d+-venv$"):
        machine.require_venv()


def test_missing_programs_are_reported_with_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_programs, "SYSTEM_FOLDERS", "/nowhere")
    monkeypatch.setattr(shutil, "which", lambda name, path="": "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(ToolError) as raised:
        system_programs.ensure({"PATH": "/nowhere"})
    assert "the tests need Chromium, nginx, " in str(raised.value)
    assert "sudo apt-get install chromium nginx-light fonts-dejavu-core " in str(raised.value)


def test_make_without_a_target_lists_the_commands() -> None:
    result = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in ("run", "demo", "test", "check", "fix", "schema", "manage", "clean"):
        assert f"make {name} " in result.stdout


def test_an_unknown_command_is_refused() -> None:
    result = subprocess.run([LAUNCH, "fly"], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "there is no command 'fly'" in result.stderr
