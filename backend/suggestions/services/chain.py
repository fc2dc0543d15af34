"""The triage chain of this process, with what it needs from the desk: leases over all processes, and the ledger."""

from functools import cache

from django.conf import settings

from egress import services as egress
from suggestions.services.leases import DatabaseSlots
from triage import Triage

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
    return Triage(config, slots=slots, recorder=lambda call: egress.call_record(call))
