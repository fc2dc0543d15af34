"""At most two exports run at once over all processes, so that slow readers cannot hold all threads.

A slot is an advisory lock of the database session, so PostgreSQL frees it when the process or its connection ends.
"""

from typing import Final

from django.db import Error, connection

from postgres.locks import EXPORT, try_lock, unlock

# A workbook is written to a temporary file, for which there is room once.
WORKBOOK_SLOTS: Final = (0,)
SLOTS: Final = (1, 0)
RETRY_AFTER: Final = 15  # seconds


class ExportSlot:
    """One of the slots, held by this thread's connection until it is released."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._session = connection.connection

    def release(self) -> None:
        """Free the slot. Does nothing when it is free already."""
        session, self._session = self._session, None
        if session is None or session is not connection.connection:
            return
        try:
            unlock(EXPORT, self._number)
        except Error:
            connection.close()


def take_export_slot(slots: tuple[int, ...]) -> ExportSlot | None:
    """A free slot, or None."""
    return next((ExportSlot(number) for number in slots if try_lock(EXPORT, number)), None)
