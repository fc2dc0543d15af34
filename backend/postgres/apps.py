"""The Django app `postgres`."""

from django.apps import AppConfig


class PostgresConfig(AppConfig):
    """How this project uses PostgreSQL; it has no tables."""

    name = "postgres"
    label = "quietdesk_postgres"  # django.contrib.postgres is called postgres
    verbose_name = "PostgreSQL"
