"""The names of accounts: one line, and isolated in the sentences of the admin site."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from api.bidi import isolated
from tests.tickets.test_one_line import KEPT, REFUSED
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
NAMES = ["username", "first_name", "last_name"]


@pytest.mark.parametrize("character", REFUSED)
@pytest.mark.parametrize("name", NAMES)
def test_raw_sql_cannot_store_more_than_one_line(name: str, character: str) -> None:
    user = User.objects.create_user("ada")
    change = f"UPDATE accounts_user SET {name} = %s WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match=f"user_{name}_one_line"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [f"a{character}b", user.pk])


@pytest.mark.parametrize("text", KEPT)
def test_what_languages_need_stays(text: str) -> None:
    User.objects.create_user("ada", first_name=text, last_name=text)


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_the_admin_site_names_the_character(admin_client: Client, name: str) -> None:
    user = User.objects.create_user("ada")
    fields = {"username": "ada", "date_joined_0": "2026-01-01", "date_joined_1": "12:00", name: "a\u202eb"}
    page = admin_client.post(f"/admin/accounts/user/{user.pk}/change/", fields).content.decode()
    assert "Characters that turn the direction of text are not allowed (U+202E)." in page


@pytest.mark.parametrize("text", ["עברית", "123 שלום", "مرحبا", "a ب", "\u0661\u0662", "𐤀"])
def test_a_name_that_runs_from_right_to_left_is_isolated(text: str) -> None:
    assert isolated(text) == f"\u2068{text}\u2069"
    assert str(User(username=text)) == f"\u2068{text}\u2069"
    assert str(Ticket(pk=7, title=text)) == f"#7 \u2068{text}\u2069"


@pytest.mark.parametrize("text", ["Printer", "Ünïcode 12", "打印机", "😀", ""])
def test_any_other_name_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text
