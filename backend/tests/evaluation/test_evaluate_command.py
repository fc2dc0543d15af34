"""`manage.py evaluate`: which tickets are asked about, what is printed, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from egress.models import CloudCall
from testing.model_servers import OllamaServer, OpenAIServer
from tickets.models import Ticket
from tickets.services import ticket_update
from triage import TriageConfig

Printed = pytest.CaptureFixture[str]


def evaluate(capsys: Printed, *arguments: str) -> Any:
    call_command("evaluate", "--json", *arguments)
    return json.loads(capsys.readouterr().out)["reports"]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    labelled = [
        {"title": "Refund", "description": "please refund the invoice", "category": "billing", "priority": "medium"},
        {"description": "the printer is jammed", "category": "technical"},
    ]
    file.write_text("\n".join(map(json.dumps, labelled)))
    return file


def test_without_a_choice_the_keywords_answer_the_shipped_set(capsys: Printed) -> None:
    (report,) = evaluate(capsys)
    assert (report["name"], report["answered"]["value"]) == ("keywords", 1.0)
    assert report["tickets"] >= 120


def test_a_table_for_people(capsys: Printed, rows: Path) -> None:
    call_command("evaluate", "--file", str(rows))
    out = capsys.readouterr().out
    assert "category accuracy         1.000 (0.34-1.00) n=2" in out
    assert "priority, actual (rows) and predicted (columns)" in out


def test_models_stand_side_by_side(capsys: Printed, rows: Path, settings: Settings) -> None:
    with OllamaServer(models=("granite4.1:3b", "other:1b"), category="billing", priority="low") as server:
        settings.TRIAGE = TriageConfig(ollama_url=server.url)
        models = ("--source", "ollama", "--model", "granite4.1:3b", "--model", "other:1b")
        reports = evaluate(capsys, "--source", "keywords", *models, "--file", str(rows))
    assert [report["name"] for report in reports] == ["granite4.1:3b", "other:1b", "keywords"]
    assert reports[0]["category"]["accuracy"]["count"] == 1
    assert reports[2]["category"]["accuracy"]["count"] == 2


@pytest.mark.django_db
def test_the_teams_own_tickets(capsys: Printed, ticket: Callable[..., Ticket]) -> None:
    ticket(title="Not looked at yet", category=None, priority=None)
    done = ticket(title="Refund", description="please refund the invoice", category=None, priority=None)
    ticket_update(ticket_id=done.pk, changes={"status": "closed"})
    corrected = ticket(title="Something", description="with the invoice", category=None, priority=None)
    wrong = "account" if corrected.category != "account" else "general"
    ticket_update(ticket_id=corrected.pk, changes={"category": wrong})
    (report,) = evaluate(capsys, "--tickets")
    assert (report["category"]["accuracy"]["count"], report["tickets"]) == (1, 2)
    (newest,) = evaluate(capsys, "--tickets", "--limit", "1")
    assert newest["category"]["accuracy"]["count"] == 0


@pytest.mark.django_db
def test_no_reviewed_ticket_yet(capsys: Printed, ticket: Callable[..., Ticket]) -> None:
    ticket(category=None, priority=None)
    with pytest.raises(CommandError, match="No ticket is done or corrected yet"):
        evaluate(capsys, "--tickets")


@pytest.mark.django_db
def test_nothing_leaves_unless_the_cloud_is_asked_for_by_name(capsys: Printed, rows: Path, settings: Settings) -> None:
    with OpenAIServer(category="billing", priority="medium") as cloud, OllamaServer(behave="status_500") as local:
        settings.TRIAGE = TriageConfig(ollama_url=local.url, openai_key=cloud.key, openai_base_url=cloud.base_url)
        evaluate(capsys, "--file", str(rows))
        local.behave = "well"
        evaluate(capsys, "--file", str(rows), "--source", "ollama")
        assert cloud.requests == []
        call_command("evaluate", "--file", str(rows), "--source", "openai")
        assert len(cloud.requests) == 2
    assert "the texts of 2 tickets are sent to 127.0.0.1" in capsys.readouterr().err
    assert CloudCall.objects.count() == 2


def test_a_ticket_the_model_leaves_to_others_counts_as_unanswered(
    capsys: Printed, rows: Path, settings: Settings
) -> None:
    with OllamaServer() as server:
        settings.TRIAGE = TriageConfig(ollama_url=server.url)
        server.behave = "not_done"
        (report,) = evaluate(capsys, "--file", str(rows), "--source", "ollama")
    assert (report["answered"]["count"], report["tickets"]) == (0, 2)
    assert report["unanswered_because"] == {"bad_answer": 2}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--source", "ollama"), "OLLAMA_URL is empty"),
        (("--source", "openai"), "LLM_API_KEY is empty"),
        (("--model", "other:1b"), "needs either"),
        (("--source", "ollama", "--source", "openai", "--model", "x"), "needs either"),
        (("--limit", "0"), "at least 1"),
        (("--file", "no-such-file.jsonl"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(capsys: Printed, arguments: tuple[str, ...], problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        evaluate(capsys, *arguments)
