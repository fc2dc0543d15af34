"""The record of calls to the cloud."""

from typing import ClassVar

from django.db import models


class CloudCall(models.Model):
    """One call to the cloud, recorded before it was made."""

    at = models.DateTimeField()
    host = models.CharField(max_length=254)
    model = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(
        max_length=64, help_text="of the request body; empty once the ticket is erased or a part redacted", blank=True
    )
    # The suggestion's token contains it, so that the ticket can be linked when it is created.
    reference = models.UUIDField()
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="cloud_calls")

    class Meta:
        verbose_name = "call to the cloud"
        verbose_name_plural = "calls to the cloud"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["reference"], name="call_of_a_suggestion")]

    def __str__(self) -> str:
        return f"{self.host} at {self.at:%Y-%m-%d %H:%M}"
