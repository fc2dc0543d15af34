"""A trigger refuses to change or delete history; only Erase, which names its ticket, may pass."""

from django.db import migrations

CREATE = """
CREATE FUNCTION ticket_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Set by services.ticket_erase for the length of its transaction, to the one ticket that goes.
    IF TG_OP = 'DELETE' AND current_setting('quietdesk.erasing', true) = OLD.ticket_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the history is append-only';
END $$;

CREATE TRIGGER ticket_history_is_append_only BEFORE UPDATE OR DELETE ON tickets_ticketevent
    FOR EACH ROW EXECUTE FUNCTION ticket_history_is_append_only();
"""

DROP = """
DROP TRIGGER ticket_history_is_append_only ON tickets_ticketevent;
DROP FUNCTION ticket_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
