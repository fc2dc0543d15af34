"""The time one statement of a web request may take, after which PostgreSQL stops it.

Only the server's worker processes call this (config/gunicorn.py): a migration, an import or another command may take
as long as it needs.
"""

from django.conf import settings
from django.db import connections


def limit_statements() -> None:
    """Give every connection this process opens from now on DATABASE_STATEMENT_TIMEOUT; call it before the first one."""
    options = connections.settings["default"].setdefault("OPTIONS", {})
    # Sent when connecting, so it costs no statement of its own. Waiting for a lock counts too.
    limit = f"-c statement_timeout={round(settings.DATABASE_STATEMENT_TIMEOUT * 1000)}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
