"""Who may reach the desk: on loopback nobody through a proxy; elsewhere it does not start unless ACCESS=open."""

import re

import pytest

from tools.stack import engine
from tools.stack.tests.compose_stack import Stack, error_of

LINE = "Quietdesk has no sign-in yet"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Whatever"])
def test_a_forwarded_request_to_a_desk_on_loopback_is_refused(stack: Stack, name: str) -> None:
    header = {name: "127.0.0.1"}
    refused = stack.http.get("/api/tickets/", headers=header)
    assert (refused.status_code, refused.json()["codes"]) == (403, {"detail": "forwarded_request"})
    assert LINE in refused.json()["detail"]
    assert "ACCESS=open" in refused.json()["detail"]
    admin = stack.http.get("/admin/login/", headers=header)
    assert (admin.status_code, LINE in admin.text) == (403, True)
    assert stack.http.get("/api/tickets/").status_code == 200
    assert stack.http.get("/api/me/").json() == {"name": "desk", "access": "auto"}


@pytest.mark.parametrize(
    ("service", "setting", "line"),
    [
        ("backend", "HTTP_BIND=0.0.0.0", f"quietdesk: HTTP_BIND=0.0.0.0 is not loopback. {LINE}"),
        (
            "backend",
            "PUBLIC_URL=https://desk.example.org",
            f"quietdesk: PUBLIC_URL=https://desk.example.org is not loopback. {LINE}",
        ),
        ("web", "TRUSTED_PROXY=192.0.2.7", f"web: TRUSTED_PROXY is set. {LINE}"),
    ],
)
def test_a_desk_off_loopback_does_not_start(stack: Stack, service: str, setting: str, line: str) -> None:
    run = ("run", "--rm", "--no-deps", "--no-TTY", "--env", setting, service)
    assert line in error_of(lambda: engine.compose(*run))


def test_an_open_desk_says_so_and_reads_what_its_proxy_says(stack: Stack) -> None:
    try:
        stack.up("backend", "web", ACCESS="open", TRUSTED_PROXY="0.0.0.0/0")
        header = {"X-Forwarded-For": "198.51.100.77:5000", "X-Forwarded-Proto": "http"}
        assert stack.http.get("/api/me/", headers=header).json() == {"name": "desk", "access": "open"}
        page = stack.http.get("/admin/login/", headers=header).text
        assert "No sign-in: everybody who reaches this address" in page
        log = stack.logs("web")
        assert re.search(r' 198\.51\.100\.0 "GET /api/me/" 200 ', log)
        assert "198.51.100.77" not in log
    finally:
        stack.up("backend", "web")
        stack.wait_until_ready()
