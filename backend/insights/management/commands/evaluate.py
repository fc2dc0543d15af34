"""`manage.py evaluate`: measures accuracy, calibration and latency of sources on labelled tickets."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F, Q

from console.progress import Progress
from egress.services import call_record
from evaluation.breakdown import breakdown, calibration_curve, confidences
from evaluation.candidates import Candidate, CannotEvaluate, candidate
from evaluation.dataset import InvalidDataset, LabelledTicket, evaluation_set, read_dataset, unseen_set
from evaluation.predictions import Prediction, predict
from evaluation.report import make_report
from evaluation.table import table
from tickets.choices import FINISHED
from tickets.models import Ticket
from triage import SOURCES, Category, Priority

_LABEL_CHANGED = Q(suggested_category__isnull=False) & ~Q(suggested_category=F("category")) | Q(
    suggested_priority__isnull=False
) & ~Q(suggested_priority=F("priority"))


class Command(BaseCommand):
    """Classify labelled tickets by each source and print the results side by side."""

    help = (
        "Compare sources and models on labelled tickets; by default on the evaluation set of Quietdesk. No text leaves "
        "the deployment unless --source openai is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", action="append", choices=SOURCES, help="may be repeated (default: keywords)")
        parser.add_argument(
            "--model", action="append", default=[], help="a model for --source ollama or openai; may be repeated"
        )
        rows = parser.add_mutually_exclusive_group()
        rows.add_argument("--file", type=Path, help="labelled tickets as JSON Lines")
        rows.add_argument(
            "--unseen", action="store_true", help="the second evaluation set of Quietdesk, of 300 tickets"
        )
        rows.add_argument(
            "--tickets",
            action="store_true",
            help="the tickets in the database that are done or whose labels were changed",
        )
        parser.add_argument("--limit", type=int, help="the maximum number of tickets (with --tickets, the newest)")
        parser.add_argument("--json", action="store_true", help="print the results as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        sources = list(dict.fromkeys(options["source"] or ["keywords"]))
        rows = self._rows(options)
        measured = [
            (one, self._predictions(one, rows)) for one in self._candidates(sources, options["model"], len(rows))
        ]
        reports = [make_report(one.name, one.source, predictions) for one, predictions in measured]
        if options["json"]:
            self.stdout.write(json.dumps({"reports": [report.as_dict() for report in reports]}, indent=2))
            return
        self.stdout.write(table(reports), ending="")
        for one, predictions in measured:
            self.stdout.write(breakdown(one.name, predictions), ending="")
            for target in ("category", "priority"):
                self.stdout.write(calibration_curve(one.name, target, confidences(predictions, target)), ending="")

    def _rows(self, options: dict[str, Any]) -> list[LabelledTicket]:
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit: at least 1")
        if options["tickets"]:
            rows = _reviewed_tickets(limit)
            if not rows:
                raise CommandError("No ticket is done or corrected yet, so there are no labels to compare with.")
            return rows
        try:
            if options["file"]:
                return read_dataset(options["file"])[:limit]
            return (unseen_set() if options["unseen"] else evaluation_set())[:limit]
        except InvalidDataset as error:
            raise CommandError(str(error)) from error

    def _candidates(self, sources: Sequence[str], models: Sequence[str], tickets: int) -> list[Candidate]:
        with_models = [source for source in sources if source not in ("classifier", "keywords")]
        if models and len(with_models) != 1:
            raise CommandError("--model needs either --source ollama or --source openai")
        found: list[Candidate] = []
        for source in SOURCES:
            for model in (models or [""]) if source in with_models else [""]:
                if source in sources:
                    self._announce(source, tickets)
                    try:
                        found.append(candidate(settings.TRIAGE, source, model, recorder=call_record))
                    except CannotEvaluate as error:
                        raise CommandError(str(error)) from error
        return found

    def _announce(self, source: str, tickets: int) -> None:
        if source == "ollama":
            self.stderr.write("ollama: waiting until the model is loaded")
        if source == "classifier":
            self.stderr.write("classifier: waiting for its engine")
        if source == "openai":
            host = urlsplit(settings.TRIAGE.openai_base_url).hostname
            self.stderr.write(f"openai: the texts of {tickets} tickets are sent to {host}, redacted")

    def _predictions(self, candidate: Candidate, rows: Sequence[LabelledTicket]) -> list[Prediction]:
        progress = Progress(sys.stderr, candidate.name, len(rows))
        predictions = []
        try:
            for prediction in predict(rows, candidate.classify):
                predictions.append(prediction)
                progress.show(len(predictions))
        finally:
            progress.end()
        return predictions


def _reviewed_tickets(limit: int | None) -> list[LabelledTicket]:
    """Tickets that are done or whose labels a person has changed, newest first."""
    reviewed = Ticket.objects.filter(Q(status__in=FINISHED) | _LABEL_CHANGED).order_by("-created_at", "-id")[:limit]
    return [
        LabelledTicket(
            id=str(ticket.pk),
            title=ticket.title,
            description=ticket.description,
            category=cast(Category, ticket.category),
            priority=cast(Priority, ticket.priority),
            source="own tickets",
        )
        for ticket in reviewed.iterator()
    ]
