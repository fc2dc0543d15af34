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
                    )
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
