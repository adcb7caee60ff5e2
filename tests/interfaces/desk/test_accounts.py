"""Accounts are made, renewed and closed by the operator, each time with an event."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.factors import SoftwareKey, enrol
from tests.interfaces.desk.office import OPERATOR, PASSWORD
from tests.interfaces.desk.test_second_factors import with_passkey

from antigone.bureau.ledger.models import Event
from antigone.interfaces.desk.accounts import (
    AccountError,
    accounts,
    add_account,
    close_account,
    factors_named,
    renew_password,
    reset_factors,
)
from antigone.interfaces.desk.permissions import Role

pytestmark = pytest.mark.usefixtures("desk")


def test_an_account_has_one_role_and_a_one_time_password_that_must_be_changed() -> None:
    made = add_account("Olena.K", Role.CASE_WORKER, password=None, actor=OPERATOR)
    account = accounts()[0]
    assert (account.name, account.roles, account.open) == ("olena.k", (Role.CASE_WORKER,), True)
    assert account.must_change_password
    assert len(made.one_time_password) >= 20
    assert User.objects.get().check_password(made.one_time_password)


def test_no_two_one_time_passwords_are_alike() -> None:
    made = {
        add_account(f"user{number}", Role.AUDITOR, password=None, actor=OPERATOR).one_time_password
        for number in range(20)
    }
    assert len(made) == 20


def test_every_act_is_an_event_without_a_password() -> None:
    made = add_account("olena", Role.REGISTRAR, password=None, actor=OPERATOR)
    renewed = renew_password("olena", password=PASSWORD, actor=OPERATOR)
    close_account("olena", actor=OPERATOR)
    events = Event.objects.order_by("pk")
    assert [event.verb for event in events] == ["desk.add_account", "desk.renew_password", "desk.close_account"]
    assert {event.subject_id for event in events} == {"olena"}
    said = str([event.detail for event in events])
    assert made.one_time_password not in said
    assert PASSWORD not in said
    assert renewed.one_time_password == ""


def test_a_renewed_account_is_open_again_and_keeps_a_password_of_its_own() -> None:
    add_account("olena", Role.REGISTRAR, password=None, actor=OPERATOR)
    close_account("olena", actor=OPERATOR)
    assert not accounts()[0].open
    renew_password("olena", password=PASSWORD, actor=OPERATOR)
    assert accounts()[0].open
    assert not accounts()[0].must_change_password


@pytest.mark.parametrize("name", ["", "a", "-x", "two words", "x" * 41, "a/b", "о\x00лена", "<b>olena</b>"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(AccountError, match="cannot be a user name"):
        add_account(name, Role.REGISTRAR, password=None, actor=OPERATOR)
    assert not User.objects.exists()


def test_a_name_can_be_written_in_any_script() -> None:
    assert add_account("Олена", Role.REGISTRAR, password=None, actor=OPERATOR).name == "олена"


def test_a_name_is_given_once() -> None:
    add_account("olena", Role.REGISTRAR, password=None, actor=OPERATOR)
    with pytest.raises(AccountError, match="there is an account «olena» already"):
        add_account(" OLENA", Role.AUDITOR, password=None, actor=OPERATOR)
    assert accounts()[0].roles == (Role.REGISTRAR,)


@pytest.mark.parametrize("password", ["short", "password123456", "qwertyuiopasdf"[:13]])
def test_a_weak_password_is_refused_and_nothing_is_made(password: str) -> None:
    with pytest.raises(AccountError):
        add_account("olena", Role.REGISTRAR, password=password[:13], actor=OPERATOR)
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_an_account_that_is_not_there_cannot_be_closed() -> None:
    with pytest.raises(AccountError, match="there is no account «olena»"):
        close_account("olena", actor=OPERATOR)


@pytest.fixture
def boss() -> str:
    add_account("boss", Role.ADMINISTRATOR, password=PASSWORD, actor=OPERATOR)
    return "boss"


def test_a_reset_takes_every_factor_and_the_password_and_says_with_whom(boss: str) -> None:
    add_account("olena", Role.REGISTRAR, password=PASSWORD, actor=OPERATOR)
    client = signed_in("olena")
    with_passkey(client, SoftwareKey())
    made = reset_factors("olena", second=boss, second_password=PASSWORD, actor=OPERATOR)
    assert factors_named("olena").count == 0
    assert User.objects.get(username="olena").check_password(made.one_time_password)
    assert client.get("/").headers["Location"] == "/sign-in/"
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert (event.verb, event.actor_name, event.subject_id) == ("desk.reset_factors", OPERATOR.name, "olena")
    detail = event.detail or {}
    assert (detail["second"], detail["codes"], len(detail["passkeys"])) == ("boss", True, 1)
    again = Client()
    again.post("/sign-in/", {"name": "olena", "password": made.one_time_password})
    assert again.get("/").headers["Location"] == "/password/"


@pytest.mark.parametrize(
    ("second", "password", "sentence"),
    [
        ("olena", PASSWORD, "nobody resets the factors of their own account"),
        ("taras", PASSWORD, "is no administrator"),
        ("gone", PASSWORD, "is no administrator with an open account"),
        ("nobody", PASSWORD, "there is no account «nobody»"),
        ("boss", "guessed", "this is not the password of «boss»"),
    ],
)
def test_a_reset_needs_a_second_administrator(second: str, password: str, sentence: str, boss: str) -> None:
    for name, role in (("olena", Role.ADMINISTRATOR), ("taras", Role.CASE_WORKER), ("gone", Role.ADMINISTRATOR)):
        add_account(name, role, password=PASSWORD, actor=OPERATOR)
    close_account("gone", actor=OPERATOR)
    enrol("olena")
    with pytest.raises(AccountError, match=sentence):
        reset_factors("olena", second=second, second_password=password, actor=OPERATOR)
    assert factors_named("olena").count == 1
    assert User.objects.get(username="olena").check_password(PASSWORD)
