"""What the database of `make run` lets in and what it keeps to itself, with either kind of PostgreSQL."""

import stat

import psycopg2
import pytest
from tools.postgres import database
from tools.postgres.cluster import Cluster

from tests.tools.sql import query


@pytest.fixture
def address(server: Cluster) -> str:
    return database.ensure(server, "quietdesk")


def test_the_application_is_a_plain_owner(address: str) -> None:
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles"
    assert query(address, rights + " WHERE rolname = current_user") == [(False,) * 5]
    query(address, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(address, "SELECT rolpassword FROM pg_authid")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(address, "CREATE DATABASE another")


def test_a_wrong_password_is_refused(address: str, server: Cluster) -> None:
    password = (server.home / "application_password").read_text().strip()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        query(address.replace(password, "guessed"), "SELECT 1")


def test_only_the_owner_reads_passwords_log_and_data(address: str, server: Cluster) -> None:
    for name in ("superuser_password", "application_password", "log"):
        assert stat.S_IMODE((server.home / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((server.home / "data").stat().st_mode) == 0o700
    assert not list(server.home.glob("password-*"))


def test_nothing_listens_on_the_network(address: str) -> None:
    assert query(address, "SELECT current_setting('listen_addresses')") == [("",)]


def test_a_refused_row_leaves_no_word_in_the_log(address: str, server: Cluster) -> None:
    query(address, "CREATE TABLE short (word text CHECK (length(word) < 3))")
    with pytest.raises(psycopg2.errors.CheckViolation):
        query(address, "INSERT INTO short VALUES ('marmaladenbrot')")
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        query(address, "SELECT missing FROM short WHERE word = 'marmaladenbrot'")
    log = server.log.read_text()
    assert "violates check constraint" in log
    assert "marmaladenbrot" not in log


def test_upper_case_and_order_are_the_same_on_every_machine(address: str) -> None:
    assert query(address, "SELECT upper('größe ñ ж'), 'Z' < 'a', 'z' < 'ä'") == [("GRÖßE Ñ Ж", True, True)]


def test_two_databases_live_in_one_cluster_apart(address: str, server: Cluster) -> None:
    demo = database.ensure(server, "quietdesk_demo")
    query(address, "CREATE TABLE mine AS SELECT 1 n")
    assert query(demo, "SELECT to_regclass('mine')") == [(None,)]


def test_the_address_is_the_same_at_every_start(address: str, server: Cluster) -> None:
    assert database.address(server.home, "quietdesk") == address
