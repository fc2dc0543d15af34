"""Several backends, no model, and a graceful stop, without further configuration."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from tools.stack import engine
from tools.stack.tests.compose_stack import Stack, marker, wait_until


def test_three_backends_share_the_work(stack: Stack) -> None:
    try:
        stack.up("--scale", "backend=3")
        word = marker()
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda number: stack.create_ticket(f"{word} {number}")["id"], range(60)))
        found = stack.http.get("/api/tickets/", params={"search": word, "page_size": 100}).json()["results"]
        assert {ticket["id"] for ticket in found} == set(made)
        used = set(re.findall(r'"POST /api/tickets/" 201 .* upstream=([\d.]+):8000 201', stack.logs("web")))
        assert len(used) == 3
    finally:
        stack.up("--scale", "backend=1")


def test_three_backends_start_together_on_an_empty_database(stack: Stack) -> None:
    engine.compose("down", "--volumes")
    try:
        stack.up("--scale", "backend=3")
        assert len(stack.containers("backend")) == 3
        assert stack.http.get("/readyz").status_code == 200
        assert stack.logs("backend").count("Account `admin` made") == 1
        assert engine.sql("SELECT count(*) FROM accounts_user", database="quietdesk") == "1"
    finally:
        stack.up("--scale", "backend=1")
        stack.wait_until_ready()


def test_without_model_and_classifier_keywords_answer(stack: Stack) -> None:
    try:
        stack.up("--scale", "ollama=0", "--scale", "classifier=0")
        assert stack.containers("ollama") == stack.containers("classifier") == []
        wait_until(lambda: stack.source_state("ollama") == "unreachable", "the missing model is detected")
        answer = stack.http.post("/api/tickets/classify/", json={"description": "Please refund the invoice."}).json()
        assert (answer["source"], answer["suggested_category"]) == ("keywords", "billing")
        assert stack.create_ticket()["category"]
    finally:
        stack.up()
        stack.wait_until_ready()


def test_a_stopping_backend_finishes_requests_in_flight(stack: Stack) -> None:
    stack.model(behave="slow", delay=6, category="account", priority="high")
    answers: list[tuple[int, str]] = []

    def ask() -> None:
        answer = stack.http.post("/api/tickets/classify/", json={"description": "The password is refused."})
        answers.append((answer.status_code, answer.json()["source"]))

    asking = threading.Thread(target=ask)
    try:
        asking.start()
        wait_until(lambda: "POST" not in stack.logs("web") or asking.is_alive(), "the request is in flight")
        asking.join(2)
        assert asking.is_alive()
        engine.compose("stop", "backend")
        asking.join()
        assert answers == [(200, "ollama")]
        gone = stack.http.get("/api/tickets/")
        assert (gone.status_code, gone.headers["retry-after"]) == (502, "5")
    finally:
        asking.join()
        stack.up()
        stack.model(behave="well")
        stack.wait_until_ready()
