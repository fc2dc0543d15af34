"""What a row should reach, as a ratio to something measured in the same run, and whether it does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One aim or several for one row, in words, and whether all of them hold."""

    aim: str
    holds: bool

    def __str__(self) -> str:
        return f"{self.aim}: {'yes' if self.holds else 'NO'}"


def at_most(limit: float, of: str, value: float | None) -> Verdict | None:
    """An upper limit; nothing to judge where nothing was measured."""
    return None if value is None else Verdict(f"<= {limit:g} {of}", value <= limit)


def at_least(limit: float, of: str, value: float | None) -> Verdict | None:
    """A lower limit; nothing to judge where nothing was measured."""
    return None if value is None else Verdict(f">= {limit:g} {of}", value >= limit)


def together(*verdicts: Verdict | None) -> Verdict | None:
    """Several aims for one row."""
    judged = [one for one in verdicts if one is not None]
    return Verdict(", ".join(one.aim for one in judged), all(one.holds for one in judged)) if judged else None
