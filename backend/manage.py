#!/usr/bin/env python
"""Django's command line for Quietdesk."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError, connection

    from postgres.schema_state import ForeignSchemaError, require_own

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError:
        # A table or column that is missing may only say whose database this is: then one line instead of a traceback.
        try:
            require_own(connection)
        except ForeignSchemaError as refusal:
            sys.exit(f"quietdesk: {refusal}")
        raise


if __name__ == "__main__":
    main()
