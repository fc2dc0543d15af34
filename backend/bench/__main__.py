"""`make bench`: measures on this machine, on loopback, in about a minute; `--json` prints one object per line."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import triage
from bench.table import HEAD, Row, line


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object per line instead of a table")
    as_json = parser.parse_args().json
    if not as_json:
        sys.stdout.write(f"{HEAD}\n")
    for row in rows():
        sys.stdout.write(f"{json.dumps(row.as_dict()) if as_json else line(row)}\n")
        sys.stdout.flush()


def rows() -> Iterator[Row]:
    """Every measurement, as it is made."""
    yield from triage.keyword_tier()
    with tempfile.TemporaryDirectory(prefix="quietdesk-bench-") as folder:
        yield from triage.served(Path(folder))


if __name__ == "__main__":
    main()
