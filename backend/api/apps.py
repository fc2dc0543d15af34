"""The Django app `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Conventions of the API that every app shares."""

    name = "api"
    verbose_name = "API"
