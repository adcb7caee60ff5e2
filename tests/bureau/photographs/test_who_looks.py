"""Nobody sees a photograph without a row that says so, in the database as well as in the actions."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.bureau import people
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import CASE_WORKER, COLLEAGUE, CUSTODIAN, REASON, add, record

from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs import queries
from antigone.bureau.photographs.actions import (
    drop_redaction,
    look_at,
    propose_redaction,
    sign_redaction,
    withdraw_photograph,
)
from antigone.bureau.photographs.values import QUOTA, LookRefused, RedactionRefused, UnknownPhotograph
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind

pytestmark = pytest.mark.django_db
_LOOK = "INSERT INTO photographs_view (photograph, reason, viewed_by, role) VALUES (%s, %s, %s, %s)"


@pytest.fixture
def of_the_dead() -> UUID:
    return add(record(people.dead("D1", "Колодій Вадим")))


@pytest.fixture
def of_a_prisoner() -> UUID:
    return add(record(people.prisoner("P1", "Колодий Вадим")))


@pytest.fixture
def of_the_missing() -> UUID:
    return add(record(RecordDraft(RecordKind.MISSING, (NameDraft("Колодій Вадим"),), source_record_id="M1")))


def test_a_look_is_written_down_before_anything_is_shown(of_the_dead: UUID) -> None:
    with acting_as("antigone_staff"):
        look = look_at(of_the_dead, reason=REASON, actor=CASE_WORKER)
        assert queries.view_of(look.view) == (of_the_dead, CASE_WORKER.name)
    event = Event.objects.order_by("-id").first()
    assert event is not None
    assert (event.verb, event.detail["reason"]) == ("photographs.look_at", REASON)
    assert queries.photograph_card(of_the_dead).views == 1


def test_exposure_counts_the_hard_ones_of_today(of_the_dead: UUID, of_the_missing: UUID) -> None:
    look_at(of_the_dead, reason=REASON, actor=CASE_WORKER)
    look_at(of_the_missing, actor=CASE_WORKER)
    exposure = queries.exposure_of(CASE_WORKER.name)
    assert (exposure.today, exposure.hard, exposure.left) == (2, 1, QUOTA - 2)
    assert queries.exposure_of(COLLEAGUE.name).today == 0


def test_the_dead_and_prisoners_are_looked_at_for_a_reason(of_the_dead: UUID, of_a_prisoner: UUID) -> None:
    for photograph in (of_the_dead, of_a_prisoner):
        with pytest.raises(LookRefused, match="why"):
            look_at(photograph, reason="because", actor=CASE_WORKER)
    assert queries.exposure_of(CASE_WORKER.name).today == 0


def test_who_need_not_see_does_not(of_the_dead: UUID, of_a_prisoner: UUID) -> None:
    for role in ("laboratory", "analyst", "administrator"):
        with pytest.raises(LookRefused, match="does not see"):
            look_at(of_the_dead, reason=REASON, actor=Actor("ivan", role))
    look_at(of_the_dead, reason=REASON, actor=CUSTODIAN)
    with pytest.raises(LookRefused, match="does not see"):
        look_at(of_a_prisoner, reason=REASON, actor=CUSTODIAN)


def test_the_quota_ends_the_day(of_the_missing: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO photographs_view (photograph, viewed_by, role)"
            " SELECT %s, %s, 'case worker' FROM generate_series(1, %s)",
            [of_the_missing, CASE_WORKER.name, QUOTA],
        )
    with pytest.raises(LookRefused, match="today"):
        look_at(of_the_missing, actor=CASE_WORKER)
    look_at(of_the_missing, actor=COLLEAGUE)


def test_the_database_refuses_what_the_actions_refuse(of_a_prisoner: UUID) -> None:
    for row in (
        (uuid4(), REASON, "ivan", "case worker"),
        (of_a_prisoner, "", "ivan", "case worker"),
        (of_a_prisoner, REASON, "ivan", "custodian"),
    ):
        with acting_as("antigone_staff"), pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(_LOOK, row)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        *(
            (role, f"SELECT * FROM photographs_{table}")
            for role in ("antigone_public", "antigone_laboratory")
            for table in ("photograph", "original", "derivative", "region", "view", "redaction", "fingerprint")
        ),
        ("antigone_staff", "SELECT * FROM photographs_original"),
        ("antigone_worker", "SELECT * FROM photographs_original"),
        ("antigone_worker", "SELECT * FROM photographs_view"),
        ("antigone_vault", "SELECT * FROM photographs_derivative"),
        ("antigone_staff", "DELETE FROM photographs_photograph"),
        ("antigone_staff", "UPDATE photographs_photograph SET sensitivity = 'family'"),
        ("antigone_staff", "UPDATE photographs_view SET reason = ''"),
        ("antigone_staff", "DELETE FROM photographs_view"),
        (
            "antigone_staff",
            "INSERT INTO photographs_view (photograph, viewed_by, role, day)"
            " VALUES (gen_random_uuid(), 'x', 'case worker', '2020-01-01')",
        ),
        ("antigone_worker", "UPDATE photographs_photograph SET shows = 'face'"),
        ("antigone_staff", "SELECT photographs_sensitivity_of(1, 'face')"),
    ],
)
def test_each_zone_may_what_it_needs_and_no_more(role: str, statement: str) -> None:
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_is_withdrawn_is_not_looked_at(of_the_dead: UUID) -> None:
    withdraw_photograph(of_the_dead, reason="the family asked", actor=CASE_WORKER)
    with pytest.raises(UnknownPhotograph):
        look_at(of_the_dead, reason=REASON, actor=CASE_WORKER)


def test_a_redaction_takes_two_signers(of_the_dead: UUID) -> None:
    with acting_as("antigone_staff"):
        made, copy = propose_redaction(
            of_the_dead,
            manner="crop",
            boxes=[(0.5, 0.5, 0.25, 0.5)],
            purpose="the family may know it",
            actor=CASE_WORKER,
        )
        assert (copy.width, copy.height) == (160, 240)
        with pytest.raises(RedactionRefused, match="another person"):
            sign_redaction(made, actor=CASE_WORKER)
        sign_redaction(made, actor=COLLEAGUE)
        assert queries.redaction_card(made).stage == "signed"
        assert queries.redaction_content(made) == copy.content
        drop_redaction(made, actor=COLLEAGUE)
        assert queries.photograph_card(of_the_dead).redactions == ()


def test_a_prisoner_s_photograph_is_published_in_no_form(of_a_prisoner: UUID) -> None:
    with pytest.raises(RedactionRefused, match="prisoner"):
        propose_redaction(of_a_prisoner, manner="blur", boxes=[(0, 0, 1, 1)], purpose="to be shown", actor=CASE_WORKER)


@pytest.mark.parametrize(
    ("manner", "boxes"), [("crop", []), ("blur", []), ("blur", [(0.5, 0.5, 0.7, 0.1)]), ("smear", [(0, 0, 1, 1)])]
)
def test_a_redaction_that_makes_no_sense_is_refused(
    of_the_dead: UUID, manner: str, boxes: list[tuple[float, float, float, float]]
) -> None:
    with pytest.raises(RedactionRefused):
        propose_redaction(of_the_dead, manner=manner, boxes=boxes, purpose="to be shown", actor=CASE_WORKER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE photographs_redaction SET signed_by = proposed_by, signed_on = current_date",
        "UPDATE photographs_redaction SET content = '', signed_by = 'bohdan', signed_on = current_date",
        "UPDATE photographs_redaction SET signed_by = 'bohdan'",
    ],
)
def test_the_database_holds_the_second_signature(of_the_dead: UUID, statement: str) -> None:
    propose_redaction(of_the_dead, manner="blur", boxes=[(0, 0, 1, 1)], purpose="to be shown", actor=CASE_WORKER)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(statement)
