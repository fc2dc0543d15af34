"""The application's own role and databases: a plain owner, no superuser, with a random password."""

from pathlib import Path
from urllib.parse import quote

from tools import secret_files
from tools.postgres.cluster import Cluster, socket_folder, superuser_sql

ROLE, PASSWORD = "quietdesk", "application_password"

# psql reads this: \gexec runs what the query before it returns.
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
    """Make the role and the database unless they are there. Returns the address that DATABASE_URL takes."""
    password = secret_files.keep(cluster.home / PASSWORD)
    variables = f"\\set role {ROLE}\n\\set password {password}\n\\set name {name}\n"
    role = ENSURE_ROLE.format(createdb="CREATEDB" if may_create else "NOCREATEDB")
    superuser_sql(cluster, variables + role + ENSURE_DATABASE)
    return address(cluster.home, name)


def address(home: Path, name: str) -> str:
    """A postgres:// address by way of the cluster's unix socket, the same at every start; psql reads it too."""
    password = secret_files.keep(home / PASSWORD)
    return f"postgres://{ROLE}:{quote(password, safe='')}@/{name}?host={quote(str(socket_folder(home / 'data')))}"
