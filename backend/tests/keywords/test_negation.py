"""Which concept matches count, and which are derived: negation, "nobody", shouting, grave, resolved."""

import pytest

from triage import Question
from triage.keywords.features import extract_features


def concepts(text: str) -> set[str]:
    return {match.concept for match in extract_features(Question(text)).matches}


@pytest.mark.parametrize(
    ("text", "seen", "unseen"),
    [
        ("there is an outage", "outage", None),
        ("there is no outage", None, "outage"),
        ("not only an outage, also smoke", "outage", None),
        ("no problem here, but the network has an outage", "outage", "fails"),
        ("the page does not load", "fails", "works"),
        ("it works", None, "fails"),
        ("nobody can log in", "everyone", None),
        ("nobody is locked out", None, "everyone"),
        ("nobody is locked out", None, "locked"),
        ("no error, no outage, no invoice", None, "invoice"),
        ("no invoice came", "invoice", None),
        ("this is not about the invoice", None, "invoice"),
        ("urgent: the lamp", "urgent", None),
        ("URGENT URGENT THE LAMP!!!", None, "urgent"),
        ("no rush, but we have ransomware", "grave", "calm"),
        ("no rush with the lamp", "calm", "grave"),
        ("it is solved", "closed", None),
        ("it is not solved", None, "closed"),
        ("it is solved, please look into the cause", "resolved", "closed"),
        ("the server is down for 300 users", "sweeping", None),
        ("the server is down", "outage", "sweeping"),
        ("4,000 cases were deleted", "grave", None),
    ],
)
def test_negation(text: str, seen: str | None, unseen: str | None) -> None:
    found = concepts(text)
    assert seen is None or seen in found
    assert unseen is None or unseen not in found
