"""A desk without sign-in is served on loopback only, unless ACCESS=open says otherwise."""

import os
import subprocess
import sys

import pytest
from django.test import Client
from pytest_django import Settings
from tools.paths import BACKEND

from server.access import OPEN, OPEN_DE
from server.loopback import binds_loopback, is_loopback, refusal

LOOPBACK = {"http_bind": "", "bind": "127.0.0.1:8080", "public_url": "http://127.0.0.1:8080", "trusted_proxy": ""}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.8.7", "::1", "[::1]", "localhost", "LOCALHOST", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"]
)
def test_a_host_of_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        *("", "*", "0.0.0.0", "::", "[::]", "192.168.1.5", "::ffff:10.0.0.1", "fe80::1", "desk", "localhost.", "127.1"),
        *(
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "ip6-localhost",
            "0127.0.0.1",
            "2130706433",
            "0x7f000001",
        ),
    ],
)
def test_any_other_host_is_not(host: str) -> None:
    assert not is_loopback(host)
    assert not binds_loopback(host)


@pytest.mark.parametrize(
    "bind", ["127.0.0.1:8080", "[::1]:80", "localhost:8143", "::1", "127.0.0.1", "127.0.0.1:1,[::1]:1"]
)
def test_a_bind_on_loopback(bind: str) -> None:
    assert binds_loopback(bind)


@pytest.mark.parametrize(
    "bind",
    [":8143", "8143", "[::]:80", "0.0.0.0:8000", "*:80", "unix:/run/desk", "fd://3", "127.0.0.1:1,0.0.0.0:1", "desk:80",
     "127.0.0.1@10.0.0.1:80", "127.0.0.1:80:80"],
)  # fmt: skip
def test_a_bind_elsewhere(bind: str) -> None:
    assert not binds_loopback(bind)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"bind": "0.0.0.0:8080"}, "BIND=0.0.0.0:8080"),
        ({"bind": "unix:/run/desk"}, "BIND=unix:/run/desk"),
        ({"http_bind": "0.0.0.0", "bind": "0.0.0.0:8000"}, "HTTP_BIND=0.0.0.0"),
        ({"public_url": "https://desk.example.org"}, "PUBLIC_URL=https://desk.example.org"),
        ({"public_url": "http://127.0.0.1.evil.example"}, "PUBLIC_URL=http://127.0.0.1.evil.example"),
        ({"trusted_proxy": "127.0.0.1"}, "TRUSTED_PROXY"),
    ],
)
def test_what_is_not_loopback_is_named_in_one_line(change: dict[str, str], named: str) -> None:
    line = refusal(**{**LOOPBACK, **change})
    assert line.startswith(named)
    assert "ACCESS=open" in line
    assert "\n" not in line


def test_loopback_and_the_addresses_between_the_containers_are_not_refused() -> None:
    assert refusal(**LOOPBACK) == ""
    assert (
        refusal(**{**LOOPBACK, "http_bind": "127.0.0.1", "bind": "0.0.0.0:8000", "trusted_proxy": "172.18.0.0/16"})
        == ""
    )


@pytest.mark.parametrize(
    ("environment", "starts", "line"),
    [
        ({"HTTP_BIND": "0.0.0.0"}, False, "HTTP_BIND=0.0.0.0 is not loopback"),
        ({"HTTP_BIND": "0.0.0.0", "ACCESS": "open"}, True, ""),
        ({"ACCESS": "accounts"}, False, "ACCESS must be one of auto, open; it is 'accounts'."),
        ({"BIND": "0.0.0.0:0"}, False, "BIND=0.0.0.0:0 is not loopback"),
    ],
)
def test_the_server_ends_with_that_line(environment: dict[str, str], starts: bool, line: str) -> None:
    command = "from server import gunicorn; gunicorn.on_starting(None)"
    environ = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-c", command], env=environ, cwd=BACKEND, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == starts
    assert line in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Anything", "Forwarded", "Via", "X-Real-IP", "True-Client-IP"],
)
def test_a_forwarded_request_is_refused(client: Client, settings: Settings, header: str) -> None:
    answer = client.get("/api/tickets/", headers={header: "127.0.0.1"})
    assert answer.status_code == 403
    assert answer.json()["codes"] == {"detail": "forwarded_request"}
    assert "ACCESS=open" in answer.json()["detail"]
    for path in ("/", "/admin/login/", "/healthz"):
        page = client.get(path, headers={header: "127.0.0.1"})
        assert page.status_code == 403
        assert "keine Anmeldung" in page.content.decode()
    settings.ACCESS = "open"
    assert client.get("/api/tickets/", headers={header: "127.0.0.1"}).status_code == 200


@pytest.mark.django_db
def test_behind_web_its_own_headers_do_not_count(client: Client, settings: Settings) -> None:
    settings.BEHIND_WEB = True
    by_web = {"X-Forwarded-For": "172.18.0.1", "X-Forwarded-Proto": "http"}
    assert client.get("/api/tickets/", headers=by_web).status_code == 200
    for path in ("/api/tickets/", "/admin/login/"):
        assert client.get(path, headers={**by_web, "X-Forwarded-Whatever": "1"}).status_code == 403


def test_the_pages_learn_whether_the_desk_is_open(client: Client, settings: Settings) -> None:
    assert client.get("/api/me/").json() == {"name": "desk", "access": "auto"}
    settings.ACCESS = "open"
    assert client.get("/api/me/").json() == {"name": "desk", "access": "open"}


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/tickets/ticket/", "/admin/password_change/"])
def test_every_page_of_the_admin_says_that_the_desk_is_open(
    admin_client: Client, settings: Settings, path: str
) -> None:
    assert OPEN not in admin_client.get(path, follow=True).content.decode()
    settings.ACCESS = "open"
    page = admin_client.get(path, follow=True).content.decode()
    assert f'<li class="warning" lang="en">{OPEN}</li>' in page
    assert f'<li class="warning" lang="de">{OPEN_DE}</li>' in page


def test_the_page_of_the_api_says_so_too(client: Client, settings: Settings) -> None:
    assert OPEN not in client.get("/api/docs/").content.decode()
    settings.ACCESS = "open"
    page = client.get("/api/docs/").content.decode()
    assert OPEN in page
    assert OPEN_DE in page


def test_the_admins_own_frame_is_unchanged(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "<title>Log in | Quietdesk</title>" in page
    assert '<div id="site-name"><a href="/admin/">Quietdesk</a></div>' in page
