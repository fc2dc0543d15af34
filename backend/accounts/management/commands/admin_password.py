"""`manage.py admin_password`: shows the initial password of the superuser."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services import USERNAME, password_file


class Command(BaseCommand):
    """Show the user name and initial password of the superuser."""

    help = "Show the initial password of `admin`. A later change in the admin site is not stored here."

    def handle(self, *args: Any, **options: Any) -> None:
        path = password_file(settings.STATE_DIR)
        try:
            password = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise CommandError(
                "No password is stored yet: the account is created when Quietdesk first starts."
            ) from None
        except PermissionError:
            raise CommandError(f"Only its owner may read {path}.") from None
        self.stdout.write(f"{USERNAME}  {password}")
