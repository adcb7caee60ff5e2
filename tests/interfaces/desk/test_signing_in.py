"""Who comes in, how guessing is slowed, and when a session ends."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.factors import code, enrol
from tests.interfaces.desk.office import OPERATOR, PASSWORD

from antigone.bureau.ledger.models import Event
from antigone.interfaces.desk import middleware
from antigone.interfaces.desk.accounts import add_account, close_account, renew_password
from antigone.interfaces.desk.models import SignInTries
from antigone.interfaces.desk.permissions import Role
from antigone.interfaces.desk.throttle import FREE_TRIES, admit_try, forget_tries

pytestmark = pytest.mark.usefixtures("desk")

FAILURE = "The name or the password is not right, or there were too many tries."
NEW_PASSWORD = "за двома зайцями 2"


@pytest.fixture
def olena(desk: None) -> User:
    add_account("olena", Role.REGISTRAR, password=PASSWORD, actor=OPERATOR)
    enrol("olena")
    return User.objects.get(username="olena")


def through_the_forms(name: str, client: Client | None = None) -> Client:
    """Somebody who has signed in with name, password and a code, as people do."""
    client = client or Client()
    answer = client.post("/sign-in/", {"name": name, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/second-step/", answer.text
    answer = client.post("/sign-in/second-step/", {"code": code()})
    assert answer.headers["Location"] == "/", answer.text
    return client


def try_in(client: Client, name: str, password: str) -> str:
    """The page that a try brings, without the form's token."""
    text = client.post("/sign-in/", {"name": name, "password": password}).text
    return re.sub(r'value="[^"]{64}"', "", text).replace(name, "NAME")


def wait(**time_ago: int) -> None:
    """Let this much time go by for all tries so far."""
    SignInTries.objects.update(last_at=timezone.now() - timedelta(**time_ago))


def test_a_name_in_any_case_and_its_password_open_the_desk(olena: User, staff_rights: None) -> None:
    client = Client()
    assert client.post("/sign-in/", {"name": " Olena ", "password": PASSWORD}).status_code == 302
    client.post("/sign-in/second-step/", {"code": code()})
    assert "olena, registrar" in client.get("/").text


def test_signing_in_is_an_event_that_says_who_and_not_from_where(olena: User) -> None:
    through_the_forms("olena")
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert (event.verb, event.actor_name, event.actor_role) == ("desk.sign_in", "olena", "registrar")
    assert event.detail == {"second_factor": "totp"}


def test_wrong_password_unknown_name_and_closed_account_get_the_same_page(olena: User) -> None:
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    close_account("taras", actor=OPERATOR)
    wrong, unknown, closed = (
        try_in(Client(), "olena", "wrong"),
        try_in(Client(), "stranger", PASSWORD),
        try_in(Client(), "taras", PASSWORD),
    )
    assert FAILURE in wrong
    assert wrong == unknown == closed


