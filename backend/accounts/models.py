"""The user model."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """AUTH_USER_MODEL, because Django's own user model could not be replaced later."""
