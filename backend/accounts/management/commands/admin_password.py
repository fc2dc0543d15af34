"""`manage.py admin_password`: shows the password the first account was made with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services import NAME, password_file


class Command(BaseCommand):
    """Show the first account's name and password."""

    help = "Show the password that `admin` was made with (a later change in the admin is not seen here)."

    def handle(self, *args: Any, **options: Any) -> None:
        path = password_file(settings.STATE_DIR)
        try:
            password = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise CommandError("No password is kept yet: the account is made when Quietdesk first starts.") from None
        except PermissionError:
            raise CommandError(f"Only its owner may read {path}.") from None
        self.stdout.write(f"{NAME}  {password}")
