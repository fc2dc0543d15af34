"""The container's main process: waits for the database, brings the tables up to date, then becomes gunicorn."""

import os
import signal
import sys
from types import FrameType

from django.core.exceptions import ImproperlyConfigured

from container import database, log, network


def main() -> None:
    """Never returns: the process ends, or is gunicorn."""
    # A container's first process is deaf to signals that it does not handle, and a stop would take a minute.
    signal.signal(signal.SIGTERM, _stopped)
    # Compose passes what is not set as empty, and gunicorn itself trips over an empty number.
    for name in [name for name, value in os.environ.items() if not value.strip()]:
        del os.environ[name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Only web is among the neighbours that speak to this server, and it sets each forwarded header anew.
    os.environ.setdefault("TRUSTED_PROXY", network.neighbours())
    try:
        prepare()
    except (ImproperlyConfigured, database.Unusable) as problem:
        sys.exit(f"quietdesk: {problem}")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "server/gunicorn.py"])  # noqa: S606


def prepare() -> None:
    """Leave a database that is up to date and has its first account. Replicas that start at once take turns."""
    import django
    from django.core.management import call_command

    django.setup()
    database.wait()
    with database.alone():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("ensure_admin")
    log.line("The database is up to date; starting the server.")


def _stopped(_number: int, _frame: FrameType | None) -> None:
    sys.exit("quietdesk: stopped before the server had started.")


if __name__ == "__main__":
    main()
