"""Adding, showing and removing passkeys and one-time codes; what is refused; what lies in the database."""

from __future__ import annotations

import base64
import html
import re
import time

import pytest
from django.contrib.auth.models import User
from django.db import Error, connection, transaction
from django.test import Client
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.factors import SECRET, SoftwareKey, code, enrol
from tests.interfaces.desk.office import OPERATOR, PASSWORD

from antigone.bureau.ledger.models import Event
from antigone.interfaces.desk.accounts import add_account, close_account
from antigone.interfaces.desk.models import Passkey, TotpSecret
from antigone.interfaces.desk.permissions import Role
from antigone.interfaces.desk.second_factor import step_up, totp
from antigone.interfaces.desk.second_factor.queries import factors_of
from antigone.interfaces.desk.second_factor.values import FactorRefused
from antigone.interfaces.desk.throttle import FREE_TRIES

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def olena(desk: None) -> User:
    add_account("olena", Role.REGISTRAR, password=PASSWORD, actor=OPERATOR)
    return User.objects.get(username="olena")


def password_only(name: str = "olena") -> Client:
    client = Client()
    assert client.post("/sign-in/", {"name": name, "password": PASSWORD}).status_code == 302
    return client


def question(page: str, what: str = "show") -> str:
    """What a page asks the browser, as JSON."""
    found = re.search(rf'data-passkey="{what}"[^>]*data-question="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def with_passkey(client: Client, key: SoftwareKey, name: str = "grey key") -> str:
    """Add a passkey by the page; gives the page that follows."""
    asked = question(client.get("/second-factor/").text, "make")
    return client.post("/second-factor/passkeys/", {"name": name, "answer": key.made(asked)}, follow=True).text


def passwordless(key: SoftwareKey) -> Client:
    client = Client()
    asked = client.post("/sign-in/passkey/question/").text
    client.post("/sign-in/passkey/", {"answer": key.shown(asked)})
    return client


def is_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def pending_secret(client: Client) -> bytes:
    letters = re.search(r'<p class="code letters">([A-Z2-7 ]+)</p>', client.get("/second-factor/codes/").text)
    assert letters
    return base64.b32decode(letters[1].replace(" ", ""))


def test_nothing_opens_before_a_second_factor_is_added(olena: User, staff_rights: None) -> None:
    client = password_only()
    for address in ("/", "/search/", "/imports/", "/second-factor/show/", "/second-factor/remove/"):
        assert client.get(address).headers["Location"] == "/second-factor/", address
    assert client.post("/second-factor/remove/", {"which": "codes"}).headers["Location"] == "/second-factor/"
    assert "The passkey is added." in with_passkey(client, SoftwareKey())
    assert client.get("/").status_code == 200


def test_a_passkey_is_the_second_step(olena: User, staff_rights: None) -> None:
    key = SoftwareKey()
    with_passkey(password_only(), key)
    client = password_only()
    assert not is_in(client)
    page = client.get("/sign-in/second-step/").text
    client.post("/sign-in/second-step/", {"answer": key.shown(question(page))})
    assert is_in(client)
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert event.detail == {"second_factor": "passkey"}


def test_a_passkey_alone_signs_in(olena: User, staff_rights: None) -> None:
    key = SoftwareKey()
    with_passkey(password_only(), key)
    assert is_in(passwordless(key))


def test_one_time_codes_are_set_up_once_the_app_shows_one(olena: User, staff_rights: None) -> None:
    client = password_only()
    secret = pending_secret(client)
    assert secret == pending_secret(client)
    refused = client.post("/second-factor/codes/", {"code": "000000"})
    assert refused.status_code == 400
    assert "telephone’s clock" in refused.text
    assert not TotpSecret.objects.exists()
    page = client.post("/second-factor/codes/", {"code": code(secret)}, follow=True).text
    assert "One-time codes are set up." in page
    assert secret != pending_secret(client)
    client = password_only()
    client.post("/sign-in/second-step/", {"code": code(secret, steps=1)})
    assert is_in(client)


def test_a_code_is_good_once_even_in_two_browsers(olena: User, staff_rights: None) -> None:
    enrol("olena")
    first, second = password_only(), password_only()
    shown = code()
    first.post("/sign-in/second-step/", {"code": shown})
    answer = second.post("/sign-in/second-step/", {"code": shown})
    assert is_in(first)
    assert answer.status_code == 403
    assert not is_in(second)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_its_half_minute_and_the_ones_beside_it(steps: int, good: bool, olena: User) -> None:
    now = time.time() // 30 * 30 + 15  # the middle of a step
    step = now // 30 + steps
    shown = totp._codes(SECRET).generate(int(step * 30)).decode()
    if good:
        assert totp.step_of(shown, SECRET, now=now) == step
    else:
        with pytest.raises(FactorRefused):
            totp.step_of(shown, SECRET, now=now)


def test_codes_follow_rfc_6238() -> None:
    secret = b"12345678901234567890"
    for at, digits in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert totp.step_of(digits, secret, now=at) == at // 30


def test_guessing_codes_is_slow(olena: User, staff_rights: None) -> None:
    enrol("olena")
    client = password_only()
    for _ in range(FREE_TRIES):
        assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 403
    assert client.post("/sign-in/second-step/", {"code": code()}).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("said", ["", "0", "abcdef", "12345\x00", "１２３４５６", "1" * 1000, "\u0660" * 6])
def test_odd_codes_are_refused(said: str, olena: User) -> None:
    enrol("olena")
    assert password_only().post("/sign-in/second-step/", {"code": said}).status_code == 403


ODD_ANSWERS = ["", "{}", "[]", "null", '{"id": 5}', '{"id": "AA", "type": "public-key"}', "x" * 30_000]


@pytest.mark.parametrize("answer", ODD_ANSWERS)
def test_odd_answers_of_browsers_are_refused(answer: str, olena: User) -> None:
    key = SoftwareKey()
    with_passkey(password_only(), key)
    client = password_only()
    client.get("/sign-in/second-step/")
    assert client.post("/sign-in/second-step/", {"answer": answer}).status_code == 403
    other = Client()
    other.post("/sign-in/passkey/question/")
    assert other.post("/sign-in/passkey/", {"answer": answer}).status_code == 403
    signed = signed_in("olena")
    signed.get("/second-factor/")
    assert signed.post("/second-factor/passkeys/", {"name": "x", "answer": answer}).status_code == 400


def test_a_question_is_answered_once(olena: User) -> None:
    key = SoftwareKey()
    with_passkey(password_only(), key)
    client = password_only()
    asked = question(client.get("/sign-in/second-step/").text)
    first = key.shown(asked)
    client.post("/sign-in/second-step/", {"answer": first})
    assert is_in(client)
    again = password_only()
    again.get("/sign-in/second-step/")
    assert again.post("/sign-in/second-step/", {"answer": first}).status_code == 403
    assert again.post("/sign-in/second-step/", {"answer": key.shown(asked)}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://desk.example.com"}, {"origin": "http://localhost:8002"}, {"verified": False}, {"counter": -1}],
)
def test_a_passkey_of_another_site_not_unlocked_or_copied_is_refused(wrong: dict[str, object], olena: User) -> None:
    key = SoftwareKey(counter=7)
    with_passkey(password_only(), key)
    for name, value in wrong.items():
        setattr(key, name, value)
    assert not is_in(passwordless(key))
    other = SoftwareKey(credential_id=key.credential_id)
    other.counter = 20
    assert not is_in(passwordless(other))


def test_a_passkey_of_somebody_else_is_no_second_step(olena: User) -> None:
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    hers, his = SoftwareKey(), SoftwareKey()
    with_passkey(password_only(), hers)
    with_passkey(password_only("taras"), his)
    client = password_only()
    asked = question(client.get("/sign-in/second-step/").text)
    assert client.post("/sign-in/second-step/", {"answer": his.shown(asked)}).status_code == 403


def test_one_passkey_is_nobody_elses_too(olena: User) -> None:
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    key = SoftwareKey()
    with_passkey(password_only(), key)
    assert "no passkey that we could accept" in with_passkey(password_only("taras"), key)
    assert Passkey.objects.get().account == olena


def test_a_closed_account_finishes_no_sign_in(olena: User) -> None:
    key = SoftwareKey()
    with_passkey(password_only(), key)
    enrol("olena")
    half, other = password_only(), Client()
    asked = other.post("/sign-in/passkey/question/").text
    close_account("olena", actor=OPERATOR)
    assert half.post("/sign-in/second-step/", {"code": code()}).headers["Location"] == "/sign-in/"
    assert other.post("/sign-in/passkey/", {"answer": key.shown(asked)}).status_code == 403
    assert not is_in(half)
    assert not is_in(other)


def test_the_right_password_is_remembered_for_five_minutes(olena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol("olena")
    client = password_only()
    now = time.time()
    monkeypatch.setattr("antigone.interfaces.desk.second_factor.views.showing.time.time", lambda: now + 301)
    assert client.get("/sign-in/second-step/").headers["Location"] == "/sign-in/"


def test_the_last_factor_stays_and_another_one_is_removed_with_an_event(olena: User, staff_rights: None) -> None:
    client = password_only()
    with_passkey(client, SoftwareKey(), "telephone")
    passkey = Passkey.objects.get()
    client.post("/second-factor/remove/", {"which": str(passkey.pk)})
    assert "This is your only second factor." in client.get("/second-factor/").text
    enrol("olena")
    page = client.post("/second-factor/remove/", {"which": str(passkey.pk)}, follow=True).text
    assert "It is removed." in page
    assert factors_of(olena).passkeys == ()
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert event.verb == "desk.remove_passkey"
    assert set(event.detail or {}) == {"key_sha256"}


def test_a_removed_passkey_opens_nothing(olena: User) -> None:
    key = SoftwareKey()
    client = password_only()
    with_passkey(client, key)
    enrol("olena")
    client.post("/second-factor/remove/", {"which": str(Passkey.objects.get().pk)})
    assert not is_in(passwordless(key))


def test_nobody_removes_another_persons_passkey(olena: User) -> None:
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    with_passkey(password_only(), SoftwareKey())
    client = signed_in("taras")
    with_passkey(client, SoftwareKey())
    client.post("/second-factor/remove/", {"which": str(Passkey.objects.get(account=olena).pk)})
    assert factors_of(olena).count == 1


def test_a_second_factor_is_added_only_after_the_first_was_shown_lately(
    olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("olena")
    asked = question(client.get("/second-factor/").text, "make")
    session = client.session
    session["factor_at"] = time.time() - 301
    session.save()
    form = {"name": "stolen", "answer": SoftwareKey().made(asked)}
    page = client.post("/second-factor/passkeys/", form).text
    assert "Show your second factor once more" in page
    assert not Passkey.objects.exists()
    # What was typed comes with the page that asks, and goes on with the code.
    carried = dict(re.findall(r'<input type="hidden" name="(name|answer)" value="([^"]*)"', page))
    assert {name: html.unescape(value) for name, value in carried.items()} == form
    page = client.post("/second-factor/passkeys/", form | {step_up.CODE: code()}, follow=True).text
    assert "The passkey is added." in page


def test_a_page_that_is_only_opened_comes_after_the_factor(office: None, staff_rights: None) -> None:
    client = signed_in("olena")
    address = re.search(r"/imports/(\d+)/", client.get("/imports/").text)
    assert address
    export = f"{address[0]}rejected.csv"
    session = client.session
    session["factor_at"] = time.time() - 301
    session.save()
    assert "Show your second factor once more" in client.get(export).text
    wrong = client.post("/second-factor/show/", {"next": export, step_up.CODE: "000000"})
    assert (wrong.status_code, f'value="{export}"' in wrong.text) == (403, True)
    right = client.post("/second-factor/show/", {"next": export, step_up.CODE: code()})
    assert right.headers["Location"] == export
    assert client.get(export).headers["Content-Type"].startswith("text/csv")


def test_a_factor_counts_as_fresh_for_five_minutes(office: None) -> None:
    client = signed_in("olena")
    for ago, opens in ((299, True), (301, False), (-60, False)):
        session = client.session
        session["factor_at"] = time.time() - ago
        session.save()
        answer = client.post("/second-factor/remove/", {"which": "codes"})
        assert (answer.status_code == 302) is opens, ago


def test_no_secret_lies_in_the_clear_in_the_database_nor_in_a_session(olena: User, staff_rights: None) -> None:
    client = password_only()
    secret = pending_secret(client)
    client.post("/second-factor/codes/", {"code": code(secret)})
    pending_secret(client)
    letters = totp.in_letters(secret).replace(" ", "")
    kept = TotpSecret.objects.get()
    assert secret not in bytes(kept.sealed)
    assert totp.unsealed(bytes(kept.sealed), olena) == secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(session_data, ' ') FROM django_session")
        sessions = client.session.decode(client.session.encode(dict(client.session))), cursor.fetchone()[0]
    for form in (letters, secret.hex()):
        assert form not in str(sessions)
    assert letters not in str([event.detail for event in Event.objects.all()])


def test_a_sealed_secret_opens_for_its_own_account_alone(olena: User) -> None:
    add_account("taras", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    enrol("olena")
    kept = bytes(TotpSecret.objects.get().sealed)
    with pytest.raises(FactorRefused):
        totp.unsealed(kept, User.objects.get(username="taras"))
    with pytest.raises(FactorRefused):
        totp.unsealed(kept[:-1] + bytes([kept[-1] ^ 1]), olena)


def refusal(statement: str, *values: object) -> str:
    """What the database says to a statement with the desk's rights; empty when it does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except Error as error:
        return str(error)
    return ""


def test_the_database_itself_keeps_passkeys_as_they_are(olena: User, staff_rights: None) -> None:
    with_passkey(password_only(), SoftwareKey(counter=5))
    assert "removed, never deleted" in as_owner("DELETE FROM desk_passkey")
    assert "permission denied" in refusal("DELETE FROM desk_passkey")
    assert "permission denied" in refusal("UPDATE desk_passkey SET public_key = 'x'")
    assert "is what it is" in as_owner("UPDATE desk_passkey SET public_key = 'x'")
    assert "is what it is" in refusal("UPDATE desk_passkey SET sign_count = 4")
    assert refusal("UPDATE desk_passkey SET sign_count = 6, removed_at = '2020-01-01'") == ""
    assert Passkey.objects.get().removed_at.year > 2020  # type: ignore[union-attr]
    assert "is what it is" in refusal("UPDATE desk_passkey SET removed_at = NULL")


def test_the_database_itself_takes_a_code_once(olena: User, staff_rights: None) -> None:
    enrol("olena")
    assert refusal("UPDATE desk_totpsecret SET last_step = 7") == ""
    assert "used once" in refusal("UPDATE desk_totpsecret SET last_step = 7")
    assert "used once" in refusal("UPDATE desk_totpsecret SET last_step = 6")
    assert "permission denied" in refusal("UPDATE desk_totpsecret SET sealed = 'x'")


def test_other_zones_read_no_factor(olena: User) -> None:
    with connection.cursor() as cursor:
        for role in ("antigone_public", "antigone_worker", "antigone_laboratory", "antigone_vault"):
            for table in ("desk_passkey", "desk_totpsecret", "desk_serverkey"):
                cursor.execute("SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE')", [role, table])
                assert cursor.fetchone() == (False,), (role, table)


def as_owner(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        return refusal(statement)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE antigone_staff")
