"""PostgreSQL as Django drives it, but a kept connection is looked at before it is used again, not asked."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg2.extensions import TRANSACTION_STATUS_INERROR


class DatabaseWrapper(PostgreSQL):
    """Django asks `SELECT 1` before the first statement of every request: half the round trips of a list.

    A server that has gone has closed its end, and a closed end is readable. Only then, or after an error, is it asked.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        # A transaction that has failed takes no more statements, which its connection does not show.
        failed = self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR
        if failed or self.errors_occurred or select.select([self.connection], [], [], 0)[0]:
            return super().is_usable()
        return True
