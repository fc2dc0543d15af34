"""The application's role and databases. The role owns them, is no superuser, and has a random password."""

from pathlib import Path
from urllib.parse import quote

from tools import secret_files
from tools.postgres.cluster import Cluster, socket_folder, superuser_sql

ROLE, PASSWORD = "quietdesk", "application_password"

# For psql, whose \gexec runs the result of a query as a statement.
ENSURE_ROLE = """
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \\gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {createdb} PASSWORD :'password';
"""
ENSURE_DATABASE = """
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
"""


def ensure(cluster: Cluster, name: str, *, may_create: bool = False) -> str:
    """Create the role and the database unless they exist. Returns the value for DATABASE_URL."""
    password = secret_files.ensure(cluster.home / PASSWORD)
    variables = f"\\set role {ROLE}\n\\set password {password}\n\\set name {name}\n"
    role = ENSURE_ROLE.format(createdb="CREATEDB" if may_create else "NOCREATEDB")
    superuser_sql(cluster, variables + role + ENSURE_DATABASE)
    return url(cluster.home, name)


def url(home: Path, name: str) -> str:
    """A postgres:// URL over the cluster's unix socket. It is the same at every start, and psql accepts it."""
    password = secret_files.ensure(home / PASSWORD)
    return f"postgres://{ROLE}:{quote(password, safe='')}@/{name}?host={quote(str(socket_folder(home / 'data')))}"
