"""Partners hear that something changed: signed, without content, at least once, and only on the open internet."""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.partners.hooks import HOST, PUBLIC, URL, Listener, listening
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.interfaces.api.conftest import everything_is_settled

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import (
    PartnerDraft,
    Scope,
    UnknownPartner,
    add_partner,
    close_delivery,
    keep_delivery,
    partner_deliveries,
    renew_key,
    revoke_partner,
    state_of_delivery,
)
from antigone.bureau.disclosure.partners.upkeep import WORKER, tidy
from antigone.bureau.disclosure.partners.webhooks import (
    Carrier,
    Outcome,
    PausedAlready,
    Posted,
    Postman,
    Said,
    Topic,
    UnfitWebhook,
    UnknownWebhook,
    add_webhook,
    destination,
    look_for_changes,
    messages_of,
    of_the_open_internet,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    send_messages,
    signers_key,
    try_webhook,
    webhooks,
)
from antigone.bureau.disclosure.partners.webhooks.actions import say_signers_key
from antigone.bureau.disclosure.partners.webhooks.outbox import PAUSES
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.models import Record
from antigone.server.doctor import State, undelivered

KEY = Ed25519PrivateKey.generate()
ALL = tuple(Topic)


@pytest.fixture
def key(db: None) -> str:
    everything_is_settled()
    return add_partner(PartnerDraft("Agency", (Scope.FEED, Scope.WRITE), "agency.example"), actor=REGISTRAR)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    with listening(tmp_path_factory.mktemp("hooks")) as listener:
        yield listener


@pytest.fixture
def listener(server: Listener) -> Listener:
    for kept in (server.got, server.statuses, server.dialled):
        kept.clear()
    return server


def round_of(carry: Any) -> Posted:
    """What the worker does now and then, with its own rights."""
    with acting_as("antigone_worker"):
        look_for_changes()
        return send_messages(Postman(KEY.sign, carry), actor=WORKER)


