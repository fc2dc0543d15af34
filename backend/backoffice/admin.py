"""The admin site: edits tickets through the services of the API, shows their history, and erases them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.forms import ModelForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path

from accounts.models import User
from api.ids import is_id
from backoffice.views import redact
from conversations.models import Note
from egress.models import CloudCall
from erasures.models import Erasure
from erasures.services.statistics import statistics_renew
from tickets import services
from tickets.models import Ticket, TicketEvent, Tombstone, tombstone
from tickets.selectors import with_new_value

admin.site.site_header = "Quietdesk"
admin.site.site_title = "Quietdesk"
admin.site.index_title = "Administration"

ERASE_MAX = 500
INLINE_MAX = 50  # rows
TEXT_SHOWN = 300  # characters


class ReadOnlyMixin:
    """Denies to add, change and delete."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _starts(rows: QuerySet[Any], *fields: str) -> QuerySet[Any]:
    """The rows with the starts of these texts in place of the whole ones, so that a page is bounded in bytes."""
    starts = {f"{field}_excerpt": Left(field, TEXT_SHOWN + 1) for field in fields}
    columns = [field.attname for field in rows.model._meta.concrete_fields if field.name not in fields]
    short: QuerySet[Any] = rows.annotate(**starts).only(*columns)
    return short


def _last(rows: QuerySet[Any], request: HttpRequest, *fields: str) -> QuerySet[Any]:
    """The last INLINE_MAX rows of the ticket of this page."""
    match = request.resolver_match
    ticket_id = match.kwargs.get("object_id") if match else None
    if not (isinstance(ticket_id, str) and is_id(ticket_id)):
        return _starts(rows.none(), *fields)
    last = rows.filter(ticket_id=int(ticket_id)).order_by("-pk").values("pk")[:INLINE_MAX]
    return _starts(rows.filter(pk__in=last).order_by("pk"), *fields)


def _shown(row: Any, field: str, redacted: Tombstone | None) -> str | None:
    if redacted:
        return f"(redacted by {redacted.by})"
    text: str | None = getattr(row, f"{field}_excerpt")
    return text if text is None or len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]} …"


def _new_redacted(event: Any) -> Tombstone | None:
    return tombstone(event.new_redacted_at, event.new_redacted_by)


class HistoryInline(ReadOnlyMixin, admin.TabularInline):
    """The history of a ticket."""

    model = TicketEvent
    fields = ("at", "actor", "field", "old_start", "new_start")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = f"history, the last {INLINE_MAX} entries"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TicketEvent]:
        return _last(with_new_value(super().get_queryset(request)), request, "old", "new_value")

    @admin.display(description="old")
    def old_start(self, event: TicketEvent) -> str | None:
        return _shown(event, "old", event.old_redacted)

    @admin.display(description="new")
    def new_start(self, event: TicketEvent) -> str | None:
        return _shown(event, "new_value", _new_redacted(event))


class NotesInline(ReadOnlyMixin, admin.TabularInline):
    """The notes of a ticket."""

    model = Note
    fields = ("at", "author", "text_start")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = f"notes, the last {INLINE_MAX}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        return _last(super().get_queryset(request), request, "text")

    @admin.display(description="text")
    def text_start(self, note: Note) -> str | None:
        return _shown(note, "text", note.redacted)


