"""Numbers leave only where they are positively harmless."""

import pytest

from triage.redact import redact

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
