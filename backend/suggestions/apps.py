"""The Django app `suggestions`."""

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    """The desk's side of triage: the chain of this process, leases, tokens."""

    name = "suggestions"
    verbose_name = "Suggestions"
