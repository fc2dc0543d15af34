"""Encrypts files to public keys and decrypts them, in the format of age (age-encryption.org)."""

import io
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, cast

import pyrage

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

Key = pyrage.x25519.Recipient | pyrage.ssh.Recipient
Identity = pyrage.x25519.Identity | pyrage.ssh.Identity
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 (what every secret key begins with)
STARTS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


class EncryptionError(Exception):
    """A key or a file is not usable; the message says why, and never holds a key."""


def recipients(texts: Iterable[str]) -> list[Key]:
    """The public keys, `age1...` or those of OpenSSH. Raises EncryptionError for anything else."""
    keys = [_recipient(text.strip()) for text in texts]
    if not keys:
        raise EncryptionError("no public key is given.")
    return keys


def identities(text: str) -> Sequence[Identity]:
    """The secret keys of a file of age-keygen, or one of OpenSSH. Raises EncryptionError for anything else."""
    if text.encode().startswith(STARTS):
        raise EncryptionError("the identity file is itself encrypted: decrypt it first, with `age --decrypt`.")
    if "PRIVATE KEY-----" in text.partition("\n")[0]:
        try:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        except pyrage.IdentityError:
            raise EncryptionError("the identity file is a key of OpenSSH that age cannot use.") from None
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        raise EncryptionError("the identity file has no secret key.")
    try:
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        raise EncryptionError(f"the identity file has a line that is no secret key, {SECRET}... .") from None


def encrypt(source: IO[bytes], target: IO[bytes], keys: Sequence[Key]) -> None:
    """Encrypt as a stream. The target is complete only when this returns."""
    pyrage.encrypt_io(cast(io.BufferedIOBase, source), cast(io.BufferedIOBase, target), keys)


def encrypt_chunks(chunks: Iterable[bytes], target: IO[bytes], keys: Sequence[Key]) -> None:
    """Encrypt what the chunks yield, each as it comes. An error of theirs is raised as it is."""
    source = _Chunks(chunks)
    try:
        encrypt(io.BufferedReader(source), target, keys)
    except pyrage.EncryptError as error:
        raise source.error or error from None


class _Chunks(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer", /) -> int:
        view = memoryview(buffer)
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return 0
            except Exception as error:
                # What reads this would hide it behind its own.
                self.error = error
                raise
        taken, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def decrypt(source: IO[bytes], target: IO[bytes], keys: Sequence[Identity]) -> None:
    """Decrypt as a stream. Raises EncryptionError, and the target is then to be thrown away."""
    try:
        pyrage.decrypt_io(cast(io.BufferedIOBase, source), cast(io.BufferedIOBase, target), keys)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise EncryptionError("it was encrypted to another key than that of the identity file.") from None
        raise EncryptionError("it is no file of age, or its beginning is damaged.") from None
    except OSError as error:
        # Errors of the system have a number.
        if error.errno is not None:
            raise
        raise EncryptionError("it is damaged, or its end is missing.") from None


def _recipient(text: str) -> Key:
    if SECRET in text.upper():
        raise EncryptionError(
            "that is the secret key: give the public one, age1..., and keep the secret one elsewhere."
        )
    kind = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(text)
    except pyrage.RecipientError:
        raise EncryptionError(f"{text!r} is no public key: age1..., as age-keygen prints it.") from None
