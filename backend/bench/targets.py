"""Targets: limits for the ratios of a row to something measured in the same run, and whether they are met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One or several limits of a row as text, and whether all of them are met."""

    limit: str
    met: bool

    def __str__(self) -> str:
        return f"{self.limit}: {'yes' if self.met else 'NO'}"


def at_most(limit: float, unit: str, value: float | None) -> Target | None:
    """An upper limit; None without a measured value."""
    return None if value is None else Target(f"<= {limit:g} {unit}", value <= limit)


def at_least(limit: float, unit: str, value: float | None) -> Target | None:
    """A lower limit; None without a measured value."""
    return None if value is None else Target(f">= {limit:g} {unit}", value >= limit)


def combined(*targets: Target | None) -> Target | None:
    """Several limits of one row."""
    present = [one for one in targets if one is not None]
    return Target(", ".join(one.limit for one in present), all(one.met for one in present)) if present else None
