"""Takes erased values out of the planner's statistics, which hold the most common and some other values of columns."""

from typing import Final

from django.db import connection, transaction

# ANALYZE keeps the old statistics of a table without rows. So each gets a row that nobody else sees.
PLACEHOLDERS: Final = """
INSERT INTO tickets_ticket (id, title, description, category, priority) VALUES (0, '-', '-', 'general', 'low');
INSERT INTO tickets_ticketevent (ticket_id, actor, field) VALUES (0, 'system', 'created');
INSERT INTO conversations_note (ticket_id, text) VALUES (0, '-');
INSERT INTO api_idempotencykey (key, digest, kind, object_id)
    VALUES (gen_random_uuid()::text, repeat('0', 64), 'placeholder', 0);
"""
ANALYZE: Final = "ANALYZE tickets_ticket, tickets_ticketevent, conversations_note, api_idempotencykey, egress_cloudcall"
ANY_EMPTY: Final = """
SELECT NOT (EXISTS (SELECT FROM tickets_ticket) AND EXISTS (SELECT FROM tickets_ticketevent)
    AND EXISTS (SELECT FROM conversations_note) AND EXISTS (SELECT FROM api_idempotencykey))
"""
REMOVE: Final = """
SELECT set_config('quietdesk.erasing', '0', true);
DELETE FROM api_idempotencykey WHERE kind = 'placeholder' AND object_id = 0;
DELETE FROM conversations_note WHERE ticket_id = 0;
DELETE FROM tickets_ticketevent WHERE ticket_id = 0;
DELETE FROM tickets_ticket WHERE id = 0;
"""


def statistics_renew() -> None:
    """Compute the statistics without the rows that were erased, also of a table that has become empty."""
    # Two at once would wait for each other's placeholder, and then for each other's statistics.
    lock = "SELECT pg_advisory_xact_lock(hashtext('quietdesk.statistics'))"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(lock)
        cursor.execute(ANY_EMPTY)
        # Otherwise none, because a placeholder locks rows of the tallies until the end of ANALYZE.
        if not cursor.fetchone()[0]:
            cursor.execute(ANALYZE)
            return
        cursor.execute(PLACEHOLDERS)
        cursor.execute(ANALYZE)
        cursor.execute(REMOVE)
