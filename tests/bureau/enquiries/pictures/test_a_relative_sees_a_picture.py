"""A verified relative sees a picture that two people granted for her enquiry: covered, counted, and for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
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
from tests.bureau.photographs.album import REGISTRAR, add
from tests.imaging.drawn import pixels_of
from tests.interfaces.website.asking import stranger

from antigone.bureau.enquiries.intake import delete, withdraw
from antigone.bureau.enquiries.pictures.actions import end_picture, grant_picture, sign_picture
from antigone.bureau.enquiries.pictures.looking import look, waiting_pictures
from antigone.bureau.enquiries.pictures.queries import grantable, grants_of
from antigone.bureau.enquiries.pictures.values import PictureRefused
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.telling.actions import freeze_record
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import KeepRecord
from antigone.bureau.identification.deciding.values import Verdict
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match, MatchState, Run
from antigone.bureau.matching.parameters import parameters_in_force
from antigone.bureau.photographs.actions import withdraw_photograph
from antigone.bureau.registry.agreements import AgreementDraft, ShownTo, keep_agreement
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db

BECAUSE = "his mother, who came with her passport"


@dataclass(frozen=True)
class Case:
    """A mother's enquiry, assigned to `CASE_WORKER`, and the photograph of a prisoner."""

    receipt: Receipt
    enquiry: UUID
    photograph: UUID
    identification: UUID


@pytest.fixture
def case() -> Case:
    """Two people have identified the prisoner with the mother's son."""
    the_staff_is_there()
    missing, prisoner = two_records(RecordKind.PRISONER)
    receipt = ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.enquiry")
        (enquiry,) = cursor.fetchone()
        cursor.execute(
            "UPDATE intake.enquiry SET record_id = %s, assigned_to = %s, sought = NULL, state = 'open'",
            [Record.objects.get(public_id=missing).pk, CASE_WORKER.name],
        )
    compared("dental")
    identified = proposed()
    signed(identified)
    return Case(receipt, enquiry, add(prisoner), identified)


def granted(case: Case, *, days: int = 7) -> UUID:
    return grant_picture(case.enquiry, case.photograph, because=BECAUSE, days=days, actor=CASE_WORKER)


def shown(case: Case) -> UUID:
    number = granted(case)
    sign_picture(number, actor=COLLEAGUE)
    return number


def waiting(case: Case) -> list[UUID]:
    with acting_as("antigone_public"):
        return [one.number for one in waiting_pictures(case.receipt)]


def seen(case: Case, number: UUID) -> bytes | None:
    with acting_as("antigone_public"):
        return look(case.receipt, number)


def test_the_mother_sees_it_after_two_people_and_every_look_is_written_down(case: Case) -> None:
    assert [one.photograph for one in grantable(case.enquiry)] == [case.photograph]
    number = granted(case)
    assert waiting(case) == []
    assert seen(case, number) is None
    with pytest.raises(PictureRefused, match="another person signs"):
        sign_picture(number, actor=CASE_WORKER)
    sign_picture(number, actor=COLLEAGUE)
    assert waiting(case) == [number]
    picture = seen(case, number)
    assert picture is not None
    assert pixels_of(picture).shape == (480, 640, 3)
    assert [seen(case, number) is not None for _ in range(3)] == [True, True, False]
    take_in(actor=WORKER)
    assert Event.objects.filter(verb="enquiries.take_in_look").count() == 3
    (grant,) = grants_of(case.enquiry)
    assert (grant.stage, grant.looks, grant.signed_by) == ("open", 3, COLLEAGUE.name)


