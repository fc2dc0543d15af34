"""One index for every combination of labels, in place of one per label; and what became of a suggestion, as a column."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_idempotency_key'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_by_category',
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_by_priority',
        ),
        migrations.RemoveIndex(
            model_name='ticket',
            name='ticket_by_status',
        ),
        migrations.AddField(
            model_name='ticket',
            name='suggested_changed',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('suggested_by__isnull', True), ('suggested_text_changed', True), _connector='OR'), then=models.Value(None)), models.When(models.Q(('suggested_category__isnull', False), models.Q(('suggested_category', models.F('category')), _negated=True), ('suggested_priority__isnull', False), models.Q(('suggested_priority', models.F('priority')), _negated=True)), then=models.Value('both')), models.When(models.Q(('suggested_category__isnull', False), models.Q(('suggested_category', models.F('category')), _negated=True)), then=models.Value('category')), models.When(models.Q(('suggested_priority__isnull', False), models.Q(('suggested_priority', models.F('priority')), _negated=True)), then=models.Value('priority')), default=models.Value('neither')), output_field=models.CharField(choices=[('neither', 'Neither'), ('category', 'Category'), ('priority', 'Priority'), ('both', 'Both')], max_length=16, null=True)),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(models.F('category'), models.F('priority'), models.F('status'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='ticket_by_labels'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(models.F('suggested_by'), models.F('suggested_changed'), models.F('category'), models.F('priority'), models.F('status'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('suggested_changed__isnull', False)), name='ticket_by_suggestion'),
        ),
    ]
