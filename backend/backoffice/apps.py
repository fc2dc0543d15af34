"""The Django app `backoffice`."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Django's admin site for the other apps."""

    name = "backoffice"
    verbose_name = "Back office"
