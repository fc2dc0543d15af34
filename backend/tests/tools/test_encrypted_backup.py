"""`make backup RECIPIENT=...` and `make restore IDENTITY=...`, with a docker that runs the image's command here."""

import subprocess
import sys
from pathlib import Path

import pytest
from tools.errors import ToolError
from tools.paths import BACKEND, ROOT
from tools.stack import archive, backup, encryption, engine, restore

# Runs what follows the image's name, without a container.
DOCKER = f"""#!/bin/sh
echo "$*" >>"$CALLS"
[ "$1" = run ] || exit 1
while [ "$1" != -m ]; do shift; done
cd {BACKEND} && exec {sys.executable} "$@" $SPOILED
"""


class Desk:
    """A desk whose database is a file, the keys of the one who may read its backups, and what docker was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "x.tar.age"
        self.identity = folder / "key.txt"
        subprocess.run(["age-keygen", "--output", self.identity], capture_output=True, check=True)
        made = subprocess.run(["age-keygen", "-y", self.identity], capture_output=True, text=True, check=True)
        self.public = made.stdout.strip()
        self.verified: list[str] = []
        self.restored: list[bytes] = []

    def left(self) -> set[str]:
        return {file.name for file in self.folder.iterdir()} - {"key.txt", "bin", "calls"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(tmp_path)
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{docker.parent}", prepend=":")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("FILE", str(desk.file))
    for name in ("FORCE", "IDENTITY", "RECIPIENT"):
        monkeypatch.delenv(name, raising=False)

    def write(target: Path) -> Path:
        dump, partial = target.with_name("dump"), target.with_name(f"{target.name}.part")
        dump.write_bytes(archive.DUMP_START + b"Patient" * 100_000)
        archive.pack(partial, dump=dump, erased="a line\n")
        dump.unlink()
        return partial

    def verify(file: Path) -> str:
        desk.verified.append(file.name)
        archive.open_dump(file).close()
        return "7 tickets"

    def replace_by(file: Path) -> int:
        assert archive.erased_list(file) == "a line\n"
        assert file.stat().st_mode & 0o777 == 0o600
        desk.restored.append(file.read_bytes())
        return 0

    monkeypatch.setattr(backup, "write", write)
    monkeypatch.setattr(backup, "verify", verify)
    monkeypatch.setattr(restore, "replace_by", replace_by)
    monkeypatch.setattr(engine, "require", lambda: None)
    monkeypatch.setattr(engine, "compose", lambda *_: "quietdesk-db:1\nquietdesk-backend:1\n")
    return desk


def test_a_backup_to_a_public_key_is_read_by_age_and_restored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECIPIENT", desk.public)
    backup.main()
    # What was verified is the archive before it was encrypted; nothing else is left beside it.
    assert desk.verified == ["x.tar.age.part"]
    assert desk.left() == {"x.tar.age"}
    assert desk.file.stat().st_mode & 0o777 == 0o600
    assert b"Patient" not in desk.file.read_bytes()
    command: list[str | Path] = ["age", "--decrypt", "--identity", desk.identity, desk.file]
    plain = subprocess.run(command, capture_output=True, check=True).stdout
    monkeypatch.setenv("IDENTITY", str(desk.identity))
    restore.main()
    assert desk.restored == [plain]
    # The container got no network, and the secret key in no argument.
    calls = (desk.folder / "calls").read_text()
    assert calls.count("--network=none --read-only --cap-drop=ALL") == len(calls.splitlines())
    assert "AGE-SECRET-KEY" not in calls


def test_a_backup_that_age_has_encrypted_is_restored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = backup.write(desk.file)
    subprocess.run(["age", "--armor", "-r", desk.public, "-o", desk.file, plain], check=True)
    monkeypatch.setenv("IDENTITY", str(desk.identity))
    restore.main()
    assert desk.restored == [plain.read_bytes()]


def test_without_a_recipient_it_is_as_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backup.main()
    assert archive.erased_list(desk.file) == "a line\n"
    # An identity is not needed then, and does no harm.
    monkeypatch.setenv("IDENTITY", str(desk.identity))
    restore.main()
    assert len(desk.restored) == 1


@pytest.mark.parametrize("given", ["bob@example.org", "age1qqq", "AGE-SECRET-KEY-1QQQ", "age1qqq, age1ppp", "--help"])
def test_a_recipient_that_is_none_is_refused_before_anything_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("RECIPIENT", given)
    with pytest.raises(ToolError, match=r"^RECIPIENT: "):
        backup.main()
    assert desk.left() == set()


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ("", "is encrypted: name the file with the secret key, IDENTITY="),
        ("missing.txt", "IDENTITY: there is no file missing.txt"),
        ("other.txt", r"x\.tar\.age: it was encrypted to another key"),
        ("empty.txt", "the identity file has no secret key"),
        ("public.txt", "a line that is no secret key"),
    ],
)
def test_a_wrong_identity_is_told_and_nothing_is_restored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, identity: str, said: str
) -> None:
    monkeypatch.setenv("RECIPIENT", desk.public)
    backup.main()
    subprocess.run(["age-keygen", "--output", desk.folder / "other.txt"], capture_output=True, check=True)
    (desk.folder / "empty.txt").touch()
    (desk.folder / "public.txt").write_text(desk.public)
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("IDENTITY", identity)
    with pytest.raises(ToolError, match=said):
        restore.main()
    assert desk.restored == []


@pytest.mark.parametrize("damage", ["cut", "halved", "changed", "header only"])
def test_a_damaged_file_is_told_and_nothing_is_restored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("RECIPIENT", desk.public)
    monkeypatch.setenv("IDENTITY", str(desk.identity))
    backup.main()
    whole = desk.file.read_bytes()
    middle = len(whole) // 2
    contents = {
        "cut": whole[:-1],
        "halved": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "header only": whole[:100],
    }
    desk.file.write_bytes(contents[damage])
    with pytest.raises(ToolError, match=r"x\.tar\.age: it is (damaged|no file of age)"):
        restore.main()
    assert desk.restored == []
    assert not list((ROOT / "var" / "backups").glob("decrypted-*"))


def test_a_file_that_is_not_stored_as_it_was_written_is_no_backup(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECIPIENT", desk.public)
    digest = "0" * 64
    monkeypatch.setattr(encryption, "_run", lambda *_: digest)
    with pytest.raises(ToolError, match="was not stored as it was written"):
        backup.main()
    assert desk.left() == set()


def test_a_backup_that_cannot_be_verified_is_not_encrypted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_file: Path) -> str:
        raise ToolError("it contains no tickets of Quietdesk.")

    monkeypatch.setenv("RECIPIENT", desk.public)
    monkeypatch.setattr(backup, "verify", fail)
    with pytest.raises(ToolError, match="contains no tickets"):
        backup.main()
    assert desk.left() == set()
