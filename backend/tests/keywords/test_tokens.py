"""Folding and tokenizing: case, accents, apostrophes, and scripts without spaces."""

import pytest

from triage.keywords.tokens import fold, is_unspaced, tokenize


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Can't", "cant"),
        ("can\u2019t", "cant"),
        ("RÉSUMÉ", "resume"),
        ("re\u0301sume\u0301", "resume"),
        ("l'accès", "acces"),
        ("dell'account", "account"),
        ("Straße", "strasse"),
        ("पासवर्ड", "पासवर्ड"),
        ("が", "が"),
    ],
)
def test_words_are_folded(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_a_token_has_offsets_and_a_clause() -> None:
    text = "No error. It's fine, really"
    tokens = tokenize(text)
    assert [text[token.start : token.end] for token in tokens] == ["No", "error", "It's", "fine", "really"]
    assert [token.clause for token in tokens] == [0, 0, 1, 1, 2]


def test_full_stops_inside_numbers_and_names_end_no_clause() -> None:
    assert {token.clause for token in tokenize("version 3.4.1 on host.example at 9:30")} == {0}


def test_hindi_words_keep_their_vowel_signs() -> None:
    assert [token.word for token in tokenize("मेरा पासवर्ड भूल गया")] == ["मेरा", "पासवर्ड", "भूल", "गया"]


def test_japanese_words_are_one_unspaced_token() -> None:
    tokens = tokenize("Excelが開けません。help")
    assert [(token.word, token.unspaced) for token in tokens] == [
        ("excel", False),
        ("が開けません", True),
        ("help", False),
    ]
    assert is_unspaced("開")
    assert not is_unspaced("open")
