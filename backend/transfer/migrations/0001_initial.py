import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("rows", models.PositiveBigIntegerField(default=0, help_text="processed, imported or rejected")),
                ("imported", models.PositiveBigIntegerField(default=0)),
                (
                    "rejected_bytes",
                    models.PositiveBigIntegerField(
                        default=0, help_text="committed size of the file with the rejected rows"
                    ),
                ),
                (
                    "options",
                    models.TextField(default="", help_text="how the file is read; a second run must say the same"),
                ),
                ("begun_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="imported_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="imported_digest_whole"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("imported__lte", models.F("rows"))), name="imported_of_rows"
                    ),
                ],
            },
        ),
    ]
