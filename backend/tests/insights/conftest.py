"""Fixtures for the tests of statistics."""

import time

import pytest

QUARTER = 15 * 60  # seconds; midnight of every time zone is at a quarter of an hour in UTC
MARGIN = 5


@pytest.fixture(autouse=True)
def _no_midnight() -> None:
    """Waits if midnight of a time zone is near, so that the day does not change during a test."""
    left = QUARTER - time.time() % QUARTER
    if left < MARGIN:
        time.sleep(left)
