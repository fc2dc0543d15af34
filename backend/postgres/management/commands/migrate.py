"""`manage.py migrate`: Django's, after a look whether the database is of this version."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from postgres.schema_state import ForeignSchemaError, mark, require_own

# Tells those who start this command that the database was refused, and nothing was written.
REFUSED = 3


class Command(DjangoMigrate):
    """Refuse the database of another unreleased version; else bring this one up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        try:
            require_own(connection)
            # Begun by another version and killed before it came to our apps: their order differs.
            MigrationLoader(connection).check_consistent_history(connection)
            if not (options["check_unapplied"] or options["plan"]):
                mark(connection)
            super().handle(*args, **options)
        except (ForeignSchemaError, InconsistentMigrationHistory) as error:
            raise CommandError(str(ForeignSchemaError()), returncode=REFUSED) from error
