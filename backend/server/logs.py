"""Log lines that never carry a word of a ticket.

Messages of exceptions quote what people wrote (PostgreSQL's "Failing row contains (...)", a KeyError's key), so a
logged exception keeps its type, its place in the code and, from the database, its SQLSTATE; its message is left out.
"""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Time, level, logger and message; exceptions by type and place alone."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", datefmt="%Y-%m-%dT%H:%M:%S%z", style="{")

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's name)
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
