"""Notes on tickets. A trigger makes them append-only, except for erasure and redaction."""

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from postgres.times import EARLIEST, LATEST

CREATE = """
CREATE FUNCTION ticket_notes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- As for the history: ticket_erase sets this to the id of the ticket that it erases.
    IF TG_OP = 'DELETE' AND current_setting('quietdesk.erasing', true) = OLD.ticket_id::text THEN
        RETURN OLD;
    END IF;
    -- note_redact sets this, to the id of the ticket of which it redacts a note.
    IF TG_OP = 'UPDATE' AND current_setting('quietdesk.redacting', true) = OLD.ticket_id::text
        AND OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.text = ''
        AND (NEW.id, NEW.ticket_id, NEW.at, NEW.author) IS NOT DISTINCT FROM (OLD.id, OLD.ticket_id, OLD.at, OLD.author)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'notes are append-only';
END $$;

CREATE TRIGGER ticket_notes_are_append_only BEFORE UPDATE OR DELETE ON conversations_note
    FOR EACH ROW EXECUTE FUNCTION ticket_notes_are_append_only();

CREATE TRIGGER note_at_not_in_the_future BEFORE INSERT ON conversations_note
    FOR EACH ROW WHEN (NEW.at > now() + interval '1 day') EXECUTE FUNCTION refuse_future_time();
"""

DROP = """
DROP TRIGGER note_at_not_in_the_future ON conversations_note;
DROP TRIGGER ticket_notes_are_append_only ON conversations_note;
DROP FUNCTION ticket_notes_are_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tickets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("author", models.CharField(blank=True, max_length=100, null=True)),
                ("text", models.TextField(blank=True)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redacted_by", models.CharField(blank=True, max_length=160, null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["ticket", "id"], name="note_of_ticket")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length(
                                    models.Func(
                                        models.F("text"),
                                        models.Value(
                                            "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xadᅟᅠ\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f͏\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064⠀\u3000ㅤ\ufeffﾠ"
                                        ),
                                        function="BTRIM",
                                        output_field=models.TextField(),
                                    )
                                ),
                                0,
                            ),
                            models.Q(("redacted_at__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="note_text_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redacted_at__isnull", True), ("redacted_by__isnull", True)),
                            models.Q(("redacted_at__isnull", False), ("redacted_by__isnull", False), ("text", "")),
                            _connector="OR",
                        ),
                        name="note_redaction_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("text"), 10000
                            )
                        ),
                        name="note_text_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("author__isnull", True),
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length(
                                    models.Func(
                                        models.F("author"),
                                        models.Value(
                                            "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xadᅟᅠ\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f͏\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064⠀\u3000ㅤ\ufeffﾠ"
                                        ),
                                        function="BTRIM",
                                        output_field=models.TextField(),
                                    )
                                ),
                                0,
                            ),
                            _connector="OR",
                        ),
                        name="note_author_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("author__regex", r"[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]"), _negated=True
                        ),
                        name="note_author_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__gte", EARLIEST), ("at__lt", LATEST)), name="note_at_possible"
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
