"""Learns the keyword tier's weights: `python -m evaluation.learn_keywords rows.jsonl ... --write`.

For development only; plain Python, reproducible. The files hold labelled tickets in the format of
evaluation/training.jsonl, with a `source`. That file is always learned from; evaluation/tickets.jsonl is refused.
First comes a cross-validation that leaves one source out at a time: how good the tier is on another desk's tickets.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from evaluation.cross_validation import HeldOut, calibrate, leave_one_source_out, predictions
from evaluation.dataset import InvalidDataset, LabelledTicket, evaluation_set, read_dataset, training_set, unseen_set
from evaluation.learning import Model, Target, featurize, hand_made_weights, learn, origin
from evaluation.predictions import Prediction
from evaluation.report import make_report
from evaluation.table import table
from triage.keywords.weights import HUNDREDTH, TEMPERATURES

# In hundredths. Smaller corrections change no label and would only make the file longer.
_MIN_CORRECTION = 3
_TARGETS: tuple[Target, ...] = ("category", "priority")


def main(arguments: Sequence[str]) -> int:
    """Print the cross-validated figures; with --write, learn from all tickets and write learned.tsv."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.learn_keywords", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="rows.jsonl")
    parser.add_argument("--write", action="store_true", help="write triage/keywords/learned.tsv")
    options = parser.parse_args(arguments)
    try:
        tickets = [*training_set(), *(ticket for path in options.files for ticket in read_dataset(path))]
        refuse_evaluation_tickets(tickets)
    except InvalidDataset as error:
        parser.error(str(error))
    samples = featurize(tickets)
    held_out = leave_one_source_out(samples, lambda source: _print(f"leaving out {source}"))
    temperatures = calibrate(held_out)
    _print(cross_validated(held_out, temperatures))
    if options.write:
        models = [learn(samples, target) for target in _TARGETS]
        file = Path(str(files("triage.keywords") / "learned.tsv"))
        file.write_text(as_text(models, temperatures, tickets), encoding="utf-8")
        _print(f"wrote {file.name}: {file.stat().st_size:,} bytes")
    return 0


def refuse_evaluation_tickets(tickets: Sequence[LabelledTicket]) -> None:
    """Raises InvalidDataset when a ticket of the evaluation set is among the tickets to learn from."""
    held_back = {ticket.description for ticket in (*evaluation_set(), *unseen_set())}
    for ticket in tickets:
        if ticket.description in held_back:
            raise InvalidDataset(f"{ticket.id}: belongs to an evaluation set; nothing may be learned from it")


def cross_validated(held_out: Sequence[HeldOut], temperatures: tuple[float, float]) -> str:
    """The figures as text: one line for each source, a full table for texts without a title and tickets with one."""
    answers = predictions(held_out, temperatures)
    lines = ["", f"{'left out':<16}{'n':>6}{'category':>10}{'n':>6}{'priority':>10}"]
    for source, size in Counter(origin(one.ticket) for one in answers).most_common():
        report = make_report(source, "keywords", [one for one in answers if origin(one.ticket) == source])
        category, priority = report.category.accuracy, report.priority.accuracy
        named = f"{priority.n:>6}{priority.value:>10.3f}" if priority.value is not None else ""
        lines.append(f"{source:<16}{size:>6}{category.value or 0:>10.3f}{named}")
    titled: dict[str, list[Prediction]] = {"texts without a title": [], "tickets with a title": []}
    for one in answers:
        titled["tickets with a title" if one.ticket.title else "texts without a title"].append(one)
    reports = [make_report(name, "keywords", some) for name, some in titled.items() if some]
    footer = f"temperatures: category {temperatures[0]:.2f}, priority {temperatures[1]:.2f}"
    return "\n".join([*lines, "", table(reports), footer])


def as_text(models: Sequence[Model], temperatures: Sequence[float], tickets: Sequence[LabelledTicket]) -> str:
    """The content of learned.tsv: corrections to the hand-made weights, sorted, in whole hundredths."""
    corrections: dict[str, list[int]] = {}
    for at, model in enumerate(models):
        hand = hand_made_weights(model.target)
        for name, found in model.weights.items():
            base = hand.get(name, (0.0,) * len(found))
            cells = [round((new - old) / HUNDREDTH) for new, old in zip(found, base, strict=True)]
            if max(map(abs, cells)) >= _MIN_CORRECTION:
                corrections.setdefault(name, [0] * 8)[at * 4 : at * 4 + 4] = cells
    corrections[TEMPERATURES] = [round(temperature / HUNDREDTH) for temperature in temperatures]
    lines = [f"{name}\t{' '.join(map(str, cells))}" for name, cells in sorted(corrections.items())]
    return "".join(f"{line}\n" for line in [*_heading(tickets), *lines])


def _heading(tickets: Sequence[LabelledTicket]) -> list[str]:
    sources = sorted({origin(ticket) for ticket in tickets})
    return [
        "# What labelled tickets taught the keyword tier; made by evaluation/learn_keywords.py, see NOTICE.md here.",
        "# Feature, then corrections in hundredths of natural-log odds: billing technical account general, low medium",
        "# high critical. `@name` is a concept of concepts.txt, `@one+other` two of them, the rest are word stems.",
        f"# Learned from {len(tickets):,} tickets: {', '.join(sources)}.",
    ]


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