def test_each_failure_hashes_a_password_once_so_that_the_clock_tells_nothing(
    olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_account("olena", actor=OPERATOR)
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    hashed: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(1)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    work = []
    for name in ("taras", "stranger", "olena"):
        hashed.clear()
        try_in(Client(), name, "wrong")
        work.append(len(hashed))
    assert work == [1, 1, 1]


@pytest.mark.parametrize("name", ["olena", "stranger"])
def test_after_five_tries_even_the_right_password_waits(name: str, olena: User, staff_rights: None) -> None:
    for _ in range(FREE_TRIES):
        assert FAILURE in try_in(Client(), name, "wrong")
    assert not admit_try(name)
    assert FAILURE in try_in(Client(), name, PASSWORD)


def test_the_wait_doubles_from_a_minute_to_a_quarter_of_an_hour(olena: User) -> None:
    for _ in range(FREE_TRIES):
        assert admit_try("olena")
    for minutes in (1, 2, 4, 8, 15, 15, 15):
        wait(minutes=minutes, seconds=-20)
        assert not admit_try("olena")
        wait(minutes=minutes, seconds=20)
        assert admit_try("olena"), minutes


def test_tries_that_were_not_admitted_do_not_lengthen_the_wait(olena: User) -> None:
    for _ in range(FREE_TRIES + 50):
        admit_try("olena")
    wait(minutes=1, seconds=20)
    assert Client().post("/sign-in/", {"name": "olena", "password": PASSWORD}).status_code == 302


def test_the_throttle_of_one_name_holds_nobody_else_up(olena: User) -> None:
    for _ in range(FREE_TRIES + 1):
        admit_try("stranger")
    assert admit_try("olena")


def test_signing_in_forgives_the_tries(olena: User, staff_rights: None) -> None:
    for _ in range(FREE_TRIES - 1):
        admit_try("olena")
    through_the_forms("olena")
    assert not SignInTries.objects.exists()


def test_tries_are_kept_without_the_name(olena: User) -> None:
    admit_try("my password typed by mistake")
    assert "password" not in str(list(SignInTries.objects.values()))
    forget_tries("my password typed by mistake")
    assert not SignInTries.objects.exists()


def test_there_is_no_way_to_make_an_account_from_outside(olena: User) -> None:
    for address in ("/register/", "/sign-up/", "/accounts/signup/", "/admin/", "/password/reset/"):
        assert Client().get(address).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('antigone_staff', 'auth_user', 'INSERT')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('antigone_staff', 'auth_user_groups', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_column_privilege('antigone_staff', 'auth_user', 'is_active', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def at(client: Client, monkeypatch: pytest.MonkeyPatch, seconds: float) -> int:
    """The status of the first page so many seconds from now."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(middleware.time, "time", lambda: now + seconds)
        return client.get("/").status_code


def test_a_session_ends_after_half_an_hour_without_a_step(olena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("olena")
    assert at(client, monkeypatch, 29 * 60) == 200
    assert at(client, monkeypatch, 58 * 60) == 200
    assert at(client, monkeypatch, 58 * 60 + 30 * 60) == 302
    assert client.get("/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(olena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("olena")
    for minutes in range(20, 12 * 60, 20):
        assert at(client, monkeypatch, minutes * 60) == 200, minutes
    assert at(client, monkeypatch, 12 * 3600) == 302
    assert client.get("/").status_code == 302


def test_the_database_too_forgets_a_session_after_twelve_hours(olena: User) -> None:
    client = through_the_forms("olena")
    client.get("/")
    until = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=11, minutes=59) < until <= timedelta(hours=12)


def test_sessions_that_are_over_are_swept_away(olena: User, staff_rights: None) -> None:
    signed_in("olena")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    through_the_forms("olena")
    assert Session.objects.count() == 1


def test_the_cookie_ends_with_the_browser_and_no_script_or_other_site_gets_it(olena: User) -> None:
    cookie = Client()
    answer = cookie.post("/sign-in/", {"name": "olena", "password": PASSWORD})
    session = answer.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Strict"


def test_signing_out_ends_the_session_and_clears_the_browser(olena: User, staff_rights: None) -> None:
    client = signed_in("olena")
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.exists()
    assert client.get("/").status_code == 302
    assert signed_in("olena").get("/sign-out/").status_code == 405


def test_a_closed_account_is_out_with_its_next_step(olena: User) -> None:
    client = signed_in("olena")
    close_account("olena", actor=OPERATOR)
    assert client.get("/").status_code == 302


def test_the_page_that_was_asked_for_comes_after_signing_in(olena: User) -> None:
    client = Client()
    away = client.get("/imports/")
    assert away.headers["Location"] == "/sign-in/?next=%2Fimports%2F"
    answer = client.post("/sign-in/", {"name": "olena", "password": PASSWORD, "next": "/imports/"})
    assert answer.headers["Location"] == "/sign-in/second-step/?next=%2Fimports%2F"
    answer = client.post("/sign-in/second-step/", {"code": code(), "next": "/imports/"})
    assert answer.headers["Location"] == "/imports/"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_signing_in_leads_to_no_other_site(onward: str, olena: User) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"name": "olena", "password": PASSWORD, "next": onward})
    assert answer.headers["Location"] == "/sign-in/second-step/"
    assert client.post("/sign-in/second-step/", {"code": code(), "next": onward}).headers["Location"] == "/"
    assert Client().post("/language/", {"language": "uk", "next": onward}).headers["Location"] == "/"


def test_a_one_time_password_opens_nothing_before_it_is_changed(desk: None, staff_rights: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    made = add_account("olena", Role.REGISTRAR, password=None, actor=OPERATOR)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    client = Client()
    client.post("/sign-in/", {"name": "olena", "password": made.one_time_password})
    for address in ("/", "/search/", "/imports/"):
        assert client.get(address).headers["Location"] == "/password/"
    assert "made by somebody else" in client.get("/password/").text
    form = {"current": made.one_time_password, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post("/password/", form).headers["Location"] == "/"
    for address in ("/", "/search/", "/imports/"):
        assert client.get(address).headers["Location"] == "/second-factor/"
    assert "Your password is changed." in client.get("/second-factor/").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "wrong"}, "This is not your password"),
        ({"again": "another one"}, "The two new passwords differ."),
        ({"new": "short", "again": "short"}, "Too easy to guess"),
        ({"new": PASSWORD, "again": PASSWORD}, "must differ from the old one"),
        ({"new": ""}, "Please fill this in."),
    ],
)
def test_a_bad_new_password_is_refused_with_a_sentence(change: dict[str, str], sentence: str, olena: User) -> None:
    client = signed_in("olena")
    form = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD} | change
    answer = client.post("/password/", form)
    assert answer.status_code == 400
    assert sentence in answer.text
    olena.refresh_from_db()
    assert olena.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(olena: User) -> None:
    here, there = signed_in("olena"), signed_in("olena")
    here.post("/password/", {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_renewed_password_ends_every_session(olena: User) -> None:
    client = signed_in("olena")
    renew_password("olena", password=None, actor=OPERATOR)
    assert client.get("/").status_code == 302


def test_the_language_is_kept_in_a_cookie(olena: User, settings: Any) -> None:
    client = signed_in("olena")
    client.post("/language/", {"language": "uk", "next": "/"})
    assert 'lang="uk"' in client.get("/").text
    client.post("/language/", {"language": "ru", "next": "/"})
    assert 'lang="ru"' in client.get("/").text
    client.post("/language/", {"language": "xx", "next": "/"})
    assert 'lang="ru"' in client.get("/").text


@pytest.mark.parametrize("field", ["name", "password"])
@pytest.mark.parametrize("value", ["", "\x00", "a" * 2_000, "\ud800"])
def test_odd_input_is_no_fault(field: str, value: str, olena: User) -> None:
    form = {"name": "olena", "password": "wrong"} | {field: value.encode("utf-8", "surrogatepass")}
    assert Client().post("/sign-in/", form).status_code in {200, 400, 403}
