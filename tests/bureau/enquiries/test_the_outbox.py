"""Notices: content-free, never lost, and what may have arrived twice is counted."""

from __future__ import annotations

import asyncio
import email
import email.policy
import functools
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import ask
from tests.sites import environment_on, free_port

from antigone.bureau.enquiries import intake
from antigone.bureau.enquiries.models import Notice
from antigone.bureau.enquiries.notices import WORDS, enqueue_notice
from antigone.bureau.enquiries.opening import OpeningRefused, address_for
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.sealing import PrivateKey, PublicKey, letter_place, sealed
from antigone.bureau.enquiries.upkeep.mail import MailServer, Security, post_by_mail
from antigone.bureau.enquiries.upkeep.outbox import Letterbox, Outcome, Posted, outbox_counts, send_notices
from antigone.bureau.enquiries.values import KeepRecord
from antigone.bureau.enquiries.vault_client import VaultAway
from antigone.server.configuration import Zone
from antigone.server.secrets import key_named

ADDRESS = "olha@example.org"


class Mailbox:
    """What the mail server took, and what it says to the next messages."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.says: list[str] = []
        self.seconds_before_it_says_so = 0.0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.says.pop(0) if self.says else "250 OK"
        if said.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content or b"", policy=email.policy.default))
            await asyncio.sleep(self.seconds_before_it_says_so)
        return said

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailServer]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield box, MailServer("127.0.0.1", controller.port, "notices@bureau.example", Security.NONE)
    finally:
        controller.stop()


def letterbox(server: MailServer, address: str = ADDRESS) -> Letterbox:
    return Letterbox(lambda _reference: address, functools.partial(post_by_mail, server))


def has_news(*, language: str = "uk") -> Receipt:
    receipt = ask(email_news=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM intake.enquiry e WHERE NOT EXISTS (SELECT FROM enquiries_notice WHERE enquiry = e.id)"
        )
        (enquiry,) = cursor.fetchone()
    with acting_as("antigone_staff"):
        assert enqueue_notice(UUID(str(enquiry)))
    return receipt


@pytest.mark.django_db
def test_a_notice_is_one_sentence_that_says_nothing(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    has_news()
    with acting_as("antigone_worker"):
        assert send_notices(letterbox(server)) == Posted(sent=1)
        assert send_notices(letterbox(server)) == Posted()
    (message,) = box.messages
    assert message["To"] == ADDRESS
    assert message["Subject"] == "Повідомлення"
    assert message.get_content().strip() == WORDS["uk"].sentence
    assert message["Message-ID"] == f"<{Notice.objects.get().reference}@bureau.example>"
    whole = message.as_string()
    for secret in ("Колодій", "Вадим", "enquir", "receipt", "antigone"):
        assert secret.lower() not in whole.lower()


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_language_has_its_words(language: str) -> None:
    assert WORDS[language].subject
    assert WORDS[language].sentence.endswith(".")


@pytest.mark.django_db
def test_nobody_is_written_to_who_did_not_ask_for_it_or_has_paused() -> None:
    ask()
    receipt = ask(email_news=True)
    intake.pause(receipt)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.enquiry")
        enquiries = [UUID(str(one)) for (one,) in cursor.fetchall()]
    assert [enqueue_notice(one) for one in enquiries] == [False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "posted", "state"),
    [
        ("451 try later", Posted(later=1), "waiting"),
        ("421 overloaded", Posted(later=1), "waiting"),
        ("550 never", Posted(failed=1), "failed"),
        ("250 OK", Posted(sent=1), "sent"),
    ],
)
def test_what_the_server_says_is_heeded(
    mailbox: tuple[Mailbox, MailServer], said: str, posted: Posted, state: str
) -> None:
    box, server = mailbox
    box.says = [said]
    has_news()
    assert send_notices(letterbox(server)) == posted
    assert Notice.objects.get().state == state
    if state == "waiting":
        assert send_notices(letterbox(server)) == Posted(sent=1)
        assert outbox_counts().doubtful == 0


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_fails_for_good(mailbox: tuple[Mailbox, MailServer]) -> None:
    has_news()
    assert send_notices(letterbox(mailbox[1], "nobody@example.org")) == Posted(failed=1)


@pytest.mark.django_db
def test_a_server_that_is_away_loses_nothing(mailbox: tuple[Mailbox, MailServer]) -> None:
    has_news()
    away = MailServer("127.0.0.1", free_port(), "notices@bureau.example", Security.NONE)
    assert send_notices(letterbox(away)) == Posted(later=1)
    assert send_notices(letterbox(mailbox[1])) == Posted(sent=1)


@pytest.mark.django_db
def test_a_vault_that_is_away_loses_nothing(mailbox: tuple[Mailbox, MailServer]) -> None:
    has_news()

    def away(_reference: UUID) -> str:
        raise VaultAway("the vault does not answer")

    with pytest.raises(VaultAway):
        send_notices(Letterbox(away, functools.partial(post_by_mail, mailbox[1])))
    assert Notice.objects.get().state == "waiting"
    assert send_notices(letterbox(mailbox[1])) == Posted(sent=1)


@pytest.mark.django_db
def test_an_address_that_is_gone_ends_the_notice(mailbox: tuple[Mailbox, MailServer]) -> None:
    has_news()

    def gone(_reference: UUID) -> str:
        raise OpeningRefused("the family wants none any more")

    assert send_notices(Letterbox(gone, functools.partial(post_by_mail, mailbox[1]))) == Posted(failed=1)


@pytest.mark.django_db
def test_a_withdrawal_takes_what_waits_out_of_the_outbox() -> None:
    receipt = has_news()
    intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_what_may_have_left_is_tried_once_more_and_counted() -> None:
    has_news()
    posts = iter([Outcome.DOUBTFUL, Outcome.DOUBTFUL])
    doubtful = Letterbox(lambda _reference: ADDRESS, lambda *_: next(posts))
    assert send_notices(doubtful) == Posted(doubtful=2, failed=1)
    assert (outbox_counts().failed, outbox_counts().doubtful) == (1, 1)


def test_a_connection_that_breaks_after_the_message_leaves_it_open() -> None:
    """A server that takes the message and dies before it says so."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            line, _ = server.accept()
            line.sendall(b"220 x\r\n")
            got = b""
            while part := line.recv(4096):
                got += part
                if got.endswith(b"\r\n.\r\n"):
                    break
                line.sendall(b"354 go on\r\n" if part.upper().startswith(b"DATA") else b"250 OK\r\n")
            line.close()

        thread = threading.Thread(target=serve)
        thread.start()
        there = MailServer("127.0.0.1", server.getsockname()[1], "notices@bureau.example", Security.NONE)
        assert post_by_mail(there, ADDRESS, "uk", uuid4()) is Outcome.DOUBTFUL
        thread.join()


