"""PostgreSQL's text format of COPY, and lists of rows in chunks."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def line(row: tuple[object, ...]) -> str:
    """One row in the text format of COPY."""
    return "\t".join(map(_cell, row)) + "\n"


def chunks(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`; the last may be shorter."""
    while chunk := list(islice(items, size)):
        yield chunk


def _cell(value: object) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if isinstance(value, datetime) else str(value)
