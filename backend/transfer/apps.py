"""The Django app `transfer`."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Import and export of tickets."""

    name = "transfer"
    verbose_name = "Transfer"
