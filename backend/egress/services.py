"""The ledger of what left the building: written before a request is made."""

import uuid

from django.db import connection

from egress.models import CloudCall
from triage import CloudCall as Request


def call_record(call: Request) -> None:
    """Write a request down before it leaves. What this raises keeps it from being made."""
    CloudCall.objects.create(
        at=call.at,
        host=call.host,
        model=call.model,
        size=call.size,
        sha256=call.sha256,
        reference=uuid.UUID(call.reference),
    )
    if not connection.in_atomic_block:
        connection.close()


def calls_attach(*, reference: str, ticket_id: int) -> None:
    """Name the ticket that a suggestion by the cloud led to."""
    CloudCall.objects.filter(reference=reference, ticket=None).update(ticket_id=ticket_id)
