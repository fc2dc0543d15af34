"""Tickets and their history. A trigger makes the history append-only, except for erasure and redaction."""

import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from postgres.one_line import validate_one_line
from postgres.times import EARLIEST, LATEST

CREATE = """
CREATE FUNCTION ticket_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- ticket_erase sets this for its transaction, to the id of the ticket that it erases.
    IF TG_OP = 'DELETE' AND current_setting('quietdesk.erasing', true) = OLD.ticket_id::text THEN
        RETURN OLD;
    END IF;
    -- values_redact sets this for its transaction, to the id of the ticket of which it redacts values.
    IF TG_OP = 'UPDATE' AND current_setting('quietdesk.redacting', true) = OLD.ticket_id::text
        AND (NEW.id, NEW.ticket_id, NEW.at, NEW.actor, NEW.field)
            IS NOT DISTINCT FROM (OLD.id, OLD.ticket_id, OLD.at, OLD.actor, OLD.field)
        AND OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.old IS NULL
        AND NEW.new IS NOT DISTINCT FROM OLD.new
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history is append-only';
END $$;

CREATE TRIGGER ticket_history_is_append_only BEFORE UPDATE OR DELETE ON tickets_ticketevent
    FOR EACH ROW EXECUTE FUNCTION ticket_history_is_append_only();

-- Needs a clock, so it is no check constraint: a dump creates triggers after its rows, and can be restored anywhere.
CREATE FUNCTION refuse_future_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a time of this row is later than tomorrow'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER ticket_times_not_in_the_future BEFORE INSERT ON tickets_ticket
    FOR EACH ROW WHEN (NEW.created_at > now() + interval '1 day' OR NEW.updated_at > now() + interval '1 day')
    EXECUTE FUNCTION refuse_future_time();

-- Only a new time: a row of the future, from before the clock was set back, can still be changed.
CREATE TRIGGER ticket_new_times_not_in_the_future BEFORE UPDATE OF created_at, updated_at ON tickets_ticket
    FOR EACH ROW WHEN (NEW.created_at > now() + interval '1 day' AND NEW.created_at <> OLD.created_at
        OR NEW.updated_at > now() + interval '1 day' AND NEW.updated_at <> OLD.updated_at)
    EXECUTE FUNCTION refuse_future_time();

CREATE TRIGGER event_at_not_in_the_future BEFORE INSERT ON tickets_ticketevent
    FOR EACH ROW WHEN (NEW.at > now() + interval '1 day') EXECUTE FUNCTION refuse_future_time();
"""

