"""`manage.py ensure_admin`: creates the superuser `admin`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.services import ensure_admin


class Command(BaseCommand):
    """Create the superuser if it does not exist."""

    help = "Create the superuser `admin` if it does not exist. Its password is ADMIN_PASSWORD, or random."

    def handle(self, *args: Any, **options: Any) -> None:
        if ensure_admin(state_dir=settings.STATE_DIR, password=settings.ADMIN_PASSWORD):
            self.stdout.write("Account `admin` made; `manage.py admin_password` shows its password.")
