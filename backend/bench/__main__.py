"""`make bench`: benchmarks on this machine, over loopback, as ratios to a baseline of the same run.

The whole run takes about a quarter of an hour; ARGS="--sizes 10000" or "--parts triage" are quick.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench import classifier, interaction_latency, scale, triage
from bench.options import Options, parse
from bench.table import HEAD, Result, line

# Each part is a function that yields rows while it measures.
PARTS: Mapping[str, Callable[[Options], Iterator[Result]]] = {
    "triage": triage.rows,
    "classifier": classifier.rows,
    "scale": scale.rows,
    "interactions": interaction_latency.rows,
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
