"""The user model."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from api.bidi import isolated
from postgres.constraints import one_line
from postgres.one_line import validate_one_line


class User(AbstractUser):
    """AUTH_USER_MODEL, because Django's own user model could not be replaced later."""

    first_name = models.CharField("first name", max_length=150, blank=True, validators=[validate_one_line])
    last_name = models.CharField("last name", max_length=150, blank=True, validators=[validate_one_line])

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name=f"user_{field}_one_line", condition=one_line(field))
            for field in ("username", "first_name", "last_name")
        ]

    def __str__(self) -> str:
        return isolated(self.get_username())
