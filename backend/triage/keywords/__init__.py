"""The keyword tier: an answer for any text, at once, with the words that decided."""

from triage.keywords.reader import UNSURE_BELOW, read

__all__ = ["UNSURE_BELOW", "read"]
