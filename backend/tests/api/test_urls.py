"""Responses of all URLs: JSON below /api/, pages elsewhere, headers everywhere, health checks."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings
from rest_framework.test import APIClient

from config.wsgi import application
from insights.selectors import stats
from server import health
from server.headers import CSP_STRICT


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/nothing/", "/api/tickets/1/2/", "/api/tickets//"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_unknown_api_urls_are_404_in_json(api: APIClient, method: str, path: str) -> None:
    response = getattr(api, method)(path)
    assert response.status_code == 404
    assert response.json() == {
        "detail": "There is nothing at this address.",
        "codes": {"detail": "not_found"},
    }


@pytest.mark.parametrize("path", ["/api/tickets", "/api/tickets/stats", "/api/tickets/1", "/api/schema"])
def test_a_missing_trailing_slash_is_redirected_with_308(api: APIClient, path: str) -> None:
    response = api.post(f"{path}?a=b%20c", {})
    assert response.status_code == 308
    assert response["Location"] == f"{path}/?a=b%20c"


@pytest.mark.parametrize(
    "path", ["/api/tickets/%0d%0aSet-Cookie:x%3dy", "/api/tickets/%E6%BC%A2", "/api/tickets/a%3Fb"]
)
def test_a_redirect_keeps_percent_encoding(api: APIClient, path: str) -> None:
    response = api.get(path)
    assert response.status_code == 308
    assert response["Location"].lower() == f"{path}/".lower()


@pytest.mark.parametrize("path", ["/", "/new", "/healthz", "/readyz"])
def test_pages_and_health_checks_are_read_only(path: str) -> None:
    assert APIClient(enforce_csrf_checks=True).post(path).status_code == 405


@pytest.mark.django_db
def test_an_exception_is_500_in_json_without_traceback(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise KeyError("a word of a ticket")

    monkeypatch.setattr(stats, "ticket_stats", fail)
    api.raise_request_exception = False
    response = api.get("/api/tickets/stats/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/json"
    assert list(response.json()) == ["detail", "codes"]
    assert b"word of a ticket" not in response.content


def test_an_unknown_host_is_rejected_in_json(api: APIClient) -> None:
    response = api.get("/api/triage/status/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert list(response.json()) == ["detail", "codes"]


@pytest.fixture
def pages(settings: Settings, tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html><title>Quietdesk</title>")
    settings.PAGES_DIR = tmp_path
    return tmp_path


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("path", ["/", "/new", "/tickets/7", "/dashboard", "/any/depth?x=1"])
def test_every_page_is_index_html(api: APIClient, path: str) -> None:
    response = api.get(path)
    assert response.status_code == 200
    assert b"Quietdesk" in response.content
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Security-Policy"] == CSP_STRICT


@pytest.mark.usefixtures("pages")
def test_head_is_answered_without_a_body() -> None:
    environ = {
        "REQUEST_METHOD": "HEAD",
        "PATH_INFO": "/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    heads: list[Any] = []
    assert list(application(environ, lambda status, headers: heads.append((status, dict(headers))))) == []
    assert heads[0][0] == "200 OK"
    assert heads[0][1]["Content-Length"] == str(len("<!doctype html><title>Quietdesk</title>"))


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("path", ["/assets/app-12345678.js", "/static/nothing.css"])
def test_a_missing_file_is_404(api: APIClient, path: str) -> None:
    response = api.get(path)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


def test_missing_pages_are_503(api: APIClient, settings: Settings, tmp_path: Path) -> None:
    settings.PAGES_DIR = tmp_path / "nowhere"
    response = api.get("/")
    assert response.status_code == 503
    assert b"not built" in response.content


@pytest.mark.parametrize("path", ["/", "/api/nothing/", "/api/triage/status/", "/healthz", "/assets/x.js"])
def test_every_response_has_the_security_headers(api: APIClient, path: str) -> None:
    response = api.get(path)
    assert response["Content-Security-Policy"] == CSP_STRICT
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_liveness(api: APIClient) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readiness(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.get("/readyz").json() == {"status": "ok"}
    monkeypatch.setattr(health, "_migrated", lru_cache(lambda: False))
    response = api.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "database not migrated"})


@pytest.mark.django_db(transaction=True)
def test_without_a_database_readiness_and_api_are_503(api: APIClient) -> None:
    good = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        ready, listed = api.get("/readyz"), api.get("/api/tickets/")
        posted = api.post("/api/tickets/", {"title": "a", "description": "b"})
        classified = api.post("/api/tickets/classify/", {"description": "a refund, please"})
    finally:
        connection.settings_dict["PORT"] = good
        connection.close()
    assert (ready.status_code, ready.json()) == (503, {"status": "database unreachable"})
    assert (listed.status_code, posted.status_code, classified.status_code) == (503, 503, 200)
    assert "may not have been saved" in posted.json()["detail"]
    assert listed["Retry-After"] == "5"


@pytest.mark.django_db
def test_the_documentation_loads_nothing_from_other_hosts(api: APIClient) -> None:
    page = api.get("/api/docs/")
    script = api.get("/api/docs/?script=")
    assert page.status_code == script.status_code == 200
    for text in (page.content.decode(), script.content.decode()):
        assert "http://" not in text.replace("http://testserver", "").replace("http://www.w3.org", "")
        assert "https://" not in text
    assert api.get("/api/schema/").status_code == 200