def test_nobody_else_opens_it(case: Case) -> None:
    number = shown(case)
    other = ask()
    with acting_as("antigone_public"):
        assert waiting_pictures(other) == ()
        assert look(other, number) is None
        assert look(case.receipt, uuid4()) is None
        with connection.cursor() as cursor:
            for statement in ("SELECT number FROM intake.picture", "SELECT picture FROM intake.look"):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    cursor.execute(statement)
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        for statement in ("SELECT sealed FROM intake.picture", "DELETE FROM intake.look"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def the_desk_ends_it(_case: Case, number: UUID) -> None:
    end_picture(number, actor=COLLEAGUE)


def the_photograph_is_destroyed(case: Case, _number: UUID) -> None:
    withdraw_photograph(case.photograph, reason="the family asked", actor=REGISTRAR)


def the_identification_is_rescinded(case: Case, _number: UUID) -> None:
    rescinded(case.identification)


def the_identification_is_contested(_case: Case, _number: UUID) -> None:
    compared("fingerprints", Verdict.INEXPLICABLE)


def the_record_is_frozen(case: Case, _number: UUID) -> None:
    record = Record.objects.get(photographs__public_id=case.photograph)
    freeze_record(record.public_id, reason="two lists disagree", actor=CASE_WORKER)


def whom_the_family_seeks_is_frozen(_case: Case, _number: UUID) -> None:
    freeze_record(public_id("M-1"), reason="two lists disagree", actor=CASE_WORKER)


def the_source_lets_relatives_know_no_more(case: Case, _number: UUID) -> None:
    source = Record.objects.get(photographs__public_id=case.photograph).source_id
    keep_agreement(source, AgreementDraft("letter", shown_to=(ShownTo.PUBLIC,)), actor=REGISTRAR)


def the_family_withdraws(case: Case, _number: UUID) -> None:
    withdraw(case.receipt, keep_record=KeepRecord.KEEP)


def the_family_has_everything_deleted(case: Case, _number: UUID) -> None:
    delete(case.receipt)


def its_time_is_over(_case: Case, _number: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intake.picture DISABLE TRIGGER intake_picture_guarded")
        cursor.execute("UPDATE intake.picture SET granted_on = current_date - 9, until = current_date - 1")
        cursor.execute("ALTER TABLE intake.picture ENABLE TRIGGER intake_picture_guarded")


ENDS: list[Callable[[Case, UUID], None]] = [
    the_desk_ends_it, the_photograph_is_destroyed, the_identification_is_rescinded, the_identification_is_contested,
    the_record_is_frozen, whom_the_family_seeks_is_frozen, the_source_lets_relatives_know_no_more,
    the_family_withdraws, the_family_has_everything_deleted, its_time_is_over,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_it_ends(end: Callable[[Case, UUID], None], case: Case) -> None:
    number = shown(case)
    assert waiting(case) == [number]
    end(case, number)
    assert waiting(case) == []
    assert seen(case, number) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT octet_length(sealed) FROM intake.picture WHERE ended_by <> ''")
        assert all(length == 0 for (length,) in cursor.fetchall())


def test_a_prisoner_s_picture_is_for_nobody_whom_two_people_have_not_identified_with_him(case: Case) -> None:
    rescinded(case.identification)
    assert grantable(case.enquiry) == ()
    with pytest.raises(PictureRefused, match="not for this family"):
        granted(case)
    number = uuid4()
    statement = (
        "INSERT INTO intake.picture (number, enquiry, photograph, sealed, because, granted_by, until)"
        " VALUES (%s, %s, %s, %s, 'because I want it so', 'daryna', current_date)"
    )
    refused = pytest.raises(DatabaseError, match="not for this family")
    with acting_as("antigone_staff"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [number, case.enquiry, case.photograph, bytes(2000)])


def the_engine_proposes_them() -> None:
    run = Run.objects.create(
        engine="by hand", engine_version="0", parameters=parameters_in_force(), blocking={}, floor=0, sought=1, found=1,
        inputs="0", priors={}, state="running", started_by="test",
    )  # fmt: skip
    left, right = (Record.objects.get(source_record_id=name) for name in ("M-1", "F-1"))
    Match.objects.create(
        relation="across", left=left, right=right, run=run, weights=[], log10_lr=3, prior=-3, pairwise_posterior=0.5,
        joint_posterior=0.5,
    )  # fmt: skip


def test_a_picture_of_the_dead_needs_a_match_that_nothing_speaks_against(case: Case) -> None:
    """Also where the match still stands: an examination that contradicts it goes before."""
    number = shown(case)
    rescinded(case.identification)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE photographs_photograph DISABLE TRIGGER USER")
        cursor.execute("UPDATE photographs_photograph SET sensitivity = 'dead'")
        cursor.execute("ALTER TABLE photographs_photograph ENABLE TRIGGER USER")
    assert waiting(case) == []
    the_engine_proposes_them()
    assert waiting(case) == [number]
    compared("fingerprints", Verdict.INEXPLICABLE)
    assert Match.objects.get().state == MatchState.PROPOSED
    assert waiting(case) == []
    assert seen(case, number) is None


def test_a_grant_is_for_a_reason_for_a_while_and_by_who_works_on_the_enquiry(case: Case) -> None:
    for said, sentence in (
        ({"because": "mother"}, "how it was verified"),
        ({"days": 31}, "1 to 30 days"),
        ({"days": 0}, "1 to 30 days"),
        ({"actor": COLLEAGUE}, "take the enquiry on"),
    ):
        arguments = {"because": BECAUSE, "days": 7, "actor": CASE_WORKER, **said}
        with pytest.raises(PictureRefused, match=sentence):
            grant_picture(case.enquiry, case.photograph, **arguments)  # type: ignore[arg-type]
    assert grants_of(case.enquiry) == ()


def test_on_her_page_it_is_covered_until_she_wants_to_see_it(case: Case) -> None:
    number = shown(case)
    with acting_as("antigone_public"):
        page = stranger().post("/en/words/", {"words": case.receipt.text})
        assert "A picture that only you may see" in page.text
        assert "<img" not in page.text
        assert "data:" not in page.headers["Content-Security-Policy"]
        looked = stranger().post("/en/words/", {"words": case.receipt.text, "act": "look", "number": str(number)})
        assert '<img src="data:image/jpeg;base64,' in looked.text
        assert "img-src 'self' data:" in looked.headers["Content-Security-Policy"]
        assert len(looked.content) % (20 * 1024) == 0
        for wrong in ("", "x", str(uuid4())):
            again = stranger().post("/en/words/", {"words": case.receipt.text, "act": "look", "number": wrong})
            assert "The picture cannot be seen now" in again.text
