"""Learns the keyword tier's weights again: `python -m evaluation.learn_keywords rows.jsonl ... --write`.

For development only, in plain Python and always with the same result. The rows are tickets in the format of
evaluation/training.jsonl with a `source`; that file is always among them, evaluation/tickets.jsonl never may be.
First every source is left out once and predicted from the others: that is what the tier is worth elsewhere.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from evaluation.cross_validation import LeftOut, calibrate, leave_each_source_out, outcomes
from evaluation.dataset import BadRowsError, Row, read_rows, shipped_rows, training_rows
from evaluation.learning import Model, Part, by_hand, learn, origin, read_all
from evaluation.predictions import Outcome
from evaluation.report import make_report
from evaluation.table import table
from triage.keywords.weights import HUNDREDTH, TEMPERATURES

# A correction smaller than this changes no label and would only make the file longer.
_LEAST_CORRECTION = 3
_PARTS: tuple[Part, ...] = ("category", "priority")


def main(arguments: Sequence[str]) -> int:
    """Print the cross-validated figures; with --write, learn from all rows and write learned.tsv."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.learn_keywords", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="rows.jsonl")
    parser.add_argument("--write", action="store_true", help="write triage/keywords/learned.tsv")
    options = parser.parse_args(arguments)
    try:
        rows = [*training_rows(), *(row for path in options.files for row in read_rows(path))]
        refuse_evaluation_rows(rows)
    except BadRowsError as error:
        parser.error(str(error))
    tickets = read_all(rows)
    left_out = leave_each_source_out(tickets, lambda source: _say(f"leaving out {source}"))
    temperatures = calibrate(left_out)
    _say(cross_validated(left_out, temperatures))
    if options.write:
        models = [learn(tickets, part) for part in _PARTS]
        target = Path(str(files("triage.keywords") / "learned.tsv"))
        target.write_text(as_text(models, temperatures, rows), encoding="utf-8")
        _say(f"wrote {target.name}: {target.stat().st_size:,} bytes")
    return 0


def refuse_evaluation_rows(rows: Sequence[Row]) -> None:
    """Raises BadRowsError when a ticket of the evaluation set is among the rows to learn from."""
    kept_apart = {row.description for row in shipped_rows()}
    for row in rows:
        if row.description in kept_apart:
            raise BadRowsError(f"{row.id}: belongs to the evaluation set; nothing may be learned from it")


def cross_validated(left_out: Sequence[LeftOut], temperatures: tuple[float, float]) -> str:
    """The figures as text: in short for each source, in full for texts without a title and tickets with one."""
    answers = outcomes(left_out, temperatures)
    lines = ["", f"{'left out':<16}{'n':>6}{'category':>10}{'n':>6}{'priority':>10}"]
    for source, size in Counter(origin(one.row) for one in answers).most_common():
        report = make_report(source, "keywords", [one for one in answers if origin(one.row) == source])
        category, priority = report.category.accuracy, report.priority.accuracy
        named = f"{priority.n:>6}{priority.value:>10.3f}" if priority.value is not None else ""
        lines.append(f"{source:<16}{size:>6}{category.value or 0:>10.3f}{named}")
    titled: dict[str, list[Outcome]] = {"texts without a title": [], "tickets with a title": []}
    for one in answers:
        titled["tickets with a title" if one.row.title else "texts without a title"].append(one)
    reports = [make_report(name, "keywords", some) for name, some in titled.items() if some]
    warmth = f"temperatures: category {temperatures[0]:.2f}, priority {temperatures[1]:.2f}"
    return "\n".join([*lines, "", table(reports), warmth])


def as_text(models: Sequence[Model], temperatures: Sequence[float], rows: Sequence[Row]) -> str:
    """learned.tsv: what was learned beyond the table by hand, sorted, in whole hundredths."""
    corrections: dict[str, list[int]] = {}
    for at, model in enumerate(models):
        hand = by_hand(model.part)
        for name, found in model.weights.items():
            base = hand.get(name, (0.0,) * len(found))
            cells = [round((new - old) / HUNDREDTH) for new, old in zip(found, base, strict=True)]
            if max(map(abs, cells)) >= _LEAST_CORRECTION:
                corrections.setdefault(name, [0] * 8)[at * 4 : at * 4 + 4] = cells
    corrections[TEMPERATURES] = [round(temperature / HUNDREDTH) for temperature in temperatures]
    lines = [f"{name}\t{' '.join(map(str, cells))}" for name, cells in sorted(corrections.items())]
    return "".join(f"{line}\n" for line in [*_heading(rows), *lines])


def _heading(rows: Sequence[Row]) -> list[str]:
    sources = sorted({row.source for row in rows})
    return [
        "# What labelled tickets taught the keyword tier; made by evaluation/learn_keywords.py, see NOTICE.md here.",
        "# Feature, then corrections in hundredths of natural-log odds: billing technical account general, low medium",
        "# high critical. `@name` is a concept of concepts.txt, `@one+other` two of them, the rest are word stems.",
        f"# Learned from {len(rows):,} tickets: {', '.join(sources)}.",
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
