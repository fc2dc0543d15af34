"""`manage.py classify "text"`: tries the triage chain by hand."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from suggestions.services.classify import ticket_classify


class Command(BaseCommand):
    """Print verdict, source, milliseconds and every fall-through."""

    help = "Classify a text as the form would, and say who answered and who could not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="the description, or - to read it from standard input")
        parser.add_argument("--title", default="")
        parser.add_argument("--local-only", action="store_true", help="never ask the cloud")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.read() if options["text"] == "-" else options["text"]
        if not text.strip():
            raise CommandError("There is no text to classify.")
        answer = ticket_classify(description=text, title=options["title"], local_only=options["local_only"]).suggestion
        labels = answer.labels
        self._line("category", f"{labels.category}{_sure(labels.confidence.category)}")
        self._line("priority", f"{labels.priority}{_sure(labels.confidence.priority)}")
        self._line("source", answer.source + (f" ({answer.model})" if answer.model else ""))
        self._line("time", f"{answer.elapsed_ms} ms")
        if labels.reasons:
            self._line("reasons", ", ".join(labels.reasons))
        for one in answer.fell_through:
            self._line("fell through", f"{one.source}: {one.reason}")

    def _line(self, name: str, value: str) -> None:
        self.stdout.write(f"{name:<14}{value}")


def _sure(confidence: float | None) -> str:
    return "" if confidence is None else f"  {confidence:.0%} sure"
