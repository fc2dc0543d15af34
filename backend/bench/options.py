"""The command line options of a run."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = (10_000, 100_000, 1_000_000)
SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Options:
    """The parts to run, the numbers of tickets, and the approximate seconds for each request."""

    parts: tuple[str, ...]
    sizes: tuple[int, ...] = SIZES
    seconds: float = SECONDS
    json: bool = False


def parse(arguments: Sequence[str], *, parts: Sequence[str], about: str | None) -> Options:
    """Parse the arguments. Exits with a message for invalid ones."""
    parser = argparse.ArgumentParser(prog="make bench", description=about)
    parser.add_argument("--json", action="store_true", help="one JSON object per line instead of a table")
    parser.add_argument(
        "--sizes", nargs="+", type=_whole, default=SIZES, help="numbers of tickets; default: %(default)s"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="approximate time for each request; default: 4")
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts, help="default: all of %(default)s")
    given = parser.parse_args(arguments)
    return Options(tuple(given.parts), tuple(sorted(given.sizes)), given.seconds, given.json)


def _whole(text: str) -> int:
    """100000, 100_000 or 100,000, at least 100."""
    number = int(text.replace(",", ""))
    if number < 100:
        raise argparse.ArgumentTypeError("at least 100 tickets")
    return number
