"""How PostgreSQL treats the statements of a web request: for how long one may run, and how it is planned.

Only the server's worker processes call this (server/gunicorn.py): a migration, an import or another command may take
as long as it needs.
"""

from django.conf import settings
from django.db import connections


def set_session_options() -> None:
    """Give every connection this process opens from now on DATABASE_STATEMENT_TIMEOUT; call it before the first one.

    Statements that are kept ready (postgres/prepared.py) are planned for any values, and none is compiled: each of them
    is over before its machine code would be there.
    """
    options = connections.settings["default"].setdefault("OPTIONS", {})
    # Sent when connecting, so it costs no statement of its own. Waiting for a lock counts too.
    limit = f"-c statement_timeout={round(settings.DATABASE_STATEMENT_TIMEOUT * 1000)}"
    plans = "-c plan_cache_mode=force_generic_plan -c jit=off"
    options["options"] = f"{options.get('options', '')} {limit} {plans}".strip()
