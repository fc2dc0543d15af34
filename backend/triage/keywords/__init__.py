"""The keyword tier: an answer for any text, at once, with the words that decided."""

from triage.keywords.scoring import PRIORITY_UNSURE_BELOW, UNSURE_BELOW, read

__all__ = ["PRIORITY_UNSURE_BELOW", "UNSURE_BELOW", "read"]