DROP = """
DROP TRIGGER event_at_not_in_the_future ON tickets_ticketevent;
DROP TRIGGER ticket_new_times_not_in_the_future ON tickets_ticket;
DROP TRIGGER ticket_times_not_in_the_future ON tickets_ticket;
DROP FUNCTION refuse_future_time();
DROP TRIGGER ticket_history_is_append_only ON tickets_ticketevent;
DROP FUNCTION ticket_history_is_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # A trusted extension since PostgreSQL 13: the owner of the database may create it without being a superuser.
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, validators=[validate_one_line])),
                ("description", models.TextField()),
                (
                    "requester",
                    models.CharField(blank=True, max_length=254, null=True, validators=[validate_one_line]),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("billing", "Billing"),
                            ("technical", "Technical"),
                            ("account", "Account"),
                            ("general", "General"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_progress", "In progress"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        db_default="open",
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("updated_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("version", models.PositiveIntegerField(db_default=1)),
                (
                    "suggested_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("billing", "Billing"),
                            ("technical", "Technical"),
                            ("account", "Account"),
                            ("general", "General"),
                        ],
                        max_length=16,
                        null=True,
                    ),
                ),
                (
                    "suggested_priority",
                    models.CharField(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        max_length=16,
                        null=True,
                    ),
                ),
                (
                    "suggested_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ollama", "Local model"),
                            ("openai", "OpenAI"),
                            ("classifier", "Built-in classifier"),
                            ("keywords", "Keywords"),
                        ],
                        max_length=16,
                        null=True,
                    ),
                ),
                ("suggested_model", models.CharField(blank=True, max_length=200, null=True)),
                ("suggested_confidence", models.JSONField(blank=True, null=True)),
                ("suggested_prompt", models.CharField(blank=True, max_length=16, null=True)),
                (
                    "suggested_ms",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="suggestion latency in ms"),
                ),
                ("suggested_text_changed", models.BooleanField(db_default=False)),
                (
                    "suggested_changed",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("suggested_by__isnull", True), ("suggested_text_changed", True), _connector="OR"
                                ),
                                then=models.Value(None),
                            ),
                            models.When(
                                models.Q(
                                    ("suggested_category__isnull", False),
                                    models.Q(("suggested_category", models.F("category")), _negated=True),
                                    ("suggested_priority__isnull", False),
                                    models.Q(("suggested_priority", models.F("priority")), _negated=True),
                                ),
                                then=models.Value("both"),
                            ),
                            models.When(
                                models.Q(
                                    ("suggested_category__isnull", False),
                                    models.Q(("suggested_category", models.F("category")), _negated=True),
                                ),
                                then=models.Value("category"),
                            ),
                            models.When(
                                models.Q(
                                    ("suggested_priority__isnull", False),
                                    models.Q(("suggested_priority", models.F("priority")), _negated=True),
                                ),
                                then=models.Value("priority"),
                            ),
                            default=models.Value("neither"),
                        ),
                        output_field=models.CharField(
                            choices=[
                                ("neither", "Neither"),
                                ("category", "Category"),
                                ("priority", "Priority"),
                                ("both", "Both"),
                            ],
                            max_length=16,
                            null=True,
                        ),
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="ticket_newest",
                    ),
                    models.Index(
                        models.F("category"),
                        models.F("priority"),
                        models.F("status"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="ticket_by_labels",
                    ),
                    models.Index(
                        models.F("suggested_by"),
                        models.F("suggested_changed"),
                        models.F("category"),
                        models.F("priority"),
                        models.F("status"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("suggested_changed__isnull", False)),
                        name="ticket_by_suggestion",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="ticket_title_words",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper(
                                models.Func(
                                    models.F("title"),
                                    models.Value("\n"),
                                    models.F("description"),
                                    arg_joiner=" || ",
                                    output_field=models.TextField(),
                                    template="(%(expressions)s)",
                                )
                            ),
                            name="gin_trgm_ops",
                        ),
                        name="ticket_text_words",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length(
                                    models.Func(
                                        models.F("title"),
                                        models.Value(
                                            "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xadᅟᅠ\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f͏\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064⠀\u3000ㅤ\ufeffﾠ"
                                        ),
                                        function="BTRIM",
                                        output_field=models.TextField(),
                                    )
                                ),
                                0,
                            )
                        ),
                        name="ticket_title_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length(
                                    models.Func(
                                        models.F("description"),
                                        models.Value(
                                            "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\xadᅟᅠ\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f͏\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064⠀\u3000ㅤ\ufeffﾠ"
                                        ),
                                        function="BTRIM",
                                        output_field=models.TextField(),
                                    )
                                ),
                                0,
                            )
                        ),
                        name="ticket_description_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("description"), 50000
                            )
                        ),
                        name="ticket_description_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("requester__isnull", True),
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length(
                                    models.Func(
                                        models.F("requester"),
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
                        name="ticket_requester_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("title__regex", r"[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]"), _negated=True
                        ),
                        name="ticket_title_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("requester__regex", r"[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]"),
                            _negated=True,
                        ),
                        name="ticket_requester_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("created_at__gte", EARLIEST), ("created_at__lt", LATEST)),
                        name="ticket_created_at_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("updated_at__gte", EARLIEST), ("updated_at__lt", LATEST)),
                        name="ticket_updated_at_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("category__in", ("billing", "technical", "account", "general"))),
                        name="ticket_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ("low", "medium", "high", "critical"))),
                        name="ticket_priority_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ("open", "in_progress", "resolved", "closed"))),
                        name="ticket_status_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="ticket_version_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggested_category__in", ("billing", "technical", "account", "general")),
                            ("suggested_category__isnull", True),
                            _connector="OR",
                        ),
                        name="ticket_suggested_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggested_priority__in", ("low", "medium", "high", "critical")),
                            ("suggested_priority__isnull", True),
                            _connector="OR",
                        ),
                        name="ticket_suggested_priority_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggested_by__in", ("ollama", "openai", "classifier", "keywords")),
                            ("suggested_by__isnull", True),
                            _connector="OR",
                        ),
                        name="ticket_suggested_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("suggested_by__isnull", False),
                                models.Q(
                                    ("suggested_category__isnull", False),
                                    ("suggested_priority__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("suggested_by__isnull", True),
                                ("suggested_category__isnull", True),
                                ("suggested_confidence__isnull", True),
                                ("suggested_model__isnull", True),
                                ("suggested_ms__isnull", True),
                                ("suggested_priority__isnull", True),
                                ("suggested_prompt__isnull", True),
                                ("suggested_text_changed", False),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_suggestion_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("actor", models.CharField(max_length=160)),
                ("field", models.CharField(max_length=16)),
                ("old", models.TextField(blank=True, null=True)),
                ("new", models.TextField(blank=True, null=True)),
                ("redacted_at", models.DateTimeField(blank=True, null=True)),
                ("redacted_by", models.CharField(blank=True, max_length=160, null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "history entry",
                "verbose_name_plural": "history",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="event_of_ticket"),
                    models.Index(
                        condition=models.Q(
                            ("field", "title"), ("field", "description"), ("field", "requester"), _connector="OR"
                        ),
                        fields=["ticket", "field", "id"],
                        name="event_of_text",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                ("created", "title", "description", "requester", "category", "priority", "status"),
                            )
                        ),
                        name="event_field_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redacted_at__isnull", True), ("redacted_by__isnull", True)),
                            models.Q(
                                ("field__in", ("title", "description", "requester")),
                                ("old__isnull", True),
                                ("redacted_at__isnull", False),
                                ("redacted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="event_redaction_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("field__in", ("title", "description", "requester")), _negated=True),
                            ("new__isnull", True),
                            _connector="OR",
                        ),
                        name="event_text_stored_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__regex", r"[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]"), _negated=True
                        ),
                        name="event_actor_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__gte", EARLIEST), ("at__lt", LATEST)), name="event_at_possible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__in", ["web", "import", "system"]), ("actor__regex", "^admin:.+"), _connector="OR"
                        ),
                        name="event_actor_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
