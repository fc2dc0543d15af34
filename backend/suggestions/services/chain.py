"""The triage chain of this process, with what it needs from the desk: turns over all processes, and the record."""

import uuid
from functools import cache

from django.conf import settings
from django.db import connection

from suggestions.services.leases import DatabaseSlots
from tickets.models import CloudCall as CloudCallRecord
from triage import CloudCall, Triage

# The cloud takes many calls at a time; this bounds our threads, not its load.
CLOUD_SLOTS = 4


@cache
def triage() -> Triage:
    """Made at first use, so after gunicorn has forked."""
    config = settings.TRIAGE
    slots = DatabaseSlots(
        {"ollama": config.slots, "openai": max(config.slots, CLOUD_SLOTS)},
        config.queue,
        # Longer than the tiers together: a lease must not end before its call.
        seconds=config.ollama_timeout + config.openai_timeout + 10,
    )
    return Triage(config, slots=slots, recorder=lambda call: record(call))


def record(call: CloudCall) -> None:
    """Write down a request before it leaves. What this raises keeps it from being made."""
    CloudCallRecord.objects.create(
        at=call.at,
        host=call.host,
        model=call.model,
        size=call.size,
        sha256=call.sha256,
        reference=uuid.UUID(call.reference),
    )
    if not connection.in_atomic_block:
        connection.close()