@pytest.mark.django_db
def test_five_notices_a_day_are_the_most_for_one_family() -> None:
    has_news()
    for _ in range(10):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE enquiries_notice SET state = 'sent'")
            cursor.execute("SELECT id FROM intake.enquiry")
            enqueue_notice(UUID(str(cursor.fetchone()[0])))
    assert Notice.objects.count() == 5


_SENDER = """
import os, sys, functools
import django
django.setup()
from antigone.bureau.enquiries.upkeep.mail import MailServer, Security, post_by_mail
from antigone.bureau.enquiries.upkeep.outbox import Letterbox, send_notices
server = MailServer("127.0.0.1", int(sys.argv[1]), "notices@bureau.example", Security.NONE)
print("ready", flush=True)
print(send_notices(Letterbox(lambda _: "olha@example.org", functools.partial(post_by_mail, server))), flush=True)
"""


def test_a_sender_killed_in_the_middle_loses_nothing_and_its_copies_are_counted(
    own_database: str, mailbox: tuple[Mailbox, MailServer], tmp_path: Path
) -> None:
    box, server = mailbox
    for _ in range(12):
        has_news()
    references = {str(one) for one in Notice.objects.values_list("reference", flat=True)}
    environment = environment_on(own_database, Zone.WORKER)
    box.seconds_before_it_says_so = 0.3
    for taken in (1, 3, 6):
        with subprocess.Popen(
            [sys.executable, "-c", _SENDER, str(server.port)], env=environment, stdout=subprocess.PIPE
        ) as child:
            _until(lambda taken=taken: len(box.messages) >= taken, child)  # type: ignore[misc]
            child.send_signal(signal.SIGKILL)
    box.seconds_before_it_says_so = 0.0
    _until(_nobody_holds_the_lock)
    while outbox_counts().waiting or outbox_counts().sending:
        assert send_notices(letterbox(server)) != Posted()
    arrived = [message["Message-ID"].strip("<>").split("@")[0] for message in box.messages]
    assert set(arrived) == references, "none was lost"
    counts = outbox_counts()
    assert len(arrived) - len(set(arrived)) == counts.doubtful == 3, "each kill is one copy, and each is counted"
    assert (counts.sent, counts.failed) == (12, 0)


def _nobody_holds_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                       " (SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip
        return bool(cursor.fetchone()[0] == 0)


def _until(done: Callable[[], bool], child: subprocess.Popen[bytes] | None = None) -> None:
    deadline = time.monotonic() + 120
    while not done():
        assert child is None or child.poll() is None, "the child process ended before"
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "a@b.org\r\nRCPT TO:<c@d.org>", "a@b.org, c@d.org", "no address"])
def test_the_vault_hands_out_no_address_that_is_none(address: str) -> None:
    has_news()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_notice SET state = 'sending' RETURNING reference, enquiry")
        reference, enquiry = cursor.fetchone()
        cursor.execute("SELECT public_key FROM intake.enquiry")
        key, number = PublicKey(bytes(cursor.fetchone()[0])), uuid4()
        content = sealed(
            json.dumps({"email": address}).encode(), key, enquiry=enquiry, place=letter_place("contact", number)
        )
        cursor.execute(
            "INSERT INTO intake.letter (number, enquiry, kind, sealed) VALUES (%s, %s, 'contact', %s)",
            [number, enquiry, content],
        )
    vault = PrivateKey(key_named(settings.DATA_DIR, "vault"))
    with acting_as("antigone_vault"), pytest.raises(OpeningRefused, match="no address"):
        address_for(reference, vault)
