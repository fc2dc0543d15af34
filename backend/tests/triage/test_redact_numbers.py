"""Numbers leave only where they are positively harmless."""

import re
from pathlib import Path

import pytest

from triage.redact import redact
from triage.text import cut

GONE = [
    "06-12345678", "02 123 45 67", "03-1234-5678", "(02) 5550 1234", "NHS 943 476 5919", "NHS 9434765919",
    "NI QQ 12 34 56 C", "SSN 987-65-4320", "AHV 756.1234.5678.97", "BSN 111222333", "Steuer-ID 86 095 742 719",
    "RSSMRA85T10A562S", "12345678Z", "X1234567L", "passport C01X00T47", "1 85 05 78 006 084 36", "120385-1234",
    "131052-308T", "65 180539 W 012", "123.456.789-09", "12.345.678-5", "1234 5678 9012", "19850312-1234",
    "0171 / 123 -- 45 67", "0171x1234567", "0306406152", "4111 1111 1111 1112",
    "300.400.500.600", "1234567890123456", "0000 0000 0000 0000", "490154203237518",
]  # fmt: skip

LEAVE = [
    "2024-11-21 08:30:15", "21.11.2024 17 tickets", "1,234,567.89 EUR", "$1,234,567", "12 345 678 users",
    "version 10.0.19045.3803", "KB5034441", "0x80070005", "ISBN 978-3-16-148410-0", "room 12345678",
    "1234567 bytes", "order no. 0012345678", "2024-11-21T03:22:00.123456Z", "error 1234567", "10000000 rows",
]  # fmt: skip


@pytest.mark.parametrize("number", GONE)
@pytest.mark.parametrize("around", ["{}", "Please look at {} today.", "({})", "a: {}, b: {}"])
def test_no_digit_of_an_unknown_number_leaves(number: str, around: str) -> None:
    left, counts = redact(around.format(number, number))
    assert not any(char.isdigit() for char in left)
    assert sum(counts.values()) == around.count("{}")


@pytest.mark.parametrize("number", ["DE89 3704 0044 0532 0130 01", "XX89 3704 0044 0532 0130 00"])
def test_a_mistyped_account_number_goes_as_a_number(number: str) -> None:
    assert redact(f"IBAN {number} please") == ("IBAN [number] please", {"number": 1})


@pytest.mark.parametrize("number", LEAVE)
@pytest.mark.parametrize("around", ["{}", "We saw {} today."])
def test_a_harmless_number_leaves(number: str, around: str) -> None:
    assert redact(around.format(number)) == (around.format(number), {})


HERE = Path(__file__).parent
NUMBERS = [
    line.split("\t")
    for line in HERE.joinpath("numbers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SEPARATORS = [
    "\u00a0", "\u2009", "\u202f", "\u2011", "\u2013", "\u2014", "\u2212", "\u00b7", "\u2022", "\u2043", "\u2026",
    "\u3002", "\u200b", "\u00ad", "\u2060", "\u0640", "\u200d", "/", " / ", ".", ":", ";", ",", ", ", "_", "~",
    "|", " | ", "*", "=", "+", "'", "\u2019", "\t", "\n", "( )", "&nbsp;", "%20", "%2D", "\\-", "<br>", "</b><b>",
    "] [", "x", "o", "\U0001f642", " " * 8, " -> ",
]  # fmt: skip
LOOK_ALIKES = HERE.joinpath("look_alikes.txt").read_text(encoding="utf-8").splitlines()
# One letter after digits is an identity number in Spain, a line may be a telephone line, and nothing says that a
# number with a dot or the second of two versions is harmless.
LOST = {"12345678 B", "line 1234567", "3.1415926", "firmware 2.1.0.7 and 2.1.0.8"}


def test_the_lists_are_long_enough() -> None:
    assert len({written for _, _, written in NUMBERS}) >= 500
    assert len({country for country, _, _ in NUMBERS}) >= 50
    assert len(set(LOOK_ALIKES)) >= 130


@pytest.mark.parametrize("around", ["{}", "Please look at {} today.", "Meine Nummer: {}.", "({})", "a: {}, b: {}"])
def test_no_digit_of_the_listed_numbers_leaves(around: str) -> None:
    left = {written: redact(around.format(written, written))[0] for _, _, written in NUMBERS}
    assert {written: text for written, text in left.items() if any(map(str.isdigit, text))} == {}


@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
def test_whatever_stands_between_the_digits_hides_nothing(separator: str) -> None:
    groups = [re.findall(r"[0-9]+", written) for _, _, written in NUMBERS if not re.search("[A-Za-z]", written)]
    texts = [separator.join(parts) for parts in groups if len("".join(parts)) >= 7]
    left = {text: redact(f"Bitte {text} anrufen.")[0] for text in texts}
    assert len(left) > 250
    assert {text: after for text, after in left.items() if any(map(str.isdigit, after))} == {}


@pytest.mark.parametrize("around", ["{}", "We saw {} today.", "Es war {}."])
def test_of_the_look_alikes_only_the_known_ones_are_lost(around: str) -> None:
    assert {written for written in LOOK_ALIKES if redact(around.format(written))[1]} == LOST


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1 416 555 0143", "[phone]"),
        ("testdata630-596-1111", "testdata[number]"),
        ("TEST...555 555 5555", "TEST...[id]"),
        ("http://foobar.com/1 4111 1111 1111 1111", "http://foobar.com/1 [card]"),
        ("&#43;1 936 321 1111", "[phone]"),
        ("OMB No. 1545-0008", "OMB No. [number]"),
        ("hosted-eu-20260812-09", "hosted-eu-[number]"),
        ("alice%40example.com", "[email]"),
        ("2024-01-15 12", "2024-01-15 12"),
        ("Tue Jun 02 20:17:00 CST 2026", "Tue Jun 02 20:17:00 CST 2026"),
        ("+91 1861 123 456 789", "[phone]"),
        ("on 2024-11-21 0171/1234567 called", "on 2024-11-21 [number] called"),
        ("0171/1234567, 08:30", "[phone], 08:30"),
        ("0171/1234567&nbsp;or 0171&nbsp;1234567", "[phone] or [phone]"),
        ("order 12345678, 0171/1234567", "order 12345678, [phone]"),
        ("reference 943 476 5919", "reference [id]"),
        ("0171 1234567 times", "[phone] times"),
        ("02 123456 users", "[number] users"),
        ("ES 1234 1234 5678 9012 JY 1F", "ES [number]"),
    ],
)
def test_a_number_goes_whole_and_alone(text: str, left: str) -> None:
    assert redact(text)[0] == left


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "0171/1234567", "ada@example.org", "QQ 12 34 56 C"])
@pytest.mark.parametrize("at", range(0, 24, 3))
def test_no_half_of_a_number_stays_where_a_long_text_is_cut(number: str, at: int) -> None:
    text = f"{'word ' * 200}{number} {'word ' * 1000}{number}{' word' * 200}"
    for max_chars in (1000 + at, 1000 + len(number) - at):
        left = redact(cut(text, max_chars))[0]
        assert not any(char.isdigit() for char in left)
        assert "ada" not in left
        assert "example" not in left


def test_a_short_text_is_not_cut() -> None:
    assert cut("0171/1234567 " * 10, 65) == "0171/1234567 " * 10
