"""The triage chain of this process, with leases shared by all processes and the record of cloud calls."""

from functools import cache
from typing import Any

from django.conf import settings

from egress import services as egress
from suggestions.services.leases import DatabaseSlots
from triage import SUBMISSION_SLOTS, Triage, TriageConfig

# The cloud accepts many concurrent calls. The limit only protects our threads.
CLOUD_SLOTS = 4
# The engine of the classifier answers one after the other, each within some tens of milliseconds.
CLASSIFIER_SLOTS = 4


@cache
def triage() -> Triage:
    """The chain, created at first use and thus after gunicorn has forked."""
    return make_triage(settings.TRIAGE)


def make_triage(config: TriageConfig, **parts: Any) -> Triage:
    """A chain whose calls are limited over all processes; `parts` are further arguments of Triage, for tests."""
    slots = DatabaseSlots(
        {"ollama": config.slots, "openai": max(config.slots, CLOUD_SLOTS), "classifier": CLASSIFIER_SLOTS},
        config.queue,
        # Longer than the timeouts of all tiers: a lease must outlast its call.
        seconds=config.ollama_timeout + config.openai_timeout + config.classifier_timeout + 10,
    )
    submission_slots = DatabaseSlots(
        {"classifier": SUBMISSION_SLOTS}, queue=0, seconds=10, stored_as="submission", keep_connection=True
    )
    return Triage(
        config,
        slots=slots,
        submission_slots=submission_slots,
        recorder=lambda call: egress.call_record(call),
        **parts,
    )
