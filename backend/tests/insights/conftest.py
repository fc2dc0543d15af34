"""What the tests of numbers share: a day that does not end in the middle of a test."""

import time

import pytest

QUARTER = 15 * 60  # seconds; every zone's midnight is at a quarter of an hour of UTC
NEAR = 5


@pytest.fixture(autouse=True)
def _no_midnight() -> None:
    """Waits where a day may end within seconds: what a test writes today, it reads today."""
    left = QUARTER - time.time() % QUARTER
    if left < NEAR:
        time.sleep(left)