class MultilineField(forms.CharField):
    """A text area with line ends as LF, as the API stores them. Browsers send CR LF."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class TicketForm(ModelForm):
    """The form of a ticket; its description is not trimmed."""

    description = MultilineField(strip=False)


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    """Search, edit and erase tickets."""

    list_display = ("id", "title", "category", "priority", "status", "suggested_by", "created_at")
    list_display_links = ("id", "title")
    list_filter = ("status", "priority", "category", "suggested_by")
    search_fields = ("title", "description", "requester")
    # The full count of "n of N" would read the whole table for every page.
    show_full_result_count = False
    list_per_page = 50
    new_fields = (
        ("title", "requester"),
        "description",
        ("category", "priority", "status"),
    )
    fields = (
        *new_fields,
        ("suggested_category", "suggested_priority", "suggested_by", "suggested_model"),
        ("suggested_confidence", "suggested_prompt", "suggested_ms", "suggested_text_changed"),
        ("created_at", "updated_at", "version"),
    )
    readonly_fields = (
        "suggested_category",
        "suggested_priority",
        "suggested_by",
        "suggested_model",
        "suggested_confidence",
        "suggested_prompt",
        "suggested_ms",
        "suggested_text_changed",
        "created_at",
        "updated_at",
        "version",
    )
    inlines = (HistoryInline, NotesInline)
    form = TicketForm
    actions = ("erase",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        # Only the page of one ticket shows its description.
        return rows if match and "object_id" in match.kwargs else rows.defer("description")

    def get_fields(self, request: HttpRequest, obj: Ticket | None = None) -> Any:
        # A new ticket has no values yet for the others, whose defaults are the database's.
        return self.new_fields if obj is None else self.fields

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # With the initial values in the form, a concurrent update of a field does not count as a change in the form.
        return super().formfield_for_dbfield(db_field, request, **(kwargs | {"show_hidden_initial": True}))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The trigger on the history only allows the action `erase`.
        return False

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("tickets.delete_ticket")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.redact_view)
        return [path("<int:ticket_id>/redact/", page, name="tickets_ticket_redact"), *super().get_urls()]

    def redact_view(self, request: HttpRequest, ticket_id: int) -> HttpResponseBase:
        if not self.has_erase_permission(request):
            raise PermissionDenied
        if not is_id(str(ticket_id)):
            raise Http404
        return redact(request, ticket_id, self.admin_site.each_context(request))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        context = (extra_context or {}) | {"may_erase": self.has_erase_permission(request)}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Ticket, form: ModelForm, change: bool) -> None:
        actor = f"admin:{request.user.get_username()}"
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        if "requester" in values:
            values["requester"] = values["requester"] or None
        if change:
            try:
                services.ticket_update(ticket_id=obj.pk, changes=values, actor=actor)
            except Ticket.DoesNotExist:
                raise Http404 from None
        else:
            obj.pk = services.ticket_create(**values, actor=actor).pk

    def log_addition(self, request: HttpRequest, obj: Ticket, message: Any) -> Any:
        # The history records it. The admin's log would keep the title after the ticket was erased.
        return None

    def log_change(self, request: HttpRequest, obj: Ticket, message: Any) -> Any:
        return None

    @admin.action(description="Erase for good, with history and notes", permissions=["erase"])
    def erase(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> HttpResponseBase | None:
        if queryset.count() > ERASE_MAX:
            # The confirmation form has a field for each; Django accepts at most a thousand.
            self.message_user(request, f"At most {ERASE_MAX} tickets at once.", messages.ERROR)
            return None
        if request.POST.get("confirmed") != "yes":
            context = self.admin_site.each_context(request) | {
                "title": "Erase for good?",
                "tickets": queryset.only("pk", "title"),
            }
            return TemplateResponse(request, "admin/tickets/erase.html", context)
        erased = 0
        for ticket_id in list(queryset.values_list("pk", flat=True)):
            try:
                services.ticket_erase(ticket_id=ticket_id, actor=f"admin:{request.user.get_username()}")
            except Ticket.DoesNotExist:
                continue
            except OSError as error:
                reason = (
                    f"#{ticket_id} was not erased: the list of erased tickets cannot be written ({error.strerror})."
                )
                self.message_user(request, reason, messages.ERROR)
                break
            erased += 1
        statistics_renew()
        word = "ticket" if erased == 1 else "tickets"
        self.message_user(request, f"{erased} {word} erased, with history and notes.", messages.SUCCESS)
        return None


@admin.register(TicketEvent)
class TicketEventAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """The history of all tickets, read-only."""

    list_display = ("at", "ticket_id", "actor", "field", "old_start", "new_start")
    fields = ("ticket", "at", "actor", "field", "old", "new_value", "redacted_at", "redacted_by")
    readonly_fields = ("new_value",)
    list_filter = ("field",)
    ordering = ("-id",)
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[TicketEvent]:
        rows = with_new_value(super().get_queryset(request))
        # The page of one entry shows its whole texts.
        match = request.resolver_match
        return rows if match and "object_id" in match.kwargs else _starts(rows, "old", "new_value")

    @admin.display(description="old")
    def old_start(self, event: TicketEvent) -> str | None:
        return _shown(event, "old", event.old_redacted)

    @admin.display(description="new")
    def new_start(self, event: TicketEvent) -> str | None:
        return _shown(event, "new_value", _new_redacted(event))

    @admin.display(description="new")
    def new_value(self, event: TicketEvent) -> str | None:
        value: str | None = event.new_value  # type: ignore[attr-defined]
        return value

    @admin.display(description="ticket")
    def ticket_id(self, event: TicketEvent) -> str:
        return f"#{event.ticket_id}"


@admin.register(CloudCall)
class CloudCallAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """The calls to the cloud, read-only. Empty without an API key."""

    list_display = ("at", "host", "model", "size", "sha256", "ticket_id")
    ordering = ("-id",)
    list_per_page = 50


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Who erased which ticket, or redacted which value, and when, read-only."""

    list_display = ("erased_at", "number", "field", "entry", "created_at", "actor")
    ordering = ("-id",)
    list_per_page = 50


admin.site.register(User, UserAdmin)