def somebody_is_listed(identifier: str = "1") -> None:
    arrive(dead(identifier, f"Гончаровський Остап {identifier}ович", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)


def hurry() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_webhook_message SET due_at = now()")


def test_a_change_is_told_without_content_and_signed(key: str, listener: Listener) -> None:
    add_webhook("Agency", URL, ALL, actor=REGISTRAR)
    assert round_of(listener.carrier()) == Posted()  # how things stand when it begins is no change
    somebody_is_listed("1")
    somebody_is_listed("2")
    assert round_of(listener.carrier()) == Posted(sent=1)
    assert round_of(listener.carrier()) == Posted()
    ((headers, body),) = listener.got
    assert json.loads(body).keys() == {"type", "timestamp", "data"}
    assert (json.loads(body)["type"], json.loads(body)["data"]) == ("persons.changed", {})
    assert (listener.dialled, headers["Host"]) == ([f"{PUBLIC}:443"], HOST)
    version, _, signature = headers["webhook-signature"].partition(",")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    KEY.public_key().verify(base64.b64decode(signature), signed)
    assert version == "v1a"
    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(base64.b64decode(signature), signed + b" ")


def test_who_leaves_the_list_and_what_figures_say_is_told_too(key: str, listener: Listener) -> None:
    somebody_is_listed()
    add_webhook("Agency", URL, ALL, actor=REGISTRAR)
    round_of(listener.carrier())
    delete_record(str(Record.objects.get().public_id), reason="asked", actor=REGISTRAR)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO published.figures (slug, content) VALUES ('losses', '{}')")
    assert round_of(listener.carrier()) == Posted(sent=2)
    assert {body["type"] for body in listener.bodies()} == {"persons.changed", "figures.changed"}


def test_a_partner_hears_that_its_delivery_was_closed_and_of_nobody_elses(key: str, listener: Listener) -> None:
    add_partner(PartnerDraft("Another"), actor=REGISTRAR)
    add_webhook("Agency", URL, (Topic.DELIVERY,), actor=REGISTRAR)
    add_webhook("Another", f"{URL}/another", ALL, actor=REGISTRAR)
    delivery = keep_delivery(key, b"<pfif/>", 1)
    close_delivery(partner_deliveries()[0].number, batch_id=None, reason="not wanted", actor=REGISTRAR)
    assert round_of(listener.carrier()) == Posted(sent=1)
    (told,) = listener.bodies()
    assert (told["type"], told["data"]) == ("delivery.closed", {"delivery": str(delivery)})


def test_what_is_not_taken_comes_again_under_its_id_until_it_is(key: str, listener: Listener) -> None:
    hook = add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    round_of(listener.carrier())
    somebody_is_listed("1")
    listener.statuses[:] = [500, 302, 200]
    assert round_of(listener.carrier()) == Posted(later=1)
    assert round_of(listener.carrier()) == Posted()  # not before its time
    somebody_is_listed("2")  # says the same; nothing more waits
    hurry()
    assert round_of(listener.carrier()) == Posted(later=1)
    assert send_again(hook, actor=REGISTRAR) == 1
    assert round_of(listener.carrier()) == Posted(sent=1)
    assert len({headers["webhook-id"] for headers, _ in listener.got}) == 1
    assert len(listener.got) == 3  # and the redirection was not followed
    (kept,) = webhooks()
    assert (kept.sent, kept.waiting, kept.failed, kept.last_said) == (1, 0, 0, "HTTP 200")


def test_a_message_that_nobody_takes_is_given_up_and_can_be_sent_again(key: str) -> None:
    hook = add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    away = lambda *_: Said(Outcome.LATER, "no connection, or no answer in time")  # noqa: E731
    round_of(away)
    somebody_is_listed()
    outcomes = []
    for _ in range(len(PAUSES) + 1):
        outcomes.append(round_of(away))
        hurry()
    assert outcomes == [Posted(later=1)] * len(PAUSES) + [Posted(failed=1)]
    (finding,) = undelivered(connection.connection)
    assert (finding.state, f"antigone partner webhook again {hook}" in finding.sentence) == (State.WARNING, True)
    assert round_of(away) == Posted()
    assert send_again(hook, actor=REGISTRAR) == 1
    assert round_of(lambda *_: Said(Outcome.SENT, "HTTP 204")) == Posted(sent=1)


def test_a_paused_webhook_hears_afterwards_what_it_missed_as_one_message(key: str, listener: Listener) -> None:
    hook = add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    round_of(listener.carrier())
    pause_webhook(hook, actor=REGISTRAR)
    with pytest.raises(PausedAlready):
        pause_webhook(hook, actor=REGISTRAR)
    somebody_is_listed("1")
    assert round_of(listener.carrier()) == Posted()
    somebody_is_listed("2")
    assert round_of(listener.carrier()) == Posted()
    assert (webhooks()[0].paused_on is not None, webhooks()[0].waiting) == (True, 1)
    assert list(undelivered(connection.connection)) == []  # it rests because somebody said so
    resume_webhook(hook, actor=REGISTRAR)
    with pytest.raises(PausedAlready):
        resume_webhook(hook, actor=REGISTRAR)
    assert round_of(listener.carrier()) == Posted(sent=1)
    assert [body["type"] for body in listener.bodies()] == ["persons.changed"]


def test_a_test_says_nothing_is_tried_once_and_reaches_a_paused_webhook_too(key: str, listener: Listener) -> None:
    hook = add_webhook("Agency", URL, (Topic.DELIVERY,), actor=REGISTRAR)
    pause_webhook(hook, actor=REGISTRAR)
    for _ in range(2):
        try_webhook(hook, actor=REGISTRAR)
    listener.statuses[:] = [500]
    assert round_of(listener.carrier()) == Posted(failed=1)
    (kept,) = webhooks()
    assert (kept.trouble, kept.waiting, kept.failed, kept.tried_at is not None) == ("HTTP 500", 0, 1, True)
    assert send_again(hook, actor=REGISTRAR) == 0
    assert list(undelivered(connection.connection)) == []
    try_webhook(hook, actor=REGISTRAR)
    assert round_of(listener.carrier()) == Posted(sent=1)
    assert [(body["type"], body["data"]) for body in listener.bodies()] == [("webhook.test", {})] * 2
    assert webhooks()[0].trouble == ""
    assert [(one.topic, one.state, one.said) for one in messages_of(UUID(hook))] == [
        ("webhook.test", "sent", "HTTP 204"), ("webhook.test", "failed", "HTTP 500"),
    ]  # fmt: skip


def test_a_key_given_anew_leaves_the_partner_its_webhooks_and_its_deliveries(key: str, listener: Listener) -> None:
    add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    round_of(listener.carrier())
    delivery = keep_delivery(key, b"<pfif/>", 1)
    new = renew_key("Agency", actor=REGISTRAR)
    somebody_is_listed()
    assert round_of(listener.carrier()) == Posted(sent=1)
    assert delivery is not None
    assert (state_of_delivery(key, delivery), state_of_delivery(new, delivery) is None) == (None, False)
    assert Event.objects.get(verb="disclosure.renew_key").detail == {}


def changes_as_staff(change: str) -> bool:
    """Whether staff may change a partner so."""
    with acting_as("antigone_staff"), contextlib.suppress(DatabaseError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE disclosure_partner {change}")
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        "SET key_hash = sha256('another')",
        "SET renewed_by = 'olena', renewed_on = current_date",
        "SET key_hash = sha256('another'), renewed_by = 'olena', renewed_on = current_date - 1",
        "SET key_hash = sha256('another'), renewed_by = 'olena', renewed_on = current_date,"
        " revoked_by = 'olena', revoked_on = current_date",
    ],
)
def test_a_key_is_given_anew_by_somebody_today_and_not_otherwise(key: str, change: str) -> None:
    assert not changes_as_staff(change)
    assert changes_as_staff("SET key_hash = sha256('another'), renewed_by = 'olena', renewed_on = current_date")


