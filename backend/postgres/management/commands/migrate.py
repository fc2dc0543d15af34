"""`manage.py migrate`: Django's command, after a check that the database belongs to this version."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from postgres.schema_state import ForeignSchemaError, require_own_schema, store_digests

# Exit code for a database that was refused. Nothing was written then.
REFUSED_EXIT_CODE = 3


class Command(DjangoMigrate):
    """Migrate the database, unless another unreleased version created it."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        try:
            require_own_schema(connection)
            # Fails if another version, whose migrations ran in another order, was killed before it migrated our apps.
            MigrationLoader(connection).check_consistent_history(connection)
            if not (options["check_unapplied"] or options["plan"]):
                store_digests(connection)
            super().handle(*args, **options)
        except (ForeignSchemaError, InconsistentMigrationHistory) as error:
            raise CommandError(str(ForeignSchemaError()), returncode=REFUSED_EXIT_CODE) from error
