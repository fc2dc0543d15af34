"""`manage.py classify TEXT`: runs the triage chain on a text."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from suggestions.services.classify import ticket_classify


class Command(BaseCommand):
    """Print labels, source, milliseconds and every source that did not answer."""

    help = "Classify a text as the form does. Show which source answered and which did not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="the description, or - for standard input")
        parser.add_argument("--title", default="")
        parser.add_argument("--language", default="", help="of the examples that are shown, such as de")
        parser.add_argument("--local-only", action="store_true", help="never ask the cloud")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.read() if options["text"] == "-" else options["text"]
        if not text.strip():
            raise CommandError("There is no text to classify.")
        suggestion = ticket_classify(
            description=text, title=options["title"], local_only=options["local_only"], language=options["language"]
        ).suggestion
        labels = suggestion.labels
        self._line("category", f"{labels.category}{_percentage(labels.confidence.category)}")
        self._line("priority", f"{labels.priority}{_percentage(labels.confidence.priority)}")
        self._line("source", suggestion.source + (f" ({suggestion.model})" if suggestion.model else ""))
        self._line("time", f"{suggestion.elapsed_ms} ms")
        if suggestion.source == "classifier":
            for example in labels.reasons:
                self._line("reads like", example)
        elif labels.reasons:
            self._line("reasons", ", ".join(labels.reasons))
        for failure in suggestion.fell_through:
            self._line("fell through", f"{failure.source}: {failure.reason}")

    def _line(self, name: str, value: str) -> None:
        self.stdout.write(f"{name:<14}{value}")


def _percentage(confidence: float | None) -> str:
    return "" if confidence is None else f"  {confidence:.0%} sure"
