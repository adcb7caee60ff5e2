"""Whoever takes the disk, the database or a backup away finds no contact, no message and no receipt."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE, MOTHER, WORKER
from tests.bureau.enquiries.seizure import Canaries, seized, what_is_seized

from antigone.bureau.enquiries import intake, opening, queries
from antigone.bureau.enquiries.actions import assign, reply
from antigone.bureau.enquiries.models import AboutKind, Channel
from antigone.bureau.enquiries.opening import OpeningRequest, StepUp, address_for, opened_for
from antigone.bureau.enquiries.receipts import Receipt, parsed
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.telling.actions import About, approve_telling, deliver_telling, draft_telling
from antigone.bureau.enquiries.upkeep.outbox import Letterbox, Outcome, send_notices
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import Contact, EnquiryDraft, KeepRecord, Notices
from antigone.server.secrets import key_named

FAMILIES = 1_000


def draft(canaries: Canaries, number: int) -> EnquiryDraft:
    mark = f"{canaries.word}{number}"
    contact = Contact(
        name=f"Ольга {mark}", phone=canaries.phone(number), email=f"a{canaries.digits}.{number}@example.org",
        telegram=f"@{mark}", postal=f"Полтава, {mark}", other=mark, best_time=mark, notices=Notices.EMAIL,
    )  # fmt: skip
    photograph = b"\xff\xd8\xff" + mark.encode() if number % 10 == 0 else None
    return replace(MOTHER, contact=contact, first_message=f"Пишу вам: {mark}", photograph=photograph)


def families_come_and_go(canaries: Canaries) -> list[Receipt]:
    """A thousand enquiries, and everything that can happen to one, each part under the role of its zone."""
    receipts: list[Receipt] = []
    with acting_as("antigone_public"):
        for start in range(0, FAMILIES, 100):
            with transaction.atomic():
                receipts += [intake.leave_enquiry(draft(canaries, start + one)) for one in range(100)]
        for number, receipt in enumerate(receipts[:60]):
            assert intake.open_enquiry(parsed(receipt.text)) is not None
            intake.add_message(receipt, f"ще раз {canaries.word}{number}")
            intake.change_contact(receipt, draft(canaries, 5_000 + number).contact)
    with acting_as("antigone_worker"):
        while take_in(actor=WORKER):
            pass
    work_at_the_desk(canaries)
    with acting_as("antigone_public"):
        for receipt in receipts[:20]:
            intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
        for receipt in receipts[20:30]:
            intake.delete(receipt)
    with acting_as("antigone_worker"):
        while take_in(actor=WORKER):
            pass
    return receipts


def work_at_the_desk(canaries: Canaries) -> None:
    group = Group.objects.get(name="case worker")
    for actor in (CASE_WORKER, COLLEAGUE):
        User.objects.create(username=actor.name).groups.add(group)
    key = PrivateKey(key_named(settings.DATA_DIR, "vault"))
    lines = queries.enquiries(limit=40)
    for line in lines:
        with acting_as("antigone_staff"):
            assign(line.id, to=CASE_WORKER.name, actor=COLLEAGUE)
            reply(line.id, f"відповідь {canaries.word}", actor=CASE_WORKER)
        for what in (opening.CONTACT, opening.MESSAGES)[: 1 if line is not lines[0] else 2]:
            request = OpeningRequest(
                line.id, what, "to tell the family", CASE_WORKER, StepUp("passkey", datetime.now(tz=UTC))
            )
            with acting_as("antigone_vault"):
                assert canaries.word.encode() in opened_for(request, key)
    with acting_as("antigone_staff"):
        telling = draft_telling(
            lines[0].id, About(AboutKind.RECORD, "a record"), f"Звістка {canaries.word}", actor=CASE_WORKER
        )
        approve_telling(telling, actor=COLLEAGUE)
        deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)

    def address_of(reference: UUID) -> str:
        with acting_as("antigone_vault"):
            return address_for(reference, key)

    def post(address: str, _language: str, _reference: UUID) -> Outcome:
        return Outcome.SENT if canaries.digits in address else Outcome.LATER

    assert send_notices(Letterbox(address_of, post)).sent > 0


@pytest.mark.slow
@pytest.mark.embedded
def test_a_thousand_families_leave_no_trace_that_can_be_seized(own_database: str, tmp_path: Path) -> None:
    canaries, since = Canaries.new(), time.time()
    receipts = families_come_and_go(canaries)
    words = [receipt.words for receipt in receipts]
    assert seized(what_is_seized(own_database, tmp_path, since), canaries, words) == []

    # The search can find: one that stands in the clear is found, in the dump and in the server's own files.
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mutant (t text)")
        cursor.execute("INSERT INTO mutant VALUES (%s), (%s)", [canaries.phone(7), receipts[99].text])
    found = seized(what_is_seized(own_database, tmp_path, since), canaries, words)
    assert any("dump.sql: phone" in one for one in found)
    assert any("dump.sql: a receipt" in one for one in found)
    assert any("/base/" in one for one in found)
    assert any("/pg_wal/" in one for one in found)


_WAYS: dict[str, Callable[[str], bytes]] = {
    "raw": lambda text: text.encode(),
    "digits alone": lambda text: "".join(filter(str.isdigit, text)).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 after one byte": lambda text: base64.b64encode(b"x" + text.encode()),
    "base64 after two bytes": lambda text: base64.b64encode(b"xx" + text.encode()),
    "escaped": lambda text: text.encode("unicode_escape"),
    "reversed": lambda text: text.encode()[::-1],
}


@pytest.mark.parametrize("way", _WAYS)
def test_the_search_finds_a_canary_however_it_is_written(way: str, tmp_path: Path) -> None:
    canaries = Canaries.new()
    file = tmp_path / "file"
    noise = os.urandom(8_388_600)
    for text in (canaries.phone(1), f"пошта a{canaries.digits}@x, {canaries.word}17"):
        file.write_bytes(noise + _WAYS[way](text) + os.urandom(100))
        assert seized([file], canaries), text
    file.write_bytes(noise)
    assert seized([file], canaries) == []
