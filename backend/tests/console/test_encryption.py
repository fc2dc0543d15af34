"""Encrypted files: the real program `age` reads ours, and we read its; every wrong key and damage is told apart."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from console import encryption
from container import age

PLAIN = bytes(range(256)) * 1000
Read = Callable[[bytes], bytes]


class Keys:
    """The files of a person who has made a key with age-keygen or ssh-keygen."""

    def __init__(self, folder: Path, name: str, kind: str = "age") -> None:
        self.identity = folder / f"{name}.txt"
        if kind == "age":
            subprocess.run(["age-keygen", "--output", self.identity], capture_output=True, check=True)
            made = subprocess.run(["age-keygen", "-y", self.identity], capture_output=True, text=True, check=True)
            self.public = made.stdout.strip()
        else:
            command: list[str | Path] = ["ssh-keygen", "-q", "-t", kind, "-b", "2048", "-N", "", "-f", self.identity]
            subprocess.run(command, check=True)
            self.public = self.identity.with_name(f"{self.identity.name}.pub").read_text().strip()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path, "own")


def encrypt(plain: bytes, *public: str) -> bytes:
    target = io.BytesIO()
    encryption.encrypt(io.BytesIO(plain), target, encryption.recipients(public))
    return target.getvalue()


def decrypt(encrypted: bytes, identity: Path) -> bytes:
    target = io.BytesIO()
    encryption.decrypt(io.BytesIO(encrypted), target, encryption.identities(identity.read_text()))
    return target.getvalue()


def with_age(data: bytes, *arguments: str | Path) -> bytes:
    return subprocess.run(["age", *arguments], input=data, capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", ["age", "ed25519", "rsa"])
@pytest.mark.parametrize("plain", [PLAIN, b"", b"x", bytes(65536), bytes(65537)], ids=len)
def test_age_reads_ours_and_we_read_its(tmp_path: Path, kind: str, plain: bytes) -> None:
    person = Keys(tmp_path, "person", kind)
    assert with_age(encrypt(plain, person.public), "--decrypt", "--identity", person.identity) == plain
    assert decrypt(with_age(plain, "--recipient", person.public), person.identity) == plain
    # With `--armor`, as text.
    assert decrypt(with_age(plain, "--armor", "--recipient", person.public), person.identity) == plain


def test_each_of_several_owners_can_read_it(tmp_path: Path, keys: Keys) -> None:
    other = Keys(tmp_path, "other")
    encrypted = encrypt(PLAIN, keys.public, other.public)
    assert decrypt(encrypted, keys.identity) == decrypt(encrypted, other.identity) == PLAIN


def test_an_identity_file_may_hold_several_keys(tmp_path: Path, keys: Keys) -> None:
    other = Keys(tmp_path, "other")
    both = tmp_path / "both.txt"
    both.write_text(f"\n# two\n{other.identity.read_text()}\n  \n{keys.identity.read_text()}")
    assert decrypt(encrypt(PLAIN, keys.public), both) == PLAIN


def test_the_text_does_not_stand_in_the_file(keys: Keys) -> None:
    assert b"Patient" not in encrypt(b"Patient file" * 1000, keys.public)


@pytest.mark.parametrize(
    "public",
    [
        "age1",
        "",
        " ",
        "AGE1",
        "bob@example.org",
        f"age1{'q' * 58}",
        "ssh-ed25519 AAAA",
        "age1pq1xyz",
        "-----BEGIN",
        "a\0",
    ],
)
def test_what_is_no_public_key_is_refused(public: str) -> None:
    with pytest.raises(encryption.EncryptionError, match="is no public key"):
        encryption.recipients([public])


def test_a_damaged_public_key_is_refused(keys: Keys) -> None:
    swapped = keys.public[:-2] + keys.public[-1] + ("q" if keys.public[-2] != "q" else "p")
    with pytest.raises(encryption.EncryptionError, match="is no public key"):
        encryption.recipients([swapped])


def test_a_secret_key_in_place_of_the_public_one_is_refused_and_never_shown(keys: Keys) -> None:
    secret = keys.identity.read_text().splitlines()[-1]
    for given in (secret, secret.lower(), f" {secret}"):
        with pytest.raises(encryption.EncryptionError, match="that is the secret key") as refused:
            encryption.recipients([given])
        assert secret[20:] not in str(refused.value)
        assert secret[20:].lower() not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has no secret key"),
        ("# created: 2026\n", "has no secret key"),
        ("age1qqqq\n", "no secret key"),
        ("AGE-SECRET-KEY-1AAAA\n", "no secret key"),
        ("age-encryption.org/v1\n", "is itself encrypted"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n", "is itself encrypted"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "OpenSSH that age cannot use"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n", "OpenSSH that age cannot use"),
    ],
)
def test_what_is_no_identity_file_is_refused(content: str, said: str) -> None:
    with pytest.raises(encryption.EncryptionError, match=said):
        encryption.identities(content)


def test_another_key_and_damage_are_told_apart(tmp_path: Path, keys: Keys) -> None:
    encrypted = encrypt(PLAIN, keys.public)
    with pytest.raises(encryption.EncryptionError, match="another key"):
        decrypt(encrypted, Keys(tmp_path, "other").identity)
    header = len(encrypted) - len(PLAIN) - 16 * 4 - 16
    # Within a block, at its end, in the header, behind it, and a byte changed or too many.
    cuts = [encrypted[:-1], encrypted[:-1000], encrypted[: header + 16 + 65552], encrypted[: header + 16]]
    for damaged in [*cuts, encrypted[:-1] + bytes([encrypted[-1] ^ 1]), encrypted + b"x"]:
        with pytest.raises(encryption.EncryptionError, match="damaged, or its end is missing"):
            decrypt(damaged, keys.identity)
    for no_file in (b"", b"PGDMP and more", encrypted[:50], b"\0" * 10_240):
        with pytest.raises(encryption.EncryptionError, match="no file of age, or its beginning is damaged"):
            decrypt(no_file, keys.identity)


def test_an_error_of_the_system_is_not_called_damage(keys: Keys) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        encryption.decrypt(
            io.BytesIO(encrypt(PLAIN, keys.public)),
            Full(),  # type: ignore[arg-type]
            encryption.identities(keys.identity.read_text()),
        )


def test_the_command_of_the_image_encrypts_and_decrypts(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    encrypted, plain = io.BytesIO(), io.BytesIO()
    assert age.main(["encrypt", keys.public], io.BytesIO(PLAIN), encrypted) == 0
    identity = keys.identity.read_bytes()
    source = io.BytesIO(f"{len(identity)}\n".encode() + identity + encrypted.getvalue())
    assert age.main(["decrypt"], source, plain) == 0
    assert plain.getvalue() == PLAIN
    assert capsys.readouterr().err.count("sha256 ") == 2


def test_the_command_of_the_image_says_in_one_line_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert age.main(["encrypt", "nobody"], io.BytesIO(), io.BytesIO()) == 1
    assert capsys.readouterr().err == "'nobody' is no public key: age1..., as age-keygen prints it.\n"
