"""The Django app `suggestions`."""

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    """Triage in Django: the chain of this process, leases, tokens."""

    name = "suggestions"
    verbose_name = "Suggestions"
