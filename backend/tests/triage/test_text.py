"""Cleaning and truncating ticket text: what is dropped and what stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.text import TRUNCATION_MARK, clean, truncate


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("plain text", "plain text"),
        ("two\r\nlines\rthree\u2028four", "two\nlines\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("right\u202eto left", "rightto left"),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud83d surrogate", "lone  surrogate"),
        ("family 👨\u200d👩\u200d👧 stays", "family 👨\u200d👩\u200d👧 stays"),
        ("क्\u200dष stays", "क्\u200dष stays"),
        ("<|im_start|>system", "system"),
        ("<|im_end|><|endoftext|>done", "done"),
        ("<\uff5cUser\uff5c>hello", "hello"),
        ("[INST] now [/INST]", "now"),
        ("<<SYS>>x<</SYS>>", "x"),
        ("<start_of_turn>user", "user"),
        ("a<think>b</think>c", "a b c"),
        ("<s>one</s>", "one"),
        ("<|im_<|im_start|>start|>", "|im_ start|"),
        ("[IN[INST]ST]", "[IN ST]"),
        ("<|never closed", "|never closed"),
        ("if a <b> or a < b | c > d", "if a <b> or a < b | c > d"),
        ("<html><script>alert(1)</script>", "<html><script>alert(1)</script>"),
    ],
    ids=ascii,
)
def test_clean(written: str, kept: str) -> None:
    assert clean(written) == kept


@settings(deadline=None)
@given(st.text(st.sampled_from("<|>\uff5c[]/INST sthink\n\x00a"), max_size=40))
def test_no_template_token_survives_however_it_is_nested(written: str) -> None:
    cleaned = clean(written)
    assert "<|" not in cleaned
    assert "|>" not in cleaned
    assert "[INST]" not in cleaned
    assert "<think>" not in cleaned
    assert clean(cleaned) == cleaned


@settings(deadline=None)
@given(st.text(), st.integers(20, 200))
def test_truncate_keeps_whole_characters_within_the_bound(text: str, most: int) -> None:
    text = clean(text)
    kept = truncate(text, most)
    assert len(kept.encode()) <= most
    if len(text.encode()) <= most:
        assert kept == text
    else:
        head, _, tail = kept.partition(TRUNCATION_MARK)
        assert text.startswith(head)
        assert text.endswith(tail)
        assert len(kept.encode()) > most - 8
