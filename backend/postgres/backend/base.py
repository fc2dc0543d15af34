"""Django's PostgreSQL backend with a health check of persistent connections that sends no query."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg2.extensions import TRANSACTION_STATUS_INERROR


class DatabaseWrapper(PostgreSQL):
    """Checks a persistent connection by its socket.

    Django sends `SELECT 1` before the first query of each request, which would be half of the round trips of a list. A
    connection that the server has closed has a readable socket. Only then, or after an error, Django's check runs.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        # A failed transaction accepts no more statements, and the socket does not show that.
        failed = self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR
        if failed or self.errors_occurred or select.select([self.connection], [], [], 0)[0]:
            return super().is_usable()
        return True
