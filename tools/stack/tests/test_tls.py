"""With a certificate and its key, web speaks TLS, and redirects plain HTTP."""

import os
import ssl
from pathlib import Path

import httpx

from tools.stack.tests import openai_server
from tools.stack.tests.compose_stack import Stack, marker


def test_with_a_certificate_the_desk_is_reached_by_https(stack: Stack, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    certificate, key = openai_server.make_certificate(tmp_path)
    # As docs/on-premises.md says. Only root may give a file to the group of the container.
    if os.geteuid() == 0:
        os.chown(key, -1, 101)
        key.chmod(0o640)
    url = stack.url.replace("http:", "https:")
    try:
        stack.up("backend", "web", TLS_CERT=str(certificate), TLS_KEY=str(key), PUBLIC_URL=url)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(certificate)
        context.check_hostname = False  # the certificate is for another name
        with httpx.Client(base_url=url, trust_env=False, verify=context, timeout=60) as http:
            page = http.get("/")
            assert (page.status_code, page.headers["strict-transport-security"]) == (200, "max-age=15768000")
            body = {"title": f"Over TLS {marker()}", "description": "Sent over TLS."}
            assert [http.post("/api/tickets/", json=body).status_code for _ in range(2)] == [201, 201]
            assert http.get("/api/tickets/?page_size=1").json()["next"].startswith(f"{url}/api/tickets/?")
            assert "Secure" in http.get("/admin/login/").headers["set-cookie"]
        moved = stack.http.get("/tickets/7")
        assert (moved.status_code, moved.headers["location"]) == (308, f"{url}/tickets/7")
    finally:
        stack.up("backend", "web")
        stack.wait_until_ready()
