"""The whole benchmark at a tiny size: every row is present, and every response successful."""

import json

import pytest
from django.urls import resolve
from tools.paths import BACKEND

from bench.__main__ import PARTS, main
from server import spa

WITH_TARGET = {
    "stats",
    "list, first page",
    "search, rare word",
    "create, 1 client",
    "create, 8 clients",
    "memory, worker 1",
    "classifier, memory",
}


def test_every_part_runs_without_an_error(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # The hanging model times out quickly.
    monkeypatch.setenv("OLLAMA_TIMEOUT", "1")
    main(["--json", "--sizes", "300", "--seconds", "0.1"])
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert len(PARTS) >= 2
    names = {row["name"] for row in rows}
    assert len({(row["name"], row["tickets"]) for row in rows}) == len(rows) > 40
    assert names >= WITH_TARGET | {"baseline: SELECT 1, 200 bytes", "naive: stats", "the same through classify"}
    assert {row["name"]: row["errors"] for row in rows if row["errors"]} == {}
    assert {row["name"] for row in rows if row["target"]} >= WITH_TARGET


def test_neither_the_desk_nor_its_image_contains_the_benchmark() -> None:
    assert resolve("/bench/baseline").func is spa.index
    assert "bench" in (BACKEND / ".dockerignore").read_text().splitlines()
