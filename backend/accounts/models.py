"""People who may sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user as a model of this project, so that later columns need no new table."""
