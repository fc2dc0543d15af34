"""Who is asking."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Me:
    """The actor of a request, and the value of ACCESS, by which the actor may use the desk."""

    name: str
    access: str


def me() -> Me:
    """There is no sign-in yet, so everybody is the same agent."""
    return Me(name="desk", access=settings.ACCESS)
