"""What a family leaves becomes the bureau's: a record, letters, finished errands, each with its event."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from psycopg.types.json import Jsonb
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import A_PHOTOGRAPH, CASE_WORKER, MOTHER, WORKER, ask

from antigone.bureau.enquiries import intake, queries
from antigone.bureau.enquiries.actions import block_sender, mark_answered, unblock_sender
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.upkeep.taking_in import TakenIn, take_in
from antigone.bureau.enquiries.values import FAMILIES, EnquiryState, KeepRecord, Relation, Sex, Sought
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Cluster
from antigone.bureau.registry.models import Record, Tombstone

pytestmark = pytest.mark.django_db


def taken_in() -> TakenIn:
    with acting_as("antigone_worker"):
        return take_in(actor=WORKER)


def the_enquiry() -> UUID:
    (line,) = queries.enquiries()
    return line.id


def test_who_is_sought_becomes_a_record_of_the_families() -> None:
    ask(replace(MOTHER, sought=Sought(
        names=("Колодій Вадим Сергійович", "Vadym Kolodii"), sex=Sex.MALE, birth_date="1987-05-13",
        father_name="Сергій", unit="93 омбр", call_sign="Грек", last_seen_place="Бахмут",
        description="татуювання якоря", age_low=35,
    )))  # fmt: skip
    assert taken_in() == TakenIn(enquiries=1, letters=2, errands=0)
    record = Record.objects.get()
    assert (record.kind, record.source.name, record.source.kind) == ("missing", FAMILIES, "family")
    assert [name.value for name in record.names.order_by("id")] == ["Колодій Вадим Сергійович", "Vadym Kolodii"]
    assert (record.sex, record.father_name, record.call_sign, record.age_low) == ("male", "Сергій", "Грек", 35)
    assert record.original["description"] == "татуювання якоря"
    (line,) = queries.enquiries_of_record(record.pk)
    assert (line.state, line.record, line.letters) == ("open", record.public_id, 1)


def test_the_record_says_nothing_of_who_asks() -> None:
    ask()
    taken_in()
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text, e::text FROM registry_record r, ledger_event e")
        rows = str(cursor.fetchall())
    for secret in ("Ольга", "0000017", "olha@", "дзвінок", "parent"):
        assert secret not in rows


def test_a_photograph_without_a_name_becomes_a_record_too() -> None:
    ask(replace(MOTHER, sought=Sought(), photograph=A_PHOTOGRAPH))
    assert taken_in().enquiries == 1
    assert Record.objects.get().names.count() == 0


def test_the_page_says_open_once_it_is_taken_in_and_nothing_is_taken_in_twice() -> None:
    receipt = ask()
    taken_in()
    assert taken_in() == TakenIn()
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.state is EnquiryState.OPEN
    assert Record.objects.count() == 1


def test_relatives_of_one_man_meet_at_the_desk_and_learn_nothing_of_each_other() -> None:
    mother = ask()
    sister = ask(replace(MOTHER, relation=Relation.SIBLING, first_message="Це мій брат."))
    taken_in()
    first, second = Record.objects.order_by("id").values_list("pk", flat=True)
    Cluster.objects.create(record_id=first, label=first)
    Cluster.objects.create(record_id=second, label=first)
    with acting_as("antigone_staff"):
        assert len(queries.enquiries_of_record(first)) == 2
        assert len(queries.enquiries_of_record(second)) == 2
    with acting_as("antigone_public"):
        pages = [intake.open_enquiry(mother), intake.open_enquiry(sister)]
    assert [[letter.text for letter in page.letters] for page in pages if page] == [
        ["Останній дзвінок був у неділю."],
        ["Це мій брат."],
    ]


def test_a_message_opens_an_answered_enquiry_again() -> None:
    receipt = ask()
    taken_in()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET assigned_to = %s", [CASE_WORKER.name])
    mark_answered(the_enquiry(), actor=CASE_WORKER)
    intake.add_message(receipt, "Дякую. А де він похований?")
    assert taken_in().letters == 1
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert page.state is EnquiryState.OPEN


def test_a_blocked_sender_sees_his_page_unchanged_and_the_desk_sees_nothing() -> None:
    receipt = ask()
    taken_in()
    with acting_as("antigone_staff"):
        block_sender(the_enquiry(), reason="threatens the staff", actor=CASE_WORKER)
    intake.add_message(receipt, "ще погроза")
    taken_in()
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert [letter.text for letter in page.letters][-1] == "ще погроза"
    card = queries.enquiry_card(the_enquiry())
    assert [letter.kind for letter in card.letters] == ["contact", "message"]
    event = Event.objects.filter(verb="enquiries.take_in_letters").order_by("-id").first()
    assert event is not None
    assert event.detail == {"letters": {}, "set_aside": 1}


def states(receipt: Receipt) -> tuple[str, str, int]:
    """On the family's page, on the desk's, and how many the desk counts as answered."""
    page = intake.open_enquiry(receipt)
    assert page is not None
    return page.state.value, queries.enquiry_card(the_enquiry()).state, queries.enquiry_counts().answered


def test_a_blocked_senders_letter_opens_his_page_again_and_nothing_at_the_desk() -> None:
    receipt = ask()
    taken_in()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET assigned_to = %s", [CASE_WORKER.name])
    with acting_as("antigone_staff"):
        mark_answered(the_enquiry(), actor=CASE_WORKER)
        block_sender(the_enquiry(), reason="threatens the staff", actor=CASE_WORKER)
    assert states(receipt) == ("answered", "answered", 1)
    for _ in range(2):
        intake.add_message(receipt, "ще погроза")
        taken_in()
        assert states(receipt) == ("open", "answered", 1)
    with acting_as("antigone_staff"):
        assert queries.enquiries(state="open") == ()
        unblock_sender(the_enquiry(), reason="has apologised", actor=CASE_WORKER)
    assert states(receipt) == ("open", "answered", 1)
    intake.add_message(receipt, "Перепрошую.")
    taken_in()
    assert states(receipt) == ("open", "open", 0)
    with acting_as("antigone_staff"):
        mark_answered(the_enquiry(), actor=CASE_WORKER)
    assert states(receipt) == ("answered", "answered", 1)


@pytest.mark.parametrize("keep", list(KeepRecord))
def test_after_a_withdrawal_the_record_stays_only_if_the_family_agrees(keep: KeepRecord) -> None:
    receipt = ask()
    taken_in()
    intake.withdraw(receipt, keep_record=keep)
    assert taken_in() == TakenIn(errands=1)
    assert Record.objects.count() == (1 if keep is KeepRecord.KEEP else 0)
    assert Tombstone.objects.count() == (0 if keep is KeepRecord.KEEP else 1)
    event = Event.objects.get(verb="enquiries.take_in_withdrawal")
    assert event.detail == {"record": "stays" if keep is KeepRecord.KEEP else "erased"}


def test_withdrawn_before_it_was_taken_in() -> None:
    keeps, erases = ask(), ask()
    intake.withdraw(keeps, keep_record=KeepRecord.KEEP)
    intake.withdraw(erases, keep_record=KeepRecord.ERASE)
    while taken_in():
        pass
    assert Record.objects.count() == 1
    page = intake.open_enquiry(keeps)
    assert page is not None
    assert page.state is EnquiryState.WITHDRAWN


def test_a_deletion_leaves_no_row() -> None:
    receipt = ask()
    taken_in()
    intake.delete(receipt)
    taken_in()
    assert Record.objects.count() == 0
    assert queries.enquiries() == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.enquiry")
        assert cursor.fetchone() == (0,)
    assert Event.objects.filter(verb="enquiries.take_in_deletion").count() == 1


def test_pause_and_renewal_become_events() -> None:
    receipt = ask()
    taken_in()
    intake.pause(receipt)
    intake.pause(receipt)
    intake.resume(receipt)
    taken_in()
    verbs = Event.objects.filter(subject_kind="enquiry").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["enquiries.take_in_pause", "enquiries.take_in_resumption"]


@pytest.mark.parametrize(
    "content",
    [
        {"names": "no list"},
        {"names": ["а"], "sex": "bogus"},
        {"names": ["а"], "age_low": 99_999_999_999},
        {"names": ["а"], "age_low": True},
        {"names": ["а"], "kind": "prisoner"},
        {"names": ["а" * 10_000]},
        {"names": ["а"], "birth_date": {"$gt": ""}},
        {"names": ["а"], "birth_date": "yesterday"},
        {},
    ],
)
def test_what_a_website_that_was_taken_over_could_leave_stops_nobody_elses_enquiry(content: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        ask()
        cursor.execute("UPDATE intake.enquiry SET sought = %s", [Jsonb(content)])
    ask()
    assert taken_in().enquiries == 2
    assert Record.objects.filter(names__value="Колодій Вадим Сергійович").count() == 1
    assert taken_in() == TakenIn()
