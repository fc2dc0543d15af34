"""The admin site's page that redacts single values of a ticket."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from erasures.services.statistics import statistics_renew
from tickets.models import Ticket
from tickets.redaction.selectors import StoredValue, parse_name
from tickets.redaction.services import NoSuchValueError, values_of, values_redact

# Each is a field of the form; Django accepts at most a thousand.
VALUES_MAX: Final = 200


def redact(request: HttpRequest, ticket_id: int, context: dict[str, Any]) -> HttpResponseBase:
    """List the values, ask for confirmation, redact. The text to look for is in no URL, which logs would keep."""
    names = request.POST.getlist("name")
    if "redact" in request.POST and names:
        return _redact(request, ticket_id, names)
    containing = request.POST.get("containing", "").replace("\r\n", "\n")
    try:
        values = [value for value in values_of(ticket_id, containing=containing) if value.stands]
    except Ticket.DoesNotExist:
        raise Http404 from None
    if "choose" in request.POST:
        chosen = [value for value in values if value.name in names]
        if chosen:
            return TemplateResponse(
                request, "admin/tickets/redact_confirm.html", context | {"title": "Redact for good?", "values": chosen}
            )
        messages.error(request, "Choose at least one value.")
    shown = [value for value in values if value.found or not containing]
    return TemplateResponse(
        request,
        "admin/tickets/redact.html",
        context
        | {
            "title": f"Redact values of #{ticket_id}",
            "values": shown[-VALUES_MAX:],
            "left_out": max(0, len(shown) - VALUES_MAX),
            "containing": containing,
            "ticket_id": ticket_id,
        },
    )


def _redact(request: HttpRequest, ticket_id: int, names: list[str]) -> HttpResponseBase:
    actor = f"admin:{request.user.get_username()}"
    try:
        done = values_redact(ticket_id=ticket_id, names=[parse_name(name) for name in names], actor=actor)
    except Ticket.DoesNotExist:
        raise Http404 from None
    except ValueError:
        messages.error(request, "Nothing was redacted: the form is damaged. Choose again.")
    except NoSuchValueError as error:
        messages.error(request, f"Nothing was redacted: {error}")
    except OSError as error:
        reason = f"Nothing was redacted: the list of erased tickets cannot be written ({error.strerror})."
        messages.error(request, reason)
    else:
        statistics_renew()
        _report(request, done.redacted, done.left)
        return HttpResponseRedirect(reverse("admin:tickets_ticket_change", args=[ticket_id]))
    return HttpResponseRedirect(request.path)


def _report(request: HttpRequest, redacted: list[StoredValue], left: list[StoredValue]) -> None:
    count = len(redacted)
    messages.success(request, f"{count} value{'' if count == 1 else 's'} redacted.")
    for value in left:
        messages.warning(request, f"The same text still is the ticket's {value.field}. Redact that too if it must go.")
