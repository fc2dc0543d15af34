"""The container's entry point: waits for the database, migrates it, then becomes gunicorn."""

import os
import signal
import sys
from types import FrameType
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from container import database, log, network

# An alias of docker-compose.yml on the network of `web`.
NAME_FOR_WEB: Final = "backend-for-web"


def main() -> None:
    """Never returns: the process exits, or becomes gunicorn."""
    # Process 1 ignores every signal that it has no handler for; without one, `docker stop` would wait its whole grace.
    signal.signal(signal.SIGTERM, _exit_on_signal)
    # Compose passes an unset variable as an empty one, and gunicorn itself fails on an empty number.
    for name in [name for name, value in os.environ.items() if not value.strip()]:
        del os.environ[name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        serve_web_alone()
        prepare()
    except (ImproperlyConfigured, CommandError, database.DatabaseUnusableError, network.NetworkError) as error:
        sys.exit(f"quietdesk: {error}")
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "server/gunicorn.py"])


def serve_web_alone() -> None:
    """Replace the name in BIND by this container's address on that network, so that no other network is served.

    `web` alone is there with it, and replaces every forwarded header: so those of this network are trusted.
    """
    name, _, port = os.environ.get("BIND", "").rpartition(":")
    if name != NAME_FOR_WEB:
        return
    address, trusted = network.find(name)
    # Loopback for the health check.
    os.environ["BIND"] = f"{address}:{port},127.0.0.1:{port}"
    os.environ.setdefault("TRUSTED_PROXY", str(trusted))


def prepare() -> None:
    """Migrate the database and create its first account. Replicas that start together do this one after another."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # Here too, before anything is written.
    if settings.ACCESS_REFUSAL:
        raise ImproperlyConfigured(settings.ACCESS_REFUSAL)
    database.wait_until_available()
    with database.migration_lock():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("apply_erasures")
        call_command("ensure_admin")
    log.info("The database is up to date; starting the server.")


def _exit_on_signal(_number: int, _frame: FrameType | None) -> None:
    sys.exit("quietdesk: stopped before the server had started.")


if __name__ == "__main__":
    main()
