"""The Django app `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The conventions of the API, shared by all apps."""

    name = "api"
    verbose_name = "API"
