"""Session options of the web workers' connections: statement timeout and planner settings.

Only server/gunicorn.py uses them. Migrations, imports and other commands have no statement timeout.
"""

from django.conf import settings
from django.db import connections


def set_session_options() -> None:
    """Set the options of all connections that this process opens later.

    Prepared statements (postgres/prepared.py) get generic plans. JIT is off, because compiling takes longer than any
    statement of a request.
    """
    options = connections.settings["default"].setdefault("OPTIONS", {})
    # Sent with the connection's startup message, so it needs no extra round trip. Lock waits count too.
    timeout = f"-c statement_timeout={round(settings.DATABASE_STATEMENT_TIMEOUT * 1000)}"
    planner = "-c plan_cache_mode=force_generic_plan -c jit=off"
    options["options"] = f"{options.get('options', '')} {timeout} {planner}".strip()
