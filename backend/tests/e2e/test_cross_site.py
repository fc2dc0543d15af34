"""A page of another port of this machine, in Chromium: it counts as the same site, and gets nothing all the same."""

import http.server
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from playwright.sync_api import Page, Request, Response

from testing.serving import Served


class _OtherSite(http.server.BaseHTTPRequestHandler):
    page: ClassVar[str] = "<!doctype html><title>Elsewhere</title><a>link</a>"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a server of another origin."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_site_gets_403_however_it_asks(page: Page, served: Served, elsewhere: str, host: str) -> None:
    outcomes: dict[str, str] = {}

    def answered(response: Response) -> None:
        outcomes[response.url.rpartition("=")[2]] = str(response.status)

    def failed(request: Request) -> None:
        outcomes[request.url.rpartition("=")[2]] = str(request.failure)

    page.goto(elsewhere.replace("127.0.0.1", host))
    page.on("response", answered)
    page.on("requestfailed", failed)
    page.evaluate(
        """async url => {
            const element = (name, set) => new Promise(done => {
                const made = Object.assign(document.createElement(name), { onload: done, onerror: done });
                set(made);
                document.body.append(made);
            });
            await fetch(`${url}/api/tickets/?by=fetch`, { mode: 'no-cors' }).catch(() => null);
            await element('img', made => { made.src = `${url}/api/tickets/?by=img`; });
            await element('script', made => { made.src = `${url}/api/tickets/?by=script`; });
            await element('iframe', made => { made.src = `${url}/api/tickets/?by=iframe`; });
        }""",
        served.url,
    )
    # Cross-Origin-Resource-Policy: the page does not even learn the status. A frame is empty.
    blocked = "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin"
    assert {by: outcomes[by] for by in ("fetch", "img", "script")} == dict.fromkeys(("fetch", "img", "script"), blocked)
    assert outcomes["iframe"] in {"403", "net::ERR_BLOCKED_BY_RESPONSE"}


def test_a_form_elsewhere_is_refused_and_a_link_to_the_admin_site_works(
    page: Page, served: Served, elsewhere: str
) -> None:
    page.goto(elsewhere)
    page.evaluate(
        "url => { const a = document.querySelector('a'); a.href = url; a.click(); }", f"{served.url}/admin/login/"
    )
    page.wait_for_url("**/admin/login/")
    assert page.locator("input[name=username]").is_visible()
    page.goto(elsewhere)
    with page.expect_response(f"{served.url}/admin/login/") as refused:
        page.evaluate(
            """url => {
                const form = Object.assign(document.createElement('form'), { method: 'post', action: url });
                document.body.append(form);
                form.submit();
            }""",
            f"{served.url}/admin/login/",
        )
    assert refused.value.status == 403
