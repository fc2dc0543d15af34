"""Redaction on numbers that it was not written for: the examples of two libraries. And the names they give."""

import pkgutil
import re
from collections.abc import Iterator
from doctest import DocTestParser
from importlib import import_module

import phonenumbers
import pytest
import stdnum

from triage.redact import redact

FORMATS = (
    phonenumbers.PhoneNumberFormat.E164,
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.RFC3966,
)
REGIONS = ("DE", "AT", "CH", "GB", "US")

# Numbers of things that may leave: books, sheet music, network cards.
HARMLESS_MODULES = {"stdnum.isbn", "stdnum.ismn", "stdnum.ean", "stdnum.mac"}
# Of these the letters hide fewer than seven digits in one piece: parcels of land, creditors, films, containers.
PARTLY = {"stdnum.es.referenciacatastral", "stdnum.eu.at_02", "stdnum.isan", "stdnum.iso6346"}


def digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def telephone_numbers(region: str) -> Iterator[str]:
    for kind in (0, 1, 2, 3, 4, 6, 7):  # fixed, mobile, both, toll free, premium, voice over IP, personal
        example = phonenumbers.example_number_for_type(region, kind)
        if example is not None:
            yield from (phonenumbers.format_number(example, form) for form in FORMATS)


@pytest.mark.parametrize("around", ["{}", "Bitte {} anrufen", "Call 2 of {} at 10:30"])
def test_no_telephone_number_of_any_region_leaves(around: str) -> None:
    numbers = {number for region in phonenumbers.SUPPORTED_REGIONS for number in telephone_numbers(region)}
    numbers = {number for number in numbers if digits(number) >= 7}
    assert len(numbers) > 3000
    left = {number: redact(around.format(number))[0] for number in numbers}
    assert {number: text for number, text in left.items() if digits(text) > digits(around)} == {}


def documented_numbers() -> Iterator[tuple[str, str]]:
    for found in pkgutil.walk_packages(stdnum.__path__, "stdnum."):
        module = import_module(found.name)
        if hasattr(module, "validate"):
            for example in DocTestParser().get_examples(module.__doc__ or ""):
                for written in re.findall(r"'([^']*)'", example.source + example.want):
                    yield found.name, written


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("around", ["{}", "My number is {}, thanks"])
def test_no_number_of_any_documented_kind_leaves(around: str) -> None:
    numbers = {(module, written) for module, written in documented_numbers() if digits(written) >= 7}
    numbers = {(module, written) for module, written in numbers if module not in HARMLESS_MODULES | PARTLY}
    assert len(numbers) > 700
    assert len({module for module, _ in numbers}) > 180
    left = {pair: redact(around.format(pair[1]))[0] for pair in numbers}
    assert {pair: text for pair, text in left.items() if digits(text)} == {}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("9434765919", "id"),
        ("86 095 742 719", "id"),
        ("756.1234.5678.97", "id"),
        ("111222333", "id"),
        ("030 90182055", "phone"),
        ("+33 1 42 68 53 00", "phone"),
        ("12 34 56 7", "number"),
        ("testdata630-596-1111", "phone"),
        ("1234567 " * 10, "number"),
    ],
)
def test_a_number_gets_its_name(written: str, kind: str) -> None:
    assert redact(written, REGIONS)[1] == {kind: 1}


def test_the_regions_decide_what_is_called_a_telephone_number() -> None:
    assert redact("Ring 91 234 56 78", ("ES",))[0] == "Ring [phone]"
    assert redact("Ring 91 234 56 78", ("US",))[0] == "Ring [number]"
    assert redact("Ring 91 234 56 78")[0] == "Ring [number]"


def test_of_a_long_list_only_the_first_numbers_are_named() -> None:
    counts = redact("756.1234.5678.97 and " * 60)[1]
    assert counts == {"id": 50, "number": 10}
