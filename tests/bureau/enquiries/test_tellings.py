"""A family is told by a person, after a second person has read it, one family at a time; and a freeze hides at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE, WORKER, ask
from tests.bureau.identification.deciding.board import (
    compared,
    proposed,
    public_id,
    rescinded,
    signed,
    the_staff_is_there,
    two_records,
)
from tests.bureau.people import CLOSED_LIST, arrive, dead

from antigone.bureau.enquiries import intake, queries
from antigone.bureau.enquiries.models import AboutKind, Channel, Notice, Telling
from antigone.bureau.enquiries.opening import OpeningRefused, OpeningRequest, StepUp, opened_for
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.telling import Template, template_text
from antigone.bureau.enquiries.telling.actions import (
    About,
    NoLongerSo,
    RecordFrozen,
    TellingRefused,
    approve_telling,
    deliver_telling,
    draft_telling,
    drop_telling,
    freeze_record,
    unfreeze_record,
)
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import EnquiryRejected, EnquiryState, KeepRecord, NoSuchEnquiry
from antigone.bureau.identification.deciding.values import Verdict
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import withhold_record
from antigone.bureau.registry.agreements.actions import keep_agreement
from antigone.bureau.registry.agreements.values import AgreementDraft
from antigone.bureau.registry.models import Record, ShownTo
from antigone.server.secrets import key_named

pytestmark = pytest.mark.django_db

TEXT = "Знайдено тіло. Двоє фахівців підтвердили: це Вадим."


@dataclass(frozen=True)
class Case:
    receipt: Receipt
    enquiry: UUID
    body: UUID

    @property
    def about(self) -> About:
        return About(AboutKind.RECORD, str(self.body), self.body)


@pytest.fixture
def case() -> Case:
    receipt = ask(email_news=True)
    take_in(actor=WORKER)
    arrive(dead("d1", "Колодій Вадим Сергійович"), source=CLOSED_LIST)
    (line,) = queries.enquiries()
    return Case(receipt, line.id, Record.objects.get(kind="dead").public_id)


def told(receipt: Receipt) -> list[str]:
    with acting_as("antigone_public"):
        page = intake.open_enquiry(receipt)
    assert page is not None
    return [letter.text for letter in page.told]


def draft(case: Case, text: str = TEXT) -> UUID:
    with acting_as("antigone_staff"):
        return draft_telling(case.enquiry, case.about, text, actor=CASE_WORKER)


def delivered(case: Case, channel: Channel = Channel.RECEIPT) -> UUID:
    telling = draft(case)
    with acting_as("antigone_staff"):
        approve_telling(telling, actor=COLLEAGUE)
        deliver_telling(telling, channel=channel, actor=CASE_WORKER)
    return telling


def test_draft_second_reader_delivery_and_acknowledgement(case: Case) -> None:
    telling = draft(case)
    assert told(case.receipt) == []
    with acting_as("antigone_staff"):
        approve_telling(telling, actor=COLLEAGUE)
    assert told(case.receipt) == []
    with acting_as("antigone_staff"):
        number = deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)
    assert told(case.receipt) == [TEXT]
    with acting_as("antigone_public"):
        intake.acknowledge(case.receipt, number)
        page = intake.open_enquiry(case.receipt)
    assert page is not None
    assert page.state is EnquiryState.ANSWERED
    assert page.told[0].acknowledged
    with acting_as("antigone_worker"):
        take_in(actor=WORKER)
    card = queries.enquiry_card(case.enquiry).tellings[0]
    assert (card.stage, card.approved_by, card.delivered_by) == ("acknowledged", COLLEAGUE.name, CASE_WORKER.name)
    verbs = list(Event.objects.filter(subject_id=str(telling)).order_by("id").values_list("verb", flat=True))
    assert verbs == ["enquiries.draft_telling", "enquiries.approve_telling", "enquiries.deliver_telling"]
    assert Notice.objects.count() == 1


def test_the_text_stands_nowhere_but_under_seal(case: Case) -> None:
    telling = draft(case)
    kept = Telling.objects.get(public_id=telling)
    assert kept.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, l::text, e::text FROM enquiries_telling t, intake.letter l, ledger_event e")
        rows = str(cursor.fetchall())
    assert TEXT not in rows
    assert TEXT.encode().hex() not in rows


def test_every_case_worker_reads_the_draft_in_the_vault_and_nobody_else_does(case: Case) -> None:
    telling = draft(case)
    User.objects.create(username=COLLEAGUE.name).groups.add(Group.objects.get(name="case worker"))
    key = PrivateKey(key_named(settings.DATA_DIR, "vault"))
    nobody_showed_a_factor = StepUp("none", datetime.now(tz=UTC) - timedelta(hours=2))
    asked = OpeningRequest(case.enquiry, f"telling/{telling}", "to read it", COLLEAGUE, nobody_showed_a_factor)
    with acting_as("antigone_vault"):
        assert opened_for(asked, key).decode() == TEXT
        with pytest.raises(OpeningRefused, match="only a case worker"):
            opened_for(replace(asked, actor=Actor("mallory", "case worker")), key)
        with pytest.raises(OpeningRefused, match="no such text"):
            opened_for(replace(asked, what=f"telling/{case.body}"), key)


def test_who_drafts_is_not_the_second_reader(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_staff"), pytest.raises(TellingRefused, match="cannot be its second reader"):
        approve_telling(telling, actor=CASE_WORKER)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError, match="second_reader"), transaction.atomic():
        connection.cursor().execute("UPDATE enquiries_telling SET approved_by = drafted_by, approved_on = current_date")


def test_nothing_is_delivered_unread(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_staff"), pytest.raises(TellingRefused, match="nobody has read it"):
        deliver_telling(telling, channel=Channel.PHONE, actor=CASE_WORKER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hidden FROM intake.letter WHERE kind = 'told'")
        assert cursor.fetchone() == (True,)
    assert told(case.receipt) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enquiries_telling SET delivered_by = 'x', delivered_on = current_date, channel = 'phone'",
        "UPDATE enquiries_telling SET approved_by = 'x', approved_on = current_date, delivered_by = 'x',"
        " delivered_on = current_date, channel = 'phone'",
        "UPDATE enquiries_telling SET approved_by = 'x'",
        "INSERT INTO enquiries_telling (enquiry, about_kind, about_id, language, letter, digest, drafted_by)"
        " VALUES (gen_random_uuid(), 'match', '1', 'uk', gen_random_uuid(), repeat('0', 64), 'x')",
        "INSERT INTO enquiries_telling (enquiry, about_kind, about_id, language, letter, digest, drafted_by)"
        " SELECT id, 'match', '1', 'uk', gen_random_uuid(), repeat('0', 64), 'x' FROM intake.enquiry",
    ],
)
def test_no_sql_of_the_desk_skips_the_second_reader(case: Case, statement: str) -> None:
    draft(case)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enquiries_telling SET drafted_by = 'x'",
        "UPDATE enquiries_telling SET digest = ''",
        "UPDATE enquiries_telling SET letter = gen_random_uuid()",
        "UPDATE enquiries_telling SET delivered_in = 1",
        "UPDATE enquiries_telling SET acknowledged_on = current_date",
        "DELETE FROM enquiries_telling",
        "UPDATE intake.letter SET hidden = false",
        "INSERT INTO enquiries_telling (enquiry, about_kind, about_id, language, letter, digest, drafted_by,"
        " approved_by) VALUES (gen_random_uuid(), 'match', '1', 'uk', gen_random_uuid(), '', 'x', 'y')",
    ],
)
def test_the_desk_has_no_right_to_rewrite(case: Case, statement: str) -> None:
    draft(case)
    with acting_as("antigone_staff"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("role", ["antigone_public", "antigone_vault", "antigone_laboratory"])
@pytest.mark.parametrize("table", ["enquiries_telling", "enquiries_opening"])
def test_other_zones_read_no_draft(role: str, table: str) -> None:
    if (role, table) == ("antigone_vault", "enquiries_opening"):
        return
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT * FROM {table}")


def test_families_are_not_told_in_a_batch(case: Case) -> None:
    for telling in (draft(case), draft(case, TEXT + " Ще.")):
        with acting_as("antigone_staff"):
            approve_telling(telling, actor=COLLEAGUE)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError, match="delivered_in"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE enquiries_telling SET delivered_by = 'x', delivered_on = current_date, channel = 'phone'"
        )


def test_told_by_telephone_is_written_down_and_not_on_the_page(case: Case) -> None:
    delivered(case, Channel.PHONE)
    assert told(case.receipt) == []
    assert queries.enquiry_card(case.enquiry).tellings[0].channel == "phone"
    assert Notice.objects.count() == 0


def test_a_freeze_hides_at_once_what_was_told_and_its_end_shows_it_again(case: Case) -> None:
    telling = delivered(case)
    with acting_as("antigone_staff"):
        assert freeze_record(case.body, reason="the label was mixed up", actor=COLLEAGUE) == 1
    assert told(case.receipt) == []
    assert Record.objects.get(public_id=case.body).sensitivity == "withheld"
    with acting_as("antigone_staff"):
        assert unfreeze_record(case.body, reason="the label was right", actor=COLLEAGUE) == 1
    assert told(case.receipt) == [TEXT]
    assert Telling.objects.get(public_id=telling).frozen_by == ""


def test_what_a_source_has_not_agreed_to_is_neither_drafted_nor_delivered(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_staff"):
        approve_telling(telling, actor=COLLEAGUE)
    source = Record.objects.get(public_id=case.body).source_id
    keep_agreement(source, AgreementDraft("for search alone", shown_to=(ShownTo.PUBLIC,)), actor=CASE_WORKER)
    with pytest.raises(TellingRefused, match="ask the source"):
        draft(case)
    with acting_as("antigone_staff"), pytest.raises(TellingRefused, match="ask the source"):
        deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)
    assert told(case.receipt) == []
    keep_agreement(source, AgreementDraft("asked again", shown_to=(ShownTo.ENQUIRER,)), actor=CASE_WORKER)
    with acting_as("antigone_staff"):
        deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)
    assert told(case.receipt) == [TEXT]


def test_a_frozen_draft_is_not_delivered(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_staff"):
        approve_telling(telling, actor=COLLEAGUE)
        freeze_record(case.body, reason="in doubt", actor=COLLEAGUE)
        with pytest.raises(TellingRefused, match="frozen"):
            deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)


@pytest.fixture
def identified(case: Case) -> tuple[UUID, UUID]:
    """A telling that a colleague has read, and the signed identification of which it tells."""
    the_staff_is_there()
    sought, found = two_records()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET record_id = %s", [Record.objects.get(public_id=sought).pk])
    compared("dental")
    it = proposed()
    signed(it)
    return approved(case, About(AboutKind.IDENTIFICATION, str(it), found)), it


def approved(case: Case, about: About) -> UUID:
    with acting_as("antigone_staff"):
        telling = draft_telling(case.enquiry, about, TEXT, actor=CASE_WORKER)
        approve_telling(telling, actor=COLLEAGUE)
    return telling


_DELIVERED = "delivered_by = 'x', delivered_on = current_date, channel = 'receipt'"


def is_refused(case: Case, telling: UUID, *, why: str, error: type[TellingRefused] = NoLongerSo) -> None:
    """By the act, and by the database when the act is walked past."""
    with acting_as("antigone_staff"), pytest.raises(error, match=why):
        deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError, match=why), transaction.atomic():
        connection.cursor().execute(f"UPDATE enquiries_telling SET {_DELIVERED} WHERE public_id = %s", [telling])
    assert told(case.receipt) == []


def test_a_signed_identification_is_told(case: Case, identified: tuple[UUID, UUID]) -> None:
    with acting_as("antigone_staff"):
        deliver_telling(identified[0], channel=Channel.RECEIPT, actor=CASE_WORKER)
    assert told(case.receipt) == [TEXT]


def test_an_identification_that_was_taken_back_is_not_told(case: Case, identified: tuple[UUID, UUID]) -> None:
    rescinded(identified[1])
    is_refused(case, identified[0], why="not signed")


def test_a_contested_identification_is_not_told(case: Case, identified: tuple[UUID, UUID]) -> None:
    compared("fingerprints", Verdict.INEXPLICABLE)
    is_refused(case, identified[0], why="contested")


@pytest.mark.parametrize("label", ["M-1", "F-1"])
def test_an_identification_of_a_withheld_record_is_not_told(
    case: Case, identified: tuple[UUID, UUID], label: str
) -> None:
    withhold_record(str(public_id(label)), reason="in doubt", actor=CASE_WORKER)
    is_refused(case, identified[0], why="frozen", error=RecordFrozen)


def test_an_identification_of_somebody_else_is_not_told(case: Case, identified: tuple[UUID, UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET record_id = (SELECT id FROM registry_record WHERE kind = 'dead')")
    is_refused(case, identified[0], why="of another person")


def test_what_is_no_identification_is_not_told_as_one(case: Case) -> None:
    is_refused(case, approved(case, About(AboutKind.IDENTIFICATION, "I-1")), why="not signed")


def test_a_dropped_draft_is_gone_and_cannot_be_approved(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_staff"):
        drop_telling(telling, reason="a wrong name", actor=COLLEAGUE)
        with pytest.raises(TellingRefused, match="no draft any more"):
            approve_telling(telling, actor=COLLEAGUE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.letter WHERE kind = 'told'")
        assert cursor.fetchone() == (0,)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError, match="was dropped"), transaction.atomic():
        connection.cursor().execute("UPDATE enquiries_telling SET approved_by = 'x', approved_on = current_date")


def test_a_withdrawal_takes_the_drafts_with_it(case: Case) -> None:
    telling = draft(case)
    with acting_as("antigone_public"):
        intake.withdraw(case.receipt, keep_record=KeepRecord.KEEP)
    assert Telling.objects.get(public_id=telling).dropped_by == "the family"
    with acting_as("antigone_staff"), pytest.raises(NoSuchEnquiry):
        draft_telling(case.enquiry, case.about, TEXT, actor=CASE_WORKER)


@pytest.mark.parametrize("role", ["registrar", "administrator", "auditor", "laboratory"])
def test_only_case_workers_tell(case: Case, role: str) -> None:
    telling = draft(case)
    other = Actor("somebody", role)
    for act in (
        lambda: draft_telling(case.enquiry, case.about, TEXT, actor=other),
        lambda: approve_telling(telling, actor=other),
        lambda: deliver_telling(telling, channel=Channel.PHONE, actor=other),
        lambda: drop_telling(telling, reason="a reason", actor=other),
    ):
        with pytest.raises(TellingRefused, match="only a case worker"):
            act()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
@pytest.mark.parametrize("template", list(Template))
def test_templates_speak_the_family_s_language_and_their_gaps_are_refused(
    case: Case, template: Template, language: str
) -> None:
    text = template_text(template, language)
    assert len(text) > 100
    if template is Template.NOTHING_YET:
        assert draft(case, text)
    else:
        with pytest.raises(EnquiryRejected, match="gap"):
            draft(case, text)
    if template in (Template.IDENTIFIED, Template.IN_CAPTIVITY):
        assert any(word in text for word in ("грошей", "денег", "money"))


def test_an_account_is_no_argument(case: Case) -> None:
    """The desk's role reads who its people are and changes nobody's group."""
    User.objects.create(username="x").groups.add(Group.objects.get(name="auditor"))
    with acting_as("antigone_staff"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE auth_user_groups SET group_id = 1")
