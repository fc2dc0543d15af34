"""An empty database for one test, on the server of the test run."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.tools.sql import query


@contextmanager
def new_database() -> Iterator[str]:
    """Yields its URL. At the end it is dropped, also with open connections."""
    given = os.environ["DATABASE_URL"]
    name = f"stack_{secrets.token_hex(6)}"
    query(given, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
    finally:
        query(given, f"DROP DATABASE {name} WITH (FORCE)")
