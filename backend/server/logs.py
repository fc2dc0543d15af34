"""Keeps ticket text out of the log.

The messages of exceptions may quote it, as PostgreSQL's "Failing row contains (...)" or the key of a KeyError. So an
exception is logged by its type, its traceback and its SQLSTATE, without its message.
"""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFormatter(logging.Formatter):
    """Formats time, level, logger and message; exceptions without their messages."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", datefmt="%Y-%m-%dT%H:%M:%S%z", style="{")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (overrides logging.Formatter)
        return "\n".join(_lines(ei[1])) if ei[1] is not None else ""


def _lines(error: BaseException) -> list[str]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    lines: list[str] = []
    for one in reversed(chain):
        lines += [line.rstrip("\n") for line in traceback.format_tb(one.__traceback__)]
        lines.append(_name(one))
    return lines


def _name(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    sqlstate = getattr(error, "pgcode", None)
    return f"{kind} (SQLSTATE {sqlstate})" if sqlstate else kind
