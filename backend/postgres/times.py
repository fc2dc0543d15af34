"""Between which moments the times of rows may lie."""

from datetime import UTC, datetime, timedelta
from typing import Final

# A time near the years 1 or 9999 cannot be shown in every time zone.
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
# What a check constraint says of the upper end. It knows no clock, so that a dump can be restored where the clock is
# wrong: a dump creates triggers after its rows, but constraints before.
LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)
# What triggers and the import say of it: room for clocks and time zones.
LATEST_AFTER_NOW: Final = timedelta(days=1)


def is_possible(moment: datetime) -> bool:
    """Whether a row may be of this moment."""
    return EARLIEST <= moment <= datetime.now(UTC) + LATEST_AFTER_NOW
