"""One missed person and the remains of two, described in every group, for papers and pages."""

from __future__ import annotations

from uuid import UUID

from tests.bureau.people import CLOSED_LIST, arrive
from tests.bureau.remains.morgue import KEEPER, PAPER, build, drafts

from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind, Sex
from antigone.bureau.registry.entering.actions import enter_record, own_source
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.actions import bury, describe, examine, receive
from antigone.bureau.remains.bodies.actions import assemble
from antigone.bureau.remains.bones.actions import keep_estimate, tell_record
from antigone.bureau.remains.commingling.actions import pieces_written, take_inventory
from antigone.bureau.remains.description.actions import describe_group
from antigone.bureau.remains.description.groups import Group
from antigone.bureau.remains.effects.actions import seal
from antigone.bureau.remains.models import Step, Subject
from antigone.bureau.remains.values import PartDraft, RecoveryDraft

CLERK = Actor("clerk", "registrar")
NAME = "Гончаровський Остап Лукич"
FILLED = {"state": "filled", "surfaces": "MO", "material": "amalgam"}
IN_LIFE = {
    "16": FILLED,
    "26": {"state": "filled", "surfaces": "O", "material": "composite"},
    "36": {"state": "missing"},
    "46": {"state": "crown", "material": "metal", "root_filled": True},
    "11": {"state": "sound"},
    "21": {"state": "sound"},
    "28": {"state": "unerupted"},
}
AFTER_DEATH = IN_LIFE | {
    "26": {"state": "filled", "surfaces": "MOD", "material": "composite"},
    "21": {"state": "lost after death"},
    "28": {"state": "sound"},
    "37": {"state": "decayed", "surfaces": "D"},
}


def records() -> dict[str, UUID]:
    """Somebody missed (M-1), a prisoner (C-1), somebody dead (D-1) and remains of the bureau's own record (F-1)."""
    missing = RecordDraft(
        RecordKind.MISSING,
        (NameDraft(NAME), NameDraft("Honcharovskyi Ostap", NameKind.TRANSLITERATION)),
        source_record_id="M-1",
        sex=Sex.MALE,
        father_name="Лука",
        mother_maiden_name="Бондар",
        birth_date="1987-05-13",
        birthplace="с. Глибоке",
        nationality="UA",
        force="Збройні сили",
        unit="3 омбр",
        rank="старший солдат",
        service_number="АА-123456",
        last_seen_date="2024-03-02",
        last_seen_place="яр біля Глибокого",
        circumstances="не повернувся з вогневої",
        description="тату: якір на лівому передпліччі",
    )
    prisoner = RecordDraft(
        RecordKind.PRISONER,
        (NameDraft("Лелека Марко"),),
        source_record_id="C-1",
        rank="сержант",
        birth_date="1990-01-02",
        occurred_date="2024-02-01",
        occurred_place="Глибоке",
        status="легко поранений",
    )
    dead = RecordDraft(
        RecordKind.DEAD,
        (NameDraft("Рута Іван"),),
        source_record_id="D-1",
        occurred_date="2024-02-03",
        occurred_place="шпиталь",
        cause="поранення",
        burial_place="кладовище, ряд 2, могила 7",
    )
    arrive(missing, prisoner, dead, source=CLOSED_LIST)
    remains = RecordDraft(
        RecordKind.REMAINS, source_record_id="F-1", occurred_date="2024-04", occurred_place="яр", description="хрестик"
    )
    enter_record(remains, source=own_source("Bureau"), actor=CLERK)
    return dict(Record.objects.values_list("source_record_id", "public_id"))


def world() -> dict[str, UUID]:
    """The records, with everything that is described of them; parts P-1 and P-2 are body B-1, with two left thighs."""
    ids = records()
    build()
    found = RecoveryDraft("REC-7", "яр", "37UDQ41", "сапер Рута", "2024-04-02")
    parts = [
        PartDraft(one.number, one.place, one.explosives_checked_by, "таз і ноги", recovery=found)
        for one in drafts(("P-1", "P-2"))
    ]
    receive(parts, brought_by="сапер Рута", taken_by="Оксана Лелека", actor=KEEPER)
    describe("P-1", ids["F-1"], actor=KEEPER)
    assemble("B-1", ["P-1", "P-2"], because="лежали поруч", actor=KEEPER)
    examine("P-1", {Subject.DENTAL: Step.COMPLETED, Subject.DNA: Step.IN_PROGRESS}, actor=KEEPER)
    seal("S-1", "P-1", ["годинник «Слава»", "хрестик срібний"], signed=PAPER, actor=KEEPER)
    take_inventory("P-1", pieces_written("femur left adult\ntibia left adult\ncranium"), actor=KEEPER)
    take_inventory("P-2", pieces_written("femur left adult"), actor=KEEPER)
    made = keep_estimate(ids["F-1"], {"femur": "47.2", "tibia": "38", "head": "5.4", "phase": "3"}, actor=KEEPER)
    tell_record(ids["F-1"], made, actor=KEEPER)
    describe_group(
        ids["F-1"],
        Group.STATE,
        {"completeness": "incomplete", "condition": "skeletonised", "damage": "немає лівої кисті"},
        actor=KEEPER,
    )
    for record, teeth in ((ids["M-1"], IN_LIFE), (ids["F-1"], AFTER_DEATH)):
        describe_group(record, Group.DENTAL, {"teeth": teeth, "examined_on": "2024-05-01"}, actor=CLERK)
        describe_group(
            record,
            Group.MARKS,
            {"marks": "татуювання; передпліччя; ліве; якір\nшрам; коліно; праве; 3 см"},
            actor=CLERK,
        )
        describe_group(
            record, Group.PHYSICAL, {"stature_cm": "176", "build": "medium", "hair_colour": "fair"}, actor=CLERK
        )
    return ids


def buried() -> None:
    """Part P-1 in a grave of its own."""
    bury(["P-1"], "кладовище Глибоке, ряд 2, могила 9, хрест із номером", signed=PAPER, actor=KEEPER)
