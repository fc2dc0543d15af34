"""The record of erasures. A trigger makes it append-only."""

import uuid

import django.contrib.postgres.functions
from django.db import migrations, models

CREATE = """
-- Here and not at the first erasure: its line would name a desk that is rolled back if the process is killed.
INSERT INTO erasures_desk (id, uuid) VALUES (1, gen_random_uuid());

CREATE FUNCTION erasures_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of erasures is append-only';
END $$;

CREATE TRIGGER erasures_are_append_only BEFORE UPDATE OR DELETE ON erasures_erasure
    FOR EACH ROW EXECUTE FUNCTION erasures_are_append_only();
"""

DROP = """
DROP TRIGGER erasures_are_append_only ON erasures_erasure;
DROP FUNCTION erasures_are_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="desk_once")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("created_at", models.DateTimeField(help_text="of the ticket")),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="empty if the whole ticket was erased", max_length=16, null=True
                    ),
                ),
                ("entry", models.BigIntegerField(blank=True, null=True)),
                ("entry_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("actor", models.CharField(max_length=160)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__in", ["system", "command", "list"]), ("actor__regex", "^admin:.+"), _connector="OR"
                        ),
                        name="erasure_actor_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("entry_at__isnull", True), ("field__isnull", True)),
                            models.Q(
                                ("entry__gte", 0),
                                ("entry_at__isnull", False),
                                ("field__in", ("title", "description", "requester", "note")),
                                ("field__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="erasure_value_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
