"""The Django app `egress`."""

from django.apps import AppConfig


class EgressConfig(AppConfig):
    """What left the building."""

    name = "egress"
    verbose_name = "Egress"
