"""Somebody who is missed and remains are described alike; bones are estimated and counted; nothing is rewritten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.people import CLOSED_LIST, arrive
from tests.bureau.remains import morgue

from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind, Sex
from antigone.bureau.registry.entering.actions import enter_record, own_source
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.actions import describe
from antigone.bureau.remains.bodies.actions import assemble
from antigone.bureau.remains.bones.actions import keep_estimate, tell_record
from antigone.bureau.remains.commingling.actions import pieces_written, take_inventory
from antigone.bureau.remains.commingling.queries import inventory_of, mixed_bodies, people_in_body, why_not_identified
from antigone.bureau.remains.description.actions import describe_group
from antigone.bureau.remains.description.groups import FIELDS, Group, NotDescribable, Side, groups_of
from antigone.bureau.remains.description.queries import description_of, teeth_compared
from antigone.bureau.remains.description.telling import tell_teeth
from antigone.bureau.remains.models import DescriptionEntry
from antigone.bureau.remains.queries import public_id_of, whose_number
from antigone.bureau.remains.values import RemainsError, UnknownNumber
from antigone.evidence import traits
from antigone.evidence.bones import Element, Piece, Portion
from antigone.evidence.bones import Side as OfBody
from antigone.evidence.teeth import Finding, State

pytestmark = pytest.mark.django_db

REGISTRAR = Actor("olena", "registrar")


@pytest.fixture
def sought() -> UUID:
    arrive(RecordDraft(RecordKind.MISSING, (NameDraft("Гончар Остап"),), source_record_id="M-1"), source=CLOSED_LIST)
    return Record.objects.get(source_record_id="M-1").public_id


@pytest.fixture
def found() -> UUID:
    """Remains that the bureau itself describes, tied to part P-1."""
    draft = RecordDraft(RecordKind.REMAINS, description="хрестик на шиї", occurred_place="яр")
    record = UUID(enter_record(draft, source=own_source("Bureau"), actor=REGISTRAR))
    morgue.build()
    morgue.arrive("P-1", "P-2", "P-3")
    describe("P-1", record, actor=morgue.KEEPER)
    return record


def test_both_sides_have_the_same_fields_but_for_who_it_was_and_what_is_left() -> None:
    both = set(groups_of(Side.AM)) & set(groups_of(Side.PM))
    assert set(groups_of(Side.AM)) - both == {Group.PERSON}
    assert set(groups_of(Side.PM)) - both == {Group.STATE, Group.BONES}
    names = [field.name for fields in FIELDS.values() for field in fields]
    assert len(names) == len(set(names))


def test_the_newest_words_count_and_the_earlier_ones_stay(found: UUID) -> None:
    describe_group(found, Group.PHYSICAL, {"stature_cm": "175,5", "eyes": "grey", "skin": ""}, actor=morgue.KEEPER)
    describe_group(found, Group.PHYSICAL, {"stature_cm": 176}, actor=REGISTRAR)
    told = description_of(found)
    assert (told.side, dict(told.said(Group.PHYSICAL))) == (Side.PM, {"stature_cm": 176})
    assert (told.told[Group.PHYSICAL].by, told.told[Group.PHYSICAL].versions) == ("olena", 2)
    assert [number for number, _ in told.parts] == ["P-1"]
    effects = "годинник «Слава»; на руці; жовтий;; «Сину»; S-7\n\nпасок"
    describe_group(found, Group.EFFECTS, {"effects": effects}, actor=REGISTRAR)
    assert description_of(found).said(Group.EFFECTS)["effects"] == [
        {"what": "годинник «Слава»", "layer": "на руці", "colour": "жовтий", "inscription": "«Сину»", "seal": "S-7"},
        {"what": "пасок"},
    ]


@pytest.mark.parametrize(("group", "said", "sentence"), [
    (Group.PHYSICAL, {"stature_cm": "17"}, "no number from 40 to 250"),
    (Group.PHYSICAL, {"eyes": "purple"}, "none of blue"),
    (Group.PHYSICAL, {"race": "x"}, "has no field race"),
    (Group.PHYSICAL, {"skin": ""}, "nothing is said"),
    (Group.DENTAL, {"examined_on": "31.31"}, "is no date"),
    (Group.DENTAL, {"teeth": {"19": {"state": "sound"}}}, "is no tooth"),
    (Group.MARKS, {"marks": "a;b;c;d;e"}, "line 1 has 5 parts"),
    (Group.MEDICAL, {"surgery": "x" * 4_001}, "longer than the 4,000"),
    (Group.PERSON, {"occupation": "слюсар"}, "a person only"),
])  # fmt: skip
def test_what_a_field_cannot_hold_is_refused(group: Group, said: dict[str, Any], sentence: str, found: UUID) -> None:
    with pytest.raises((NotDescribable, RemainsError), match=sentence):
        describe_group(found, group, said, actor=REGISTRAR)
    assert not DescriptionEntry.objects.exists()


def test_teeth_of_both_sides_are_compared(sought: UUID, found: UUID) -> None:
    assert teeth_compared(sought, found).teeth == ()
    tooth = {"state": "filled", "surfaces": "O"}
    describe_group(sought, Group.DENTAL, {"teeth": {"16": tooth, "26": {"state": "missing"}}}, actor=REGISTRAR)
    describe_group(found, Group.DENTAL, {"teeth": {"16": tooth, "26": {"state": "sound"}}}, actor=REGISTRAR)
    said = teeth_compared(sought, found)
    assert (said.same, said.telling, said.incompatible) == (1, 1, 1)


def test_teeth_enter_the_record_that_matching_weighs(found: UUID) -> None:
    lost = {16: Finding(State.MISSING), 11: Finding(State.SOUND)}
    assert tell_teeth(found, lost, actor=REGISTRAR)
    assert record_card(found).said.description == "хрестик на шиї; teeth: 16 missing"
    assert tell_teeth(found, lost | {36: Finding(State.FILLED, "O")}, actor=REGISTRAR)
    said = record_card(found).said.description
    assert said == "хрестик на шиї; teeth: 16 missing; teeth: 36 filling"
    assert {tooth.number for tooth in traits.read(said).teeth} == {16, 36}
    assert not tell_teeth(found, lost | {36: Finding(State.FILLED, "O")}, actor=REGISTRAR)


def test_estimates_enter_the_record_that_matching_weighs(found: UUID) -> None:
    made = keep_estimate(found, {"femur": "48", "head": "5.5", "phase": "2", "tibia": ""}, actor=morgue.KEEPER)
    assert tell_record(found, made, actor=morgue.KEEPER)
    said = record_card(found).said
    assert (said.sex, said.age_low, said.age_high) == (Sex.MALE, 19, 34)
    assert said.description == "хрестик на шиї; skeletonised; stature 169-182 cm"
    assert traits.read(said.description).stature == traits.Range(169, 182)
    assert not tell_record(found, made, actor=morgue.KEEPER)
    again = keep_estimate(found, {"femur": "49", "sex": "male"}, actor=morgue.KEEPER)
    assert tell_record(found, again, actor=morgue.KEEPER)
    assert record_card(found).said.description == "хрестик на шиї; skeletonised; stature 172-184 cm"
    kept = description_of(found).said(Group.BONES)
    assert kept["measured"] == {"femur": "49", "sex": "male"}
    assert kept["estimates"]["stature"]["error"] == 3.27


def test_what_another_source_said_is_not_changed_by_bones(found: UUID) -> None:
    arrive(RecordDraft(RecordKind.REMAINS, source_record_id="F-9"), source=CLOSED_LIST)
    theirs = Record.objects.get(source_record_id="F-9").public_id
    made = keep_estimate(theirs, {"femur": 48}, actor=morgue.KEEPER)
    with pytest.raises(RemainsError, match="as a record of its own"):
        tell_record(theirs, made, actor=morgue.KEEPER)
    with pytest.raises(NotDescribable, match="measure a long bone"):
        keep_estimate(found, {"femur": ""}, actor=morgue.KEEPER)
    with pytest.raises(NotDescribable, match="is no measure"):
        keep_estimate(found, {"ear": 3}, actor=morgue.KEEPER)


def test_a_body_with_two_left_thighs_is_told(found: UUID) -> None:
    assemble("B-1", ["P-1", "P-2"], because="поруч", actor=morgue.KEEPER)
    body = whose_number("B-1")[1]
    take_inventory("P-1", pieces_written("femur left proximal\ncranium"), actor=morgue.KEEPER)
    assert people_in_body(body).number == 1
    take_inventory("P-2", pieces_written("2 femur left adult, proximal"), actor=morgue.KEEPER)
    people = people_in_body(body)
    assert (people.number, people.counted, people.dna, people.mixed) == (3, 2, 0, True)
    assert [body.number for body in mixed_bodies()] == ["B-1"]
    assert why_not_identified(found) == ""
    take_inventory("P-2", pieces_written("femur right"), actor=morgue.KEEPER)
    assert mixed_bodies() == []
    (piece,) = inventory_of(public_id_of("P-2"))
    assert piece == Piece(Element.FEMUR, OfBody.RIGHT, Portion.WHOLE)


@pytest.mark.parametrize(("text", "sentence"), [
    ("femur\nвухо", "line 2: «вухо» is no bone"),
    ("left", "line 1: name the bone"),
    ("cranium left", "line 1: everybody has one cranium"),
    ("0 femur", "line 1: femur: 0 pieces"),
])  # fmt: skip
def test_bones_that_cannot_be_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(RemainsError, match=sentence):
        pieces_written(text)


def test_the_database_keeps_what_was_written(found: UUID) -> None:
    describe_group(found, Group.PHYSICAL, {"eyes": "grey"}, actor=REGISTRAR)
    take_inventory("P-1", pieces_written("femur"), actor=morgue.KEEPER)
    pk = Record.objects.get(public_id=found).pk
    insert = 'INSERT INTO remains_descriptionentry (record_id, "group", content, by) VALUES (%s, %s, %s, %s)'
    attempts: list[tuple[str, list[object], str]] = [
        (insert, [pk, "person", '{"occupation": "x"}', "x"], "«person» is told of a person only"),
        (insert, [pk, "dental", '{"teeth": {"19": {}}}', "x"], "«19» is no tooth"),
        (insert, [pk, "physical", "{}", "x"], "a description says something, and who wrote it"),
        (insert, [pk, "physical", '{"eyes": "grey"}', " "], "a description says something, and who wrote it"),
        ("INSERT INTO remains_inventory (part_id, pieces, by) SELECT id, '[{\"element\": \"femur\"}]', 'x'"
         " FROM remains_part", [], "an inventory lists bones"),
        ("DELETE FROM remains_descriptionentry", [], "permission denied"),
        ("UPDATE remains_inventory SET by = 'x'", [], "permission denied"),
    ]  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_staff")
        for statement, values, sentence in attempts:
            with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
                cursor.execute(statement, values)
        cursor.execute("RESET ROLE")
    for table in ("descriptionentry", "inventory"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM remains_{table}")


def test_a_description_goes_with_its_record(sought: UUID) -> None:
    describe_group(sought, Group.PHYSICAL, {"eyes": "grey"}, actor=REGISTRAR)
    delete_record(str(sought), reason="the family asked", actor=REGISTRAR)
    assert not DescriptionEntry.objects.exists()
    with pytest.raises(UnknownNumber):
        description_of(sought)