def test_a_key_that_was_taken_back_is_not_given_anew(key: str) -> None:
    revoke_partner("Agency", reason="left", actor=REGISTRAR)
    with pytest.raises(UnknownPartner):
        renew_key("Agency", actor=REGISTRAR)
    with pytest.raises(DatabaseError, match="only taken back"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_partner SET key_hash = sha256('another'), renewed_by = 'x', renewed_on = current_date"
        )


def test_staff_read_the_key_that_messages_are_checked_with_and_a_new_one_is_an_event(db: None) -> None:
    assert signers_key() == ""
    for public_key, news in (("whpk_" + "A" * 43 + "=", True), ("whpk_" + "A" * 43 + "=", False)):
        with acting_as("antigone_worker"):
            assert say_signers_key(public_key, actor=WORKER) is news
    with acting_as("antigone_staff"):
        assert signers_key() == "whpk_" + "A" * 43 + "="
    assert Event.objects.filter(verb="disclosure.sign_webhooks_with").count() == 1


def test_an_address_that_is_away_keeps_nobody_waiting(key: str) -> None:
    for name in ("away", "there"):
        add_webhook("Agency", f"{URL}/{name}", (Topic.DELIVERY,), actor=REGISTRAR)
    for number in range(3):
        keep_delivery(key, f"<pfif>{number}</pfif>".encode(), 1)
    for delivery in partner_deliveries():
        close_delivery(delivery.number, batch_id=None, reason="not wanted", actor=REGISTRAR)
    dialled: list[str] = []

    def carry(url: str, _headers: Any, _body: bytes) -> Said:
        dialled.append(url)
        return Said(Outcome.LATER, "no connection") if "away" in url else Said(Outcome.SENT, "HTTP 204")

    assert round_of(carry) == Posted(sent=3, later=1)
    assert sorted(dialled) == [f"{URL}/away"] + [f"{URL}/there"] * 3


def test_a_sender_that_died_in_between_sends_again(key: str) -> None:
    add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    seen: list[str] = []

    def dies(_url: str, headers: Any, _body: bytes) -> Said:
        seen.append(headers["webhook-id"])
        raise KeyboardInterrupt

    def takes(_url: str, headers: Any, _body: bytes) -> Said:
        seen.append(headers["webhook-id"])
        return Said(Outcome.SENT, "HTTP 204")

    round_of(takes)
    somebody_is_listed()
    with pytest.raises(KeyboardInterrupt):
        round_of(dies)
    assert round_of(takes) == Posted(sent=1)
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_an_address_that_is_gone_is_removed_and_the_ledger_says_so(key: str, listener: Listener) -> None:
    hook = add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    round_of(listener.carrier())
    somebody_is_listed()
    listener.statuses[:] = [410]
    assert round_of(listener.carrier()) == Posted(failed=1)
    assert webhooks()[0].removed_on is not None
    assert Event.objects.get(verb="disclosure.remove_webhook").actor_name == "worker"
    with pytest.raises(UnknownWebhook, match="antigone partner webhook list"):
        remove_webhook(hook, reason="again", actor=REGISTRAR)
    with pytest.raises(UnknownWebhook):
        send_again(hook, actor=REGISTRAR)


def test_a_partner_without_a_key_hears_nothing(key: str, listener: Listener) -> None:
    add_webhook("Agency", URL, ALL, actor=REGISTRAR)
    round_of(listener.carrier())
    keep_delivery(key, b"<pfif/>", 1)
    revoke_partner("Agency", reason="left", actor=REGISTRAR)
    somebody_is_listed()
    close_delivery(partner_deliveries()[0].number, batch_id=None, reason="not wanted", actor=REGISTRAR)
    assert round_of(listener.carrier()) == Posted()
    with pytest.raises(UnknownPartner):
        add_webhook("Agency", f"{URL}2", ALL, actor=REGISTRAR)


