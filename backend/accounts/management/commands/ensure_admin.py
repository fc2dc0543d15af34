"""`manage.py ensure_admin`: makes the account `admin` on first start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.services import ensure_admin


class Command(BaseCommand):
    """Make the first account where it is missing."""

    help = "Make the account `admin` where it is missing; ADMIN_PASSWORD sets its password, else it is random."

    def handle(self, *args: Any, **options: Any) -> None:
        if ensure_admin(state=settings.STATE_DIR, password=settings.ADMIN_PASSWORD):
            self.stdout.write("Account `admin` made; `manage.py admin_password` shows its password.")
