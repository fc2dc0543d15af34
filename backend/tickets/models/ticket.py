"""The ticket. Database constraints enforce every rule."""

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Length, Upper
from django.db.models.lookups import LessThanOrEqual

from api.bidi import isolated
from api.limits import DESCRIPTION_MAX, REQUESTER_MAX, TITLE_MAX
from postgres.constraints import not_blank, one_line, one_of, possible_time
from postgres.one_line import validate_one_line
from suggestions.choices import Category, Priority, Source
from tickets.choices import ChangedLabels, Status
from triage.labels import CATEGORIES, PRIORITIES, SOURCES

# Title and description as one text, because a word may occur in either. No word contains a line feed.
SEARCH_TEXT = Func(
    F("title"),
    Value("\n"),
    F("description"),
    # Sorted like in the migration: Django compares the keyword arguments in order.
    arg_joiner=" || ",
    template="(%(expressions)s)",
    output_field=models.TextField(),
)
LABELS = (F("category"), F("priority"), F("status"))


def _changed_labels() -> Case:
    """Which labels differ from the suggestion; null without a suggestion or if the text was changed."""
    category, priority = _differs("category"), _differs("priority")
    return Case(
        When(Q(suggested_by__isnull=True) | Q(suggested_text_changed=True), then=Value(None)),
        When(category & priority, then=Value(ChangedLabels.BOTH.value)),
        When(category, then=Value(ChangedLabels.CATEGORY.value)),
        When(priority, then=Value(ChangedLabels.PRIORITY.value)),
        default=Value(ChangedLabels.NEITHER.value),
    )


def _differs(field: str) -> Q:
    return Q(**{f"suggested_{field}__isnull": False}) & ~Q(**{f"suggested_{field}": F(field)})


class Ticket(models.Model):
    """A ticket with its suggestion."""

    title = models.CharField(max_length=TITLE_MAX, validators=[validate_one_line])
    description = models.TextField()
    # Who asks, as free text; null if not given. It is never sent to a model.
    requester = models.CharField(max_length=REQUESTER_MAX, null=True, blank=True, validators=[validate_one_line])
    category = models.CharField(max_length=16, choices=Category.choices)
    priority = models.CharField(max_length=16, choices=Priority.choices)
    status = models.CharField(max_length=16, choices=Status.choices, db_default=Status.OPEN)
    created_at = models.DateTimeField(db_default=TransactionNow())
    updated_at = models.DateTimeField(db_default=TransactionNow())
    version = models.PositiveIntegerField(db_default=1)

    suggested_category = models.CharField(max_length=16, null=True, blank=True, choices=Category.choices)
    suggested_priority = models.CharField(max_length=16, null=True, blank=True, choices=Priority.choices)
    suggested_by = models.CharField(max_length=16, null=True, blank=True, choices=Source.choices)
    suggested_model = models.CharField(max_length=200, null=True, blank=True)
    # {"category": 0..1 or null, "priority": 0..1 or null}
    suggested_confidence = models.JSONField(null=True, blank=True)
    # The version of the prompt (null for keywords) and the latency in milliseconds.
    suggested_prompt = models.CharField(max_length=16, null=True, blank=True)
    suggested_ms = models.PositiveIntegerField("suggestion latency in ms", null=True, blank=True)
    # The text was changed between suggestion and submission.
    suggested_text_changed = models.BooleanField(db_default=False)
    # For the filters of the list by outcome.
    suggested_changed = models.GeneratedField(
        expression=_changed_labels(),
        output_field=models.CharField(max_length=16, null=True, choices=ChangedLabels.choices),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(F("created_at").desc(), F("id").desc(), name="ticket_newest"),
            # A list reads one range per combination of labels (tickets/queue/selectors/keyset.py).
            models.Index(*LABELS, F("created_at").desc(), F("id").desc(), name="ticket_by_labels"),
            models.Index(
                F("suggested_by"),
                F("suggested_changed"),
                *LABELS,
                F("created_at").desc(),
                F("id").desc(),
                name="ticket_by_suggestion",
                condition=Q(suggested_changed__isnull=False),
            ),
            # For similar titles (tickets/similar) and for the search (tickets/queue).
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="ticket_title_words"),
            GinIndex(OpClass(Upper(SEARCH_TEXT), name="gin_trgm_ops"), name="ticket_text_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="ticket_title_not_blank", condition=Q(not_blank("title"))),
            models.CheckConstraint(name="ticket_description_not_blank", condition=Q(not_blank("description"))),
            models.CheckConstraint(
                name="ticket_description_length",
                condition=Q(LessThanOrEqual(Length("description"), DESCRIPTION_MAX)),
            ),
            models.CheckConstraint(
                name="ticket_requester_not_blank",
                condition=Q(requester__isnull=True) | Q(not_blank("requester")),
            ),
            models.CheckConstraint(name="ticket_title_one_line", condition=one_line("title")),
            models.CheckConstraint(name="ticket_requester_one_line", condition=one_line("requester")),
            # A trigger refuses what is later than tomorrow.
            models.CheckConstraint(name="ticket_created_at_possible", condition=possible_time("created_at")),
            models.CheckConstraint(name="ticket_updated_at_possible", condition=possible_time("updated_at")),
            models.CheckConstraint(name="ticket_category_known", condition=one_of("category", CATEGORIES)),
            models.CheckConstraint(name="ticket_priority_known", condition=one_of("priority", PRIORITIES)),
            models.CheckConstraint(name="ticket_status_known", condition=one_of("status", tuple(Status.values))),
            models.CheckConstraint(name="ticket_version_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="ticket_suggested_category_known",
                condition=one_of("suggested_category", CATEGORIES, or_null=True),
            ),
            models.CheckConstraint(
                name="ticket_suggested_priority_known",
                condition=one_of("suggested_priority", PRIORITIES, or_null=True),
            ),
            models.CheckConstraint(
                name="ticket_suggested_by_known",
                condition=one_of("suggested_by", SOURCES, or_null=True),
            ),
            models.CheckConstraint(
                name="ticket_suggestion_whole",
                condition=Q(suggested_by__isnull=False)
                & (Q(suggested_category__isnull=False) | Q(suggested_priority__isnull=False))
                | Q(
                    suggested_by__isnull=True,
                    suggested_category__isnull=True,
                    suggested_priority__isnull=True,
                    suggested_model__isnull=True,
                    suggested_confidence__isnull=True,
                    suggested_prompt__isnull=True,
                    suggested_ms__isnull=True,
                    suggested_text_changed=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {isolated(self.title)}"
