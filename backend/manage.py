#!/usr/bin/env python
"""Django's command line for Quietdesk."""

import os
import sys
from io import TextIOWrapper


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What the terminal's encoding lacks is shown as an escape: a word of a file must not end the command.
            stream.reconfigure(errors="backslashreplace")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError, connection

    from postgres.schema_state import ForeignSchemaError, read_state, require_own_schema

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError:
        # A table or column may be missing because another version created the database. Then one line is enough.
        try:
            require_own_schema(connection)
        except ForeignSchemaError as refusal:
            sys.exit(f"quietdesk: {refusal}")
        if not read_state(connection)[1]:
            sys.exit("quietdesk: This database has no tables yet: run `make run`, or `manage.py migrate`.")
        raise


if __name__ == "__main__":
    main()
