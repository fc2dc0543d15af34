"""Access to the database server of `make run`, with either kind of PostgreSQL."""

import stat

import psycopg2
import pytest
from tools.postgres import database
from tools.postgres.cluster import Cluster

from tests.tools.sql import query


@pytest.fixture
def url(server: Cluster) -> str:
    return database.ensure(server, "quietdesk")


def test_the_application_role_owns_its_database_and_is_no_superuser(url: str) -> None:
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles"
    assert query(url, rights + " WHERE rolname = current_user") == [(False,) * 5]
    query(url, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(url, "SELECT rolpassword FROM pg_authid")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(url, "CREATE DATABASE another")


def test_a_wrong_password_is_refused(url: str, server: Cluster) -> None:
    password = (server.home / "application_password").read_text().strip()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        query(url.replace(password, "guessed"), "SELECT 1")


def test_passwords_log_and_data_are_private(url: str, server: Cluster) -> None:
    for name in ("superuser_password", "application_password", "log"):
        assert stat.S_IMODE((server.home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((server.home / "data").stat().st_mode) == 0o700
    assert not list(server.home.glob("password-*"))


def test_nothing_listens_on_the_network(url: str) -> None:
    assert query(url, "SELECT current_setting('listen_addresses')") == [("",)]


def test_a_rejected_row_leaves_no_text_in_the_log(url: str, server: Cluster) -> None:
    query(url, "CREATE TABLE short (word text CHECK (length(word) < 3))")
    with pytest.raises(psycopg2.errors.CheckViolation):
        query(url, "INSERT INTO short VALUES ('marmaladenbrot')")
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        query(url, "SELECT missing FROM short WHERE word = 'marmaladenbrot'")
    log = server.log.read_text()
    assert "violates check constraint" in log
    assert "marmaladenbrot" not in log


def test_case_and_sort_order_are_independent_of_the_locale(url: str) -> None:
    assert query(url, "SELECT upper('größe ñ ж'), 'Z' < 'a', 'z' < 'ä'") == [("GRÖßE Ñ Ж", True, True)]


def test_databases_of_one_cluster_are_separate(url: str, server: Cluster) -> None:
    demo = database.ensure(server, "quietdesk_demo")
    query(url, "CREATE TABLE mine AS SELECT 1 n")
    assert query(demo, "SELECT to_regclass('mine')") == [(None,)]


def test_the_url_is_stable(url: str, server: Cluster) -> None:
    assert database.url(server.home, "quietdesk") == url
