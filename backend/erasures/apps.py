"""The Django app `erasures`."""

from django.apps import AppConfig


class ErasuresConfig(AppConfig):
    """Which tickets were erased: a record in the database, and a list outside it."""

    name = "erasures"
    verbose_name = "Erasures"
