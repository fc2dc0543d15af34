"""The Django app `egress`."""

from django.apps import AppConfig


class EgressConfig(AppConfig):
    """The record of calls to the cloud."""

    name = "egress"
    verbose_name = "Egress"
