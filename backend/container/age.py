"""`python -m container.age encrypt KEY...` or `decrypt`: from standard input to standard output, for `make backup`.

It is in the image, so that a machine without internet needs no other program. `decrypt` first reads a line with the
length of the identity file, and the file; so the secret key is in no argument, variable or file of the container. Both
write the SHA-256 of their output to standard error, with which the caller compares what it has stored.
"""

import hashlib
import io
import sys
from typing import IO

from console import encryption


class _Hashed(io.RawIOBase):
    """A writer that knows the digest of what went through it."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._target.write(data)
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        self._target.flush()


def main(arguments: list[str], source: IO[bytes], target: IO[bytes]) -> int:
    command, *rest = arguments
    output = _Hashed(target)
    try:
        if command == "encrypt":
            encryption.encrypt(source, output, encryption.recipients(rest))  # type: ignore[arg-type]
        else:
            identity = source.read(int(source.readline())).decode(errors="replace")
            encryption.decrypt(source, output, encryption.identities(identity))  # type: ignore[arg-type]
    except encryption.EncryptionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    output.flush()
    sys.stderr.write(f"sha256 {output.digest.hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
