"""The Django app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their passwords."""

    name = "accounts"
    verbose_name = "Accounts"
