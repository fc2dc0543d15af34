"""`python -m embedding.server`: serve until SIGTERM, or until the parent process is gone."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from embedding.server.supervisor import Supervisor


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 after SIGTERM, 1 if the weights cannot be read or the socket not be bound."""
    parser = argparse.ArgumentParser(prog="python -m embedding.server", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="path of the unix socket to make")
    parser.add_argument("--weights", type=Path, required=True, help="e5-small-q4.bin")
    parser.add_argument("--threads", type=int, default=1, help="threads of one answer")
    options = parser.parse_args(arguments)
    return Supervisor(options.socket, options.weights, options.threads).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
