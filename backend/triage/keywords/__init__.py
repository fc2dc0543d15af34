"""The keyword tier: labels for any text in about a millisecond, with the words that decided."""

from triage.keywords.scoring import CATEGORY_THRESHOLD, PRIORITY_THRESHOLD, classify, probabilities

__all__ = ["CATEGORY_THRESHOLD", "PRIORITY_THRESHOLD", "classify", "probabilities"]
