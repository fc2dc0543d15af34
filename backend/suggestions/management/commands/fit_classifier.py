"""`manage.py fit_classifier`: fits the heads of the built-in classifier, and shows how good they are."""

import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.progress import Progress
from evaluation.breakdown import breakdown, calibration_curve, confidences
from evaluation.classifier.configured import Fitted, fit_configured
from evaluation.dataset import InvalidDataset, read_dataset, training_set
from evaluation.learn_keywords import refuse_evaluation_tickets
from evaluation.report import make_report
from evaluation.table import table


class Command(BaseCommand):
    """Embed the tickets, cross-validate, fit, and write the model if that is asked for."""

    help = (
        "Fit the heads of the built-in classifier to the training tickets of Quietdesk, and print what a "
        "cross-validation says about them. Asks the engine of the classifier; no text leaves the machine."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, action="append", default=[], help="more labelled tickets, JSON Lines")
        parser.add_argument("--write", type=Path, help="the file to write the model to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tickets = [*training_set(), *(ticket for path in options["file"] for ticket in read_dataset(path))]
            refuse_evaluation_tickets(tickets)
        except InvalidDataset as error:
            raise CommandError(str(error)) from error
        tickets = [ticket for ticket in tickets if ticket.category and ticket.priority]
        progress = Progress(sys.stderr, "reading", len(tickets))
        try:
            fitted = fit_configured(settings.TRIAGE, tickets, time.monotonic, progress.show)
        except ValueError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.end()
        self._show(fitted)
        if options["write"]:
            content = fitted.model.to_bytes()
            options["write"].write_bytes(content)
            self.stdout.write(f"wrote {options['write'].name}: {len(content):,} bytes, for {fitted.model.fingerprint}")

    def _show(self, fitted: Fitted) -> None:
        self.stdout.write("Each collection of tickets was answered by heads that were fitted without it.\n")
        report = make_report("classifier", "classifier", fitted.held_out)
        self.stdout.write(table([report]) + breakdown("classifier", fitted.held_out), ending="")
        for target in ("category", "priority"):
            self.stdout.write(calibration_curve("classifier", target, confidences(fitted.held_out, target)), ending="")
