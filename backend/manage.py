#!/usr/bin/env python
"""Django's command line for Quietdesk."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError, connection

    from postgres.schema_state import ForeignSchemaError, read_state, require_own

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError:
        # A missing table or column may only say whose database this is: then one line instead of a traceback.
        try:
            require_own(connection)
        except ForeignSchemaError as refusal:
            sys.exit(f"quietdesk: {refusal}")
        if not read_state(connection)[1]:
            sys.exit("quietdesk: This database has no tables yet: `make run` makes them, or `manage.py migrate`.")
        raise


if __name__ == "__main__":
    main()
