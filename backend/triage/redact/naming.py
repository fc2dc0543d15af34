"""Names what kind of number was found, where a library knows it. What leaves does not depend on it."""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

# The libraries are imported when a text is first redacted, so that a desk without a cloud never loads them.
_ID_MODULES: Final = (
    "at.vnr", "be.nn", "br.cpf", "ca.sin", "ch.ssn", "cz.rc", "de.idnr", "dk.cpr", "es.dni", "es.nie", "fi.hetu",
    "fr.nir", "gb.nhs", "in_.aadhaar", "it.codicefiscale", "nl.bsn", "no.fodselsnummer", "pl.pesel", "se.personnummer",
    "us.ssn",
)  # fmt: skip
_MAX_CHARS: Final = 40
_PREFIXED: Final = re.compile(r"[ (]*[+0]")
_modules: list[Any] = []


def is_region(region: str) -> bool:
    """Whether the library knows the telephone numbers of the region."""
    from phonenumbers import SUPPORTED_REGIONS

    return region in SUPPORTED_REGIONS


def name(written: str, regions: Iterable[str]) -> str:
    """The kind of a number: "phone" where it is valid in one of the regions, "id" by its check digit, or "number"."""
    if len(written) > _MAX_CHARS:
        return "number"
    # A prefix says more than a check digit of one place, which every tenth number has.
    if _PREFIXED.match(written):
        return "phone" if _is_phone(written, regions) else "id" if _is_id(written) else "number"
    return "id" if _is_id(written) else "phone" if _is_phone(written, regions) else "number"


def _is_phone(written: str, regions: Iterable[str]) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, ndd_prefix_for_region, parse

    prefixed = _PREFIXED.match(written)
    for region in regions:
        # Where national numbers begin with 0, one without it is no telephone number that anybody would write.
        if not prefixed and (ndd_prefix_for_region(region, True) or "").startswith("0"):
            continue
        try:
            if is_valid_number(parse(written, region)):
                return True
        except NumberParseException:
            continue
    return False


def _is_id(written: str) -> bool:
    if not _modules:
        _modules.extend(import_module(f"stdnum.{module}") for module in _ID_MODULES)
    compact = re.sub(r"[\W_]+", "", written)
    return any(module.is_valid(compact) for module in _modules)
