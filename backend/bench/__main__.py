"""`make bench`: measures on this machine, on loopback, each figure as a ratio to another of the same run.

All of it takes about a quarter of an hour: ARGS="--sizes 10000" or "--parts triage" are quick.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench import interaction_latency, scale, triage
from bench.options import Options, parse
from bench.table import HEAD, Row, line

# To add a part: a function that yields rows as it measures them.
PARTS: Mapping[str, Callable[[Options], Iterator[Row]]] = {
    "triage": triage.rows,
    "scale": scale.rows,
    "pages": interaction_latency.rows,
}


def main(arguments: Sequence[str]) -> None:
    options = parse(arguments, parts=tuple(PARTS), about=__doc__)
    if not options.json:
        sys.stdout.write(f"{HEAD}\n")
    for part in options.parts:
        for row in PARTS[part](options):
            sys.stdout.write(f"{json.dumps(row.as_dict()) if options.json else line(row)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
