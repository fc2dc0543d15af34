"""What a page of another site gets: nothing below /api/ and /admin/, except that a link opens a page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
NO_CORS = {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Same-Origin", "nonsense", ""])
@pytest.mark.parametrize("path", ["/api/tickets/", "/api/tickets/export/", "/api/none/", "/api", "/api/schema/"])
@pytest.mark.parametrize("mode", [NO_CORS, NAVIGATION])
def test_the_api_refuses_another_site(client: Client, site: str, path: str, mode: dict[str, str]) -> None:
    answer = client.get(path, headers={"Sec-Fetch-Site": site, **mode})
    assert answer.status_code == 403
    assert answer.json()["codes"] == {"detail": "cross_site"}
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_desk_itself_and_the_address_bar_are_answered(client: Client, site: str | None) -> None:
    sent = {} if site is None else {"Sec-Fetch-Site": site}
    answer = client.get("/api/tickets/", headers=sent)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/admin/login/", "/api/docs/"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_elsewhere_opens_the_admin_site_and_the_docs(client: Client, path: str, site: str) -> None:
    assert client.get(path, headers={"Sec-Fetch-Site": site, **NAVIGATION}).status_code == 200
    for mode in (NO_CORS, {**NAVIGATION, "Sec-Fetch-Dest": "iframe"}):
        assert client.get(path, headers={"Sec-Fetch-Site": site, **mode}).status_code == 403
    assert client.post(path, headers={"Sec-Fetch-Site": site, **NAVIGATION}).status_code == 403


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/jsi18n/", "/admin/none/"])
def test_nothing_of_the_admin_site_is_stored_by_a_browser(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_pages_may_be_linked_from_elsewhere(client: Client) -> None:
    assert client.get("/tickets/7", headers={"Sec-Fetch-Site": "cross-site", **NO_CORS}).status_code in {200, 503}
    assert client.get("/healthz", headers={"Sec-Fetch-Site": "cross-site", **NO_CORS}).status_code == 200
