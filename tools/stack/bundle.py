"""`make bundle`: one archive that installs Quietdesk on a machine without internet."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from tools import console
from tools.errors import ToolError
from tools.paths import ROOT, display_path
from tools.sbom import command as sbom
from tools.stack import backup, engine

PLATFORM = "{{.Server.Os}}-{{.Server.Arch}}"
SUMS = "SHA256SUMS"
# What a signature is for: one of another purpose by the same key does not count. install.sh names it too.
NAMESPACE = "quietdesk-bundle"
FILES = ("docker-compose.yml", "docker-compose.gpu.yml", "images.yml", ".env.example", "LICENSE", "NOTICE")
# For `python3 -m tools.stack backup` and `restore`, which need only Python.
TOOLS = ("__init__.py", "console.py", "errors.py", "paths.py")
STACK_TOOLS = ("__init__.py", "__main__.py", "archive.py", "backup.py", "encryption.py", "engine.py", "restore.py")


def main() -> int:
    """Write the bundle to FILE (default: in var/bundles/, named by version). FORCE=1 overwrites an existing file.

    SIGN_KEY names the file of an OpenSSH key of the maker, with which the list of checksums is signed.
    """
    key = signing_key()
    engine.require()
    sbom.require_current()
    images = sorted(set(engine.compose("config", "--images").split()))
    name = f"quietdesk-{images[0].rpartition(':')[2]}-{engine.docker('version', '--format', PLATFORM).strip()}"
    target = backup.file_argument() or ROOT / "var" / "bundles" / f"{name}.tar"
    if target.exists() and not backup.is_forced():
        raise ToolError(f"{display_path(target)} already exists: name another FILE=, or set FORCE=1 to overwrite it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="bundle-") as folder:
        inside = Path(folder) / name
        inside.mkdir()
        with console.step("Images") as step:
            step.doing("building")
            engine.compose("build")
            step.doing(f"saving {len(images)}")
            engine.docker("save", "--output", inside / "images.tar", *images)
            step.done()
        with console.step("Archive") as step:
            step.doing("writing")
            add_files(inside)
            if key:
                sign(inside / SUMS, key)
            partial = Path(folder) / "bundle.tar"
            with tarfile.open(partial, "w") as archive:
                archive.add(inside, arcname=name)
            partial.replace(target)
            sums = digest(inside / SUMS)
            step.done(f"{display_path(target)}, {target.stat().st_size / 1e6:.0f} MB, sha256 {digest(target)}")
    console.line(f"  The checksum of {SUMS}, which install.sh prints: {sums}")
    console.line(f"  {'Signed' if key else 'Not signed; SIGN_KEY names the file of a key'}.")
    return 0


def add_files(inside: Path) -> None:
    """Add the other files, and the checksums of all."""
    for name in FILES:
        shutil.copy(ROOT / name, inside / name)
    shutil.copy(ROOT / "docs" / "on-premises.md", inside / "README.md")
    shutil.copy(sbom.SBOM, inside / sbom.SBOM.name)
    (inside / "tools" / "stack").mkdir(parents=True)
    for name in TOOLS:
        shutil.copy(ROOT / "tools" / name, inside / "tools" / name)
    for name in STACK_TOOLS:
        shutil.copy(ROOT / "tools" / "stack" / name, inside / "tools" / "stack" / name)
    shutil.copy(ROOT / "tools" / "stack" / "install.sh", inside / "install.sh")
    (inside / "install.sh").chmod(0o755)
    files = sorted(path for path in inside.rglob("*") if path.is_file())
    sums = "".join(f"{digest(file)}  {file.relative_to(inside)}\n" for file in files)
    (inside / SUMS).write_text(sums, encoding="utf-8")


def signing_key() -> Path | None:
    """The file of SIGN_KEY, looked for before the long work begins."""
    name = os.environ.get("SIGN_KEY", "").strip()
    if not name:
        return None
    key = Path(name).expanduser().absolute()
    if not key.is_file():
        raise ToolError(f"SIGN_KEY: there is no file {name}.")
    if shutil.which("ssh-keygen") is None:
        raise ToolError("SIGN_KEY needs ssh-keygen, which comes with OpenSSH.")
    return key


def sign(file: Path, key: Path) -> None:
    """Write the signature beside the file. ssh-keygen asks for the passphrase, if the key has one."""
    command: list[str | Path] = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, file]
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode:
        lines = result.stderr.strip().splitlines()
        raise ToolError(f"the bundle could not be signed: {lines[-1] if lines else 'no output'}")


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
