import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tickets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CloudCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("host", models.CharField(max_length=254)),
                ("model", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField(help_text="bytes")),
                (
                    "sha256",
                    models.CharField(
                        blank=True,
                        help_text="of the request body; empty once the ticket is erased or a part redacted",
                        max_length=64,
                    ),
                ),
                ("reference", models.UUIDField()),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cloud_calls",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "call to the cloud",
                "verbose_name_plural": "calls to the cloud",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["reference"], name="call_of_a_suggestion")],
            },
        ),
    ]
