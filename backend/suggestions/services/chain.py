"""The triage chain of this process, with leases shared by all processes and the record of cloud calls."""

from functools import cache

from django.conf import settings

from egress import services as egress
from suggestions.services.leases import DatabaseSlots
from triage import Triage

# The cloud accepts many concurrent calls. The limit only protects our threads.
CLOUD_SLOTS = 4


@cache
def triage() -> Triage:
    """The chain, created at first use and thus after gunicorn has forked."""
    config = settings.TRIAGE
    slots = DatabaseSlots(
        {"ollama": config.slots, "openai": max(config.slots, CLOUD_SLOTS)},
        config.queue,
        # Longer than the timeouts of all tiers: a lease must outlast its call.
        seconds=config.ollama_timeout + config.openai_timeout + 10,
    )
    return Triage(config, slots=slots, recorder=lambda call: egress.call_record(call))