def test_messages_that_ended_are_forgotten_after_a_month(key: str) -> None:
    add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    sends = lambda *_: Said(Outcome.SENT, "HTTP 204")  # noqa: E731
    round_of(sends)
    somebody_is_listed()
    round_of(sends)
    for days, left in ((29, 1), (31, 0)):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE disclosure_webhook_message SET created_at = now() - make_interval(days => %s)", [days]
            )
        with acting_as("antigone_worker"):
            tidy()
        assert webhooks()[0].sent == left


@pytest.mark.parametrize(
    "change", ["SET url = 'https://evil.example/'", "SET topics = ARRAY['persons.changed']", "SET partner_id = 0"]
)
def test_of_a_webhook_nothing_changes_but_that_it_is_removed(key: str, change: str) -> None:
    add_webhook("Agency", URL, ALL, actor=REGISTRAR)
    with pytest.raises(DatabaseError, match="only removed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disclosure_webhook {change}")
    for role, said in (("antigone_staff", "permission denied"), ("antigone_public", "permission denied")):
        with (
            acting_as(role),
            pytest.raises(DatabaseError, match=said),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE disclosure_webhook {change}")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://hooks.example.org/", "HTTPS"),
        ("https://hooks.example.org/ a", "without blanks"),
        ("https://user:pass@hooks.example.org/", "names no account"),
        ("https://hooks.example.org/#part", "no place inside a page"),
        ("https://hooks.example.org:22/", "no host to which"),
        ("https://localhost/", "no host to which"),
        ("https://hooks.example.org:99999/", "cannot be read"),
        ("https://127.0.0.1/", "not on the open internet"),
        ("https://2130706433/", "not on the open internet|no host"),
        ("https://127.1/", "not on the open internet"),
        ("https://10.0.0.7/", "not on the open internet"),
        ("https://169.254.169.254/latest/meta-data", "not on the open internet"),
        ("https://[::1]/", "not on the open internet"),
        ("https://[::ffff:10.0.0.7]/", "not on the open internet"),
        ("https://[64:ff9b::7f00:1]/", "not on the open internet"),
        ("https://[fd00::1]:8443/", "not on the open internet"),
        ("https://" + "a" * 500 + ".example/", "at most 500"),
    ],
)
def test_an_address_to_which_nothing_may_go_is_refused_with_the_reason(url: str, sentence: str) -> None:
    with pytest.raises(UnfitWebhook, match=sentence):
        destination(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1",
     "2001:db8::1", "fec0::1"],
)  # fmt: skip
def test_what_others_must_not_reach_through_us_is_known(address: str) -> None:
    assert not of_the_open_internet(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "91.198.174.192", "2620:0:862:ed1a::1", "2a00:1450:4001::1"])
def test_the_open_internet_is_reached(address: str) -> None:
    assert of_the_open_internet(ipaddress.ip_address(address))


def test_a_name_that_leads_inside_is_not_asked(listener: Listener) -> None:
    inside = ipaddress.ip_address("10.0.0.7")
    for found in ([inside], [PUBLIC, inside], []):
        said = Carrier(resolve=lambda _host, _port, found=found: found)(URL, {}, b"{}")
        assert (said.outcome, "open internet" in said.why) == (Outcome.LATER, True)
    assert Carrier()("https://127.0.0.1/", {}, b"{}").outcome is Outcome.LATER
    assert listener.got == []


def test_a_certificate_of_somebody_else_is_not_believed(listener: Listener) -> None:
    said = listener.carrier()("https://other.agency.example/", {}, b"{}")
    assert said == Said(Outcome.LATER, "its certificate does not hold")


def test_one_who_answers_drop_by_drop_is_left_in_time() -> None:
    """A server that speaks no TLS and never ends."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        accepted: list[object] = []
        threading.Thread(target=lambda: accepted.append(silent.accept()), daemon=True).start()
        carrier = Carrier(
            resolve=lambda _host, _port: [PUBLIC],
            connect=lambda _address, _port, seconds: socket.create_connection(("127.0.0.1", port), seconds),
            seconds=0.3,
        )
        assert carrier(URL, {}, b"{}") == Said(Outcome.LATER, "no connection, or no answer in time")
