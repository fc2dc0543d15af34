"""Records the calls to the cloud, each before it is made."""

import uuid

from django.db import connection

from egress.models import CloudCall
from triage import CloudCall as Request


def call_record(call: Request) -> None:
    """Record a call. If this raises, the call is not made."""
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


def calls_forget(*, ticket_id: int) -> None:
    """Remove what the calls of a ticket tell of its text, when it is erased. That they were made stays recorded."""
    CloudCall.objects.filter(ticket_id=ticket_id).update(sha256="", ticket=None)


def digests_forget(*, ticket_id: int) -> None:
    """Remove what the calls of a ticket tell of its text, when a part of it is redacted."""
    CloudCall.objects.filter(ticket_id=ticket_id).update(sha256="")


def calls_attach(*, reference: str, ticket_id: int) -> None:
    """Link the calls of a suggestion to the ticket that was created from it."""
    CloudCall.objects.filter(reference=reference, ticket=None).update(ticket_id=ticket_id)
