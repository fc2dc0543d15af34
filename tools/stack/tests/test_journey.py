"""A user journey through web, with the model in the stack."""

import csv
import re
import time
from collections.abc import Callable

import httpx
import pytest

from tools.stack import engine
from tools.stack.tests.compose_stack import SERVICES, Stack, marker


def test_pages_and_assets(stack: Stack) -> None:
    page = stack.http.get("/tickets/1")
    assert page.status_code == 200
    assets = re.findall(r'"(/assets/[^"]+)"', page.text)
    assert assets
    for path in assets:
        asset = stack.http.get(path)
        assert asset.status_code == 200
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-encoding"] == "gzip"
    assert stack.http.get("/assets/none.js").status_code == 404


def test_a_ticket_from_suggestion_to_closing(stack: Stack) -> None:
    word = marker()
    stack.model(category="account", priority="critical")
    suggested = stack.http.post("/api/tickets/classify/", json={"description": f"Locked out {word}"}).json()
    assert (suggested["source"], suggested["suggested_category"]) == ("ollama", "account")
    made = stack.create_ticket(f"Locked out {word}", suggestion=suggested["suggestion"])
    assert (made["category"], made["priority"], made["suggested"]["source"]) == ("account", "critical", "ollama")
    listed = stack.http.get("/api/tickets/", params={"search": word}).json()["results"]
    assert [ticket["id"] for ticket in listed] == [made["id"]]
    for status in ("in_progress", "resolved", "closed"):
        assert stack.http.patch(f"/api/tickets/{made['id']}/", json={"status": status}).json()["status"] == status
    found = stack.http.get(f"/api/tickets/{made['id']}/")
    assert [line["new"] for line in found.json()["history"]] == [None, "in_progress", "resolved", "closed"]
    assert stack.http.get("/api/tickets/stats/").json()["total_tickets"] >= 1


def test_an_export_is_streamed_complete_and_compressed(stack: Stack) -> None:
    word = marker()
    made = {str(stack.create_ticket(f"{word} {number}")["id"]) for number in range(110)}
    with stack.http.stream("GET", "/api/tickets/export/", params={"search": word}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-encoding"] == "gzip"
        assert "content-length" not in answer.headers
        lines = answer.read().decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    assert {row["id"] for row in rows} == made
    assert all(word in row["title"] for row in rows)


def test_pages_and_static_files_are_served_without_the_backend(stack: Stack) -> None:
    docs = stack.http.get("/api/docs/").text + stack.http.get("/admin/login/").text
    static = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', docs)))
    assets = re.findall(r'"(/assets/[^"]+)"', stack.http.get("/").text)
    assert static
    assert assets
    engine.compose("pause", "backend")
    try:
        # The control: a request for the backend hangs.
        with pytest.raises(httpx.ReadTimeout):
            stack.http.get("/healthz", timeout=2)
        for path in ("/", "/new", "/favicon.svg", *assets, *static):
            assert stack.http.get(path, timeout=30).status_code == 200, path
    finally:
        engine.compose("unpause", "backend")
    lines = stack.logs("web")
    for path in (*assets, *static):
        upstreams = re.findall(rf'"GET {re.escape(path)}" 200 .* upstream=(\S+)', lines)
        assert set(upstreams) == {"-"}, path


def test_response_times_of_each_step(stack: Stack, record: Callable[..., None]) -> None:
    """Recorded only: on a busy machine a step may take any time."""
    steps: dict[str, Callable[[], httpx.Response]] = {
        "classify, with the stand-in model": lambda: stack.http.post(
            "/api/tickets/classify/", json={"description": f"The password is refused {marker()}."}
        ),
        "create": lambda: stack.http.post("/api/tickets/", json={"title": "Timed", "description": "By hand."}),
        "list": lambda: stack.http.get("/api/tickets/"),
        "search": lambda: stack.http.get("/api/tickets/", params={"search": "timed"}),
        "stats": lambda: stack.http.get("/api/tickets/stats/"),
        "page": lambda: stack.http.get("/"),
    }
    for name, step in steps.items():
        times = []
        for _ in range(20):
            started = time.perf_counter()
            assert step().is_success
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        record("Journey, 20 times each", name, f"median {times[10]:.1f} ms", f"longest {times[-1]:.1f} ms")


def test_health_checks_docs_and_errors(stack: Stack) -> None:
    assert stack.http.get("/healthz").json() == {"status": "ok"}
    assert stack.http.get("/readyz").json() == {"status": "ok"}
    assert stack.http.get("/api/nothing/").json() == {
        "detail": "There is nothing at this address.",
        "codes": {"detail": "not_found"},
    }
    docs = stack.http.get("/api/docs/")
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', docs.text + stack.http.get("/admin/login/").text):
        assert stack.http.get(path).status_code == 200, path
    too_large = stack.http.post("/api/tickets/", content=b"a" * 2_000_000)
    assert (too_large.status_code, list(too_large.json())) == (413, ["detail", "codes"])


def test_links_have_the_public_url(stack: Stack) -> None:
    for _ in range(2):
        stack.create_ticket()
    assert stack.http.get("/api/tickets/?page_size=1").json()["next"].startswith(f"{stack.url}/api/tickets/?")


def test_memory_of_each_service(stack: Stack, record: Callable[..., None]) -> None:
    """Recorded only; the limits are those of the compose file."""
    for service in SERVICES:
        shown = ["stats", "--no-stream", "--format", "{{.MemUsage}}", stack.container(service)]
        record("Memory", service, engine.docker(*shown).strip())
