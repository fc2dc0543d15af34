import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                (
                    "digest",
                    models.CharField(
                        blank=True,
                        help_text="SHA-256 of the submitted values; empty once one is redacted",
                        max_length=64,
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("object_id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["created_at"], name="idempotency_key_age"),
                    models.Index(fields=["kind", "object_id"], name="idempotency_key_of_row"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="idempotency_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="idempotency_key_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="idempotency_kind_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^([0-9a-f]{64})?$")), name="idempotency_digest_whole"
                    ),
                ],
            },
        ),
    ]
