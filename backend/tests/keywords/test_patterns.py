"""Concepts found by regular expressions, and shouting."""

import pytest

from triage.keywords.patterns import find_patterns, is_shouting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200 users are affected", {"many"}),
        ("some 1,200 patients wait", {"many"}),
        ("three users", set()),
        ("4 colleagues", set()),
        ("etwa 250 Mitarbeiter", {"many"}),
        ("350 agents", {"many"}),
        ("400名が作業できない", {"many"}),
        ("300 कर्मचारियों", {"many"}),
        ("61,000 records", {"mass"}),
        ("it costs $12", {"amount"}),
        ("960.00 EUR", {"amount"}),
        ("26 000 €", {"amount"}),
        ("by 5 pm", {"soon"}),
        ("bis 15 Uhr", {"soon"}),
        ("antes de las 14:00", {"soon"}),
        ("in two hours", {"soon"}),
        ("17時までに", {"soon"}),
        ("error 0x80070005", {"error"}),
        ("a NullPointerException", {"error"}),
        ("HTTP 503", set()),
        ("http 503", {"error"}),
        ("room 401", set()),
        ("nothing of the kind", set()),
    ],
)
def test_patterns(text: str, expected: set[str]) -> None:
    assert {concept for concept, _, _ in find_patterns(text)} == expected


@pytest.mark.parametrize(
    ("text", "shouting"),
    [
        ("FIX THIS NOW PLEASE", True),
        ("Fix this!!", True),
        ("The VPN and the API of the ERP", False),
        ("OK", False),
        ("プリンターが動きません", False),
    ],
)
def test_shouting(text: str, shouting: bool) -> None:
    assert is_shouting(text) is shouting
