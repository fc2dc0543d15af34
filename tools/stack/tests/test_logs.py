"""No container's log contains ticket text or search words; with the control that such a log would be found."""

from tools.stack import engine
from tools.stack.tests.compose_stack import Stack, error_of, marker

INVALID_INSERT = (
    "INSERT INTO tickets_ticket (title, description, category, priority) VALUES ('{0}', '{0}', 'facilities', 'low')"
)


def insert_invalid_row(word: str) -> None:
    psql = ["psql", "--username=quietdesk", "--dbname=quietdesk", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "-c"]
    assert word in error_of(lambda: engine.in_database(*psql, INVALID_INSERT.format(word)))


def test_text_in_failing_requests_is_in_no_log(stack: Stack) -> None:
    word = marker()
    body = {"title": word, "description": word, "requester": word}
    stack.http.post("/api/tickets/", json=body)
    stack.http.post("/api/tickets/", json={**body, "category": word})
    stack.http.get("/api/tickets/", params={"search": word, "status": word}, headers={"Referer": f"/?search={word}"})
    stack.model(behave="reset")
    stack.http.post("/api/tickets/classify/", json=body)
    stack.model(behave="well")
    insert_invalid_row(word)
    engine.sql("ALTER TABLE tickets_ticket RENAME TO hidden", database="quietdesk")
    try:
        broken = [
            stack.http.post("/api/tickets/", json=body).status_code,
            stack.http.get("/api/tickets/", params={"search": word}).status_code,
        ]
    finally:
        engine.sql("ALTER TABLE hidden RENAME TO tickets_ticket", database="quietdesk")
    assert all(status >= 500 for status in broken)
    engine.compose("pause", "backend")
    try:
        timed_out = stack.http.get("/api/tickets/", params={"search": word})
    finally:
        engine.compose("unpause", "backend")
    assert (timed_out.status_code, list(timed_out.json())) == (504, ["detail", "codes"])
    logs = stack.logs()
    assert word not in logs
    # The errors themselves are logged.
    assert "SQLSTATE 42P01" in logs
    assert 'violates check constraint "ticket_category_known"' in logs
    assert '"GET /api/tickets/" 504' in logs
    assert "reason=" in logs


def test_without_the_log_settings_the_text_would_be_logged(stack: Stack) -> None:
    word = marker()
    engine.sql("ALTER ROLE quietdesk SET log_min_error_statement = 'error'")
    try:
        insert_invalid_row(word)
    finally:
        engine.sql("ALTER ROLE quietdesk RESET log_min_error_statement")
    assert word in stack.logs("db")
