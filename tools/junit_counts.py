"""Counts tests by outcome in the JUnit reports that the test runners write."""

import os
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools import console


@dataclass(frozen=True)
class Counts:
    """Tests by outcome. An error in a test's set-up or tear-down counts as a failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read_report(report: Path, status: int) -> Counts:
    """The counts of one runner. A run that failed without a failed test in its report counts as one failure."""
    cases = _cases(report)
    counts = sum((_outcome(case) for case in cases), Counts())
    if (status != 0 and counts.failed == 0) or not cases:
        counts += Counts(failed=1)
    return counts


def failures(report: Path) -> list[str]:
    """The names of the failed tests in the report."""
    return [f"{case.get('classname')}: {case.get('name')}" for case in _cases(report) if _outcome(case).failed]


def report_total(total: Counts) -> int:
    """Print the last line of a run, and append the counts to COUNTS_FILE for .ci/run. Returns the exit status."""
    if file := os.environ.get("COUNTS_FILE", "").strip():
        with Path(file).open("a", encoding="ascii") as sums:
            sums.write(f"{total.passed} {total.failed} {total.skipped}\n")
    console.line(f"\n{total}")
    return 1 if total.failed else 0


def _cases(report: Path) -> list[ElementTree.Element]:
    """The test cases of a report; none when it is missing or incomplete."""
    try:
        return list(ElementTree.parse(report).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return []


def _outcome(case: ElementTree.Element) -> Counts:
    tags = {child.tag for child in case}
    if tags & {"failure", "error"}:
        return Counts(failed=1)
    return Counts(skipped=1) if "skipped" in tags else Counts(passed=1)
