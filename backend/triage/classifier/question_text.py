"""The part of a ticket that is embedded."""

from triage.keywords.relevant_text import head_and_tail, relevant_text
from triage.text import one_text
from triage.types import Question


def question_text(question: Question) -> str:
    """Title and description without quoted mail, signature and prompt injection; at work and when it is fitted."""
    return relevant_text(head_and_tail(one_text(question))).strip()
