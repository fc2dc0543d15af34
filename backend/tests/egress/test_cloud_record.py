"""Every call to the cloud is recorded before it is made and linked to the ticket created from it."""

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from egress import services
from egress.models import CloudCall
from testing.model_servers import OpenAIServer
from tickets.models import Ticket
from triage import Triage

pytestmark = pytest.mark.django_db
TEXT = {"title": "Refund", "description": "Please answer to ada@example.org, the card was charged twice."}


def use_cloud(cloud: OpenAIServer, triage_with: Callable[..., Triage]) -> None:
    triage_with(provider="openai", openai_key=cloud.key, openai_base_url=cloud.base_url, openai_model="gpt-4o-mini")


def test_the_record_describes_the_request(api: APIClient, triage_with: Callable[..., Triage]) -> None:
    with OpenAIServer() as cloud:
        use_cloud(cloud, triage_with)
        body = api.post("/api/tickets/classify/", TEXT).json()
        sent = cloud.requests[0].body
    call = CloudCall.objects.get()
    assert (call.host, call.model) == ("127.0.0.1", "gpt-4o-mini")
    assert (call.size, call.sha256) == (len(sent), hashlib.sha256(sent).hexdigest())
    assert call.ticket is None
    assert b"ada@example.org" not in sent
    assert body["redacted"] == {"email": 1}


def test_the_call_is_linked_to_the_submitted_ticket(api: APIClient, triage_with: Callable[..., Triage]) -> None:
    with OpenAIServer() as cloud:
        use_cloud(cloud, triage_with)
        first = api.post("/api/tickets/classify/", TEXT).json()
        api.post("/api/tickets/classify/", TEXT)
    made = api.post("/api/tickets/", TEXT | {"suggestion": first["suggestion"]}).json()
    assert [call.ticket_id for call in CloudCall.objects.order_by("id")] == [made["id"], None]


def test_without_a_record_no_call_is_made(
    api: APIClient, triage_with: Callable[..., Triage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(call: object) -> None:
        raise OSError("no space left on the device")

    monkeypatch.setattr(services, "call_record", full)
    with OpenAIServer() as cloud:
        use_cloud(cloud, triage_with)
        body = api.post("/api/tickets/classify/", TEXT).json()
        assert not cloud.requests
    assert body["source"] == "keywords"
    assert body["fell_through"] == [{"source": "openai", "reason": "not_recorded"}]


def test_the_record_outlives_its_ticket(api: APIClient, triage_with: Callable[..., Triage]) -> None:
    from tickets.services import ticket_erase

    with OpenAIServer() as cloud:
        use_cloud(cloud, triage_with)
        token = api.post("/api/tickets/classify/", TEXT).json()["suggestion"]
    ticket_erase(ticket_id=api.post("/api/tickets/", TEXT | {"suggestion": token}).json()["id"])
    assert not Ticket.objects.exists()
    assert CloudCall.objects.get().ticket is None


def test_the_admin_shows_it_read_only(client: Client, triage_with: Callable[..., Triage], api: APIClient) -> None:
    User.objects.create_superuser("admin", password="a long enough password")
    client.login(username="admin", password="a long enough password")
    page = "/admin/egress/cloudcall/"
    assert b"0 calls to the cloud" in client.get(page).content
    with OpenAIServer() as cloud:
        use_cloud(cloud, triage_with)
        api.post("/api/tickets/classify/", TEXT)
    assert b"gpt-4o-mini" in client.get(page).content
    assert client.get(f"{page}add/").status_code == 403
    assert client.get(f"{page}{CloudCall.objects.get().pk}/delete/").status_code == 403
