from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.bureau import people
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import add, record
from tests.bureau.photographs.faces.gallery import (
    CLERK,
    MODEL,
    bare_photograph,
    face,
    many,
    model,
    person,
    read,
    seen_again,
    with_face,
)

from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.actions import withdraw_photograph
from antigone.bureau.photographs.faces.actions import choose_face, choose_nobody, keep_calibration
from antigone.bureau.photographs.faces.index import FaceIndex
from antigone.bureau.photographs.faces.models import FaceReading, KeptFace
from antigone.bureau.photographs.faces.queries import faces_of, faces_to_choose
from antigone.bureau.photographs.faces.searching import search_faces
from antigone.bureau.photographs.faces.seeking import seek_face
from antigone.bureau.photographs.faces.values import CalibrationRefused, Rights, UnknownFace, UnknownModel
from antigone.bureau.photographs.models import Photograph, Sensitivity
from antigone.bureau.registry.actions import delete_record, withhold_record
from antigone.bureau.registry.models import Record
from antigone.evidence.faces import Calibration, Fit, NotCalibrated, Seen, Strangers
from antigone.imaging.faces import Model, QualityClass

pytestmark = pytest.mark.django_db

LINE = Fit(12.0, -4.0, 0.65, 0.05, 840, 700_000, 0.03)
CALIBRATION = Calibration(
    "two towns", 840, MODEL.key, date(2026, 5, 1), Strangers.ALIKE, {Seen.GOOD: LINE, Seen.DEGRADED: LINE}
)
MOTHERS_SON = person(1)


def index() -> FaceIndex:
    its = FaceIndex(model())
    its.refresh()
    return its


def found(cosine: float = 0.7, **more: object) -> list[str]:
    asked = face(seen_again(MOTHERS_SON, cosine, 99))
    hits = search_faces([asked], MODEL, **more).hits  # type: ignore[arg-type]
    return [Record.objects.get(public_id=hit.record).source_record_id for hit in hits]


@pytest.fixture
def son() -> Record:
    son = with_face(people.dead("son", "Колодій Вадим"), MOTHERS_SON)
    many([person(100 + n) for n in range(30)], prefix="other")
    keep_calibration(CALIBRATION, actor=CLERK)
    return son


def test_a_picture_finds_its_record_with_a_weight_and_what_it_rests_on(son: Record) -> None:
    search = search_faces([face(seen_again(MOTHERS_SON, 0.7, 99))], MODEL)
    first = search.hits[0]
    assert first.record == son.public_id
    assert first.names == ("Колодій Вадим",)
    assert first.weight.against_stranger == 4.0
    assert first.weight.cosine == pytest.approx(0.7, abs=0.002)
    assert "«two towns», 840 people" in first.weight.reason
    assert (search.calibration, search.people, search.licence) == ("two towns", 840, "CC0-1.0")
    assert search.searched == 31
    # What speaks against one person is no hit, however few others there are.
    assert all(hit.weight.against_stranger > 0 for hit in search.hits)


def test_a_search_leaves_one_event_that_holds_neither_picture_nor_face(son: Record) -> None:
    digest = "ab" * 32
    for _ in range(2):
        found = seek_face([face(MOTHERS_SON)], MODEL, pictures=[digest], actor=CLERK)
    assert found.hits[0].record == son.public_id
    first, second = Event.objects.filter(verb="photographs.seek_face").order_by("pk")
    assert (first.actor_name, first.subject_kind) == (CLERK.name, "sealed picture")
    # The same picture has the same seal, and its digest is not in it.
    assert first.subject_id == second.subject_id
    assert digest not in str((first.subject_id, first.detail))
    assert first.detail == {
        "model": MODEL.key,
        "pictures": [first.subject_id],
        "compared": 31,
        "found": len(found.hits),
    }


def test_without_a_calibration_no_score_is_shown() -> None:
    with pytest.raises(UnknownModel, match="antigone photos reindex"):
        found()
    with_face(people.dead("son", "Колодій Вадим"), MOTHERS_SON)
    with pytest.raises(NotCalibrated, match="antigone photos calibrate"):
        found()


def test_a_calibration_is_of_a_model_that_has_read_something_and_the_newest_counts(son: Record) -> None:
    with pytest.raises(CalibrationRefused, match="reindex"):
        keep_calibration(
            Calibration("x", 840, "other@1/2", date(2026, 5, 1), Strangers.ALIKE, {Seen.GOOD: LINE}), actor=CLERK
        )
    newer = Calibration("the gallery", 900, MODEL.key, date(2026, 6, 1), Strangers.MIXED, {Seen.GOOD: LINE})
    keep_calibration(newer, actor=CLERK)
    search = search_faces([face(seen_again(MOTHERS_SON, 0.6, 99))], MODEL)
    assert search.calibration == "the gallery"
    assert search.hits[0].weight.against_stranger == pytest.approx(12 * 0.6 - 4 - 1, abs=0.05)
    # It knows no degraded faces, so it weighs none.
    assert search_faces([face(MOTHERS_SON, seen=QualityClass.DEGRADED)], MODEL).hits == ()


def test_several_pictures_of_one_record_speak_with_one_voice() -> None:
    vectors = [seen_again(MOTHERS_SON, 0.6, seed) for seed in (11, 12, 13)]
    with_face(people.dead("three", "Колодій Вадим"), *vectors)
    many([person(100 + n) for n in range(20)], prefix="other")
    (mate, *_) = index().nearest(MOTHERS_SON, 3)
    assert mate.pictures == 3
    # Better than any of the three: what one picture has by chance, the others have not.
    assert mate.cosine > 0.75
    rows, speakers = index().speakers()
    assert len(rows.record) == len(np.unique(rows.record)) == len(speakers) == 21


def test_the_mean_never_hides_a_record_with_one_picture() -> None:
    with_face(people.dead("three", "Колодій Вадим"), *(seen_again(MOTHERS_SON, 0.9, seed) for seed in (11, 12, 13)))
    many([seen_again(MOTHERS_SON, 0.5, 50 + n) for n in range(6)], prefix="alike")
    assert len({mate.record for mate in index().nearest(MOTHERS_SON, 7)}) == 7


def test_a_face_is_chosen_by_a_human_where_there_are_several() -> None:
    its = record(people.dead("crowd", "Колодій Вадим"))
    photograph = Photograph.objects.get(public_id=add(its))
    read(photograph, face(person(5)), face(MOTHERS_SON), face(person(6), score=0.7))
    assert set(KeptFace.objects.values_list("chosen", flat=True)) == {None}
    assert len(index().chosen()[0].face) == 0
    waiting = faces_to_choose(MODEL.key)
    assert [(card.photograph, card.number, card.chosen) for card in waiting] == [
        (photograph.public_id, number, None) for number in (1, 2, 3)
    ]
    assert waiting == faces_of(photograph.public_id, MODEL.key)
    with acting_as("antigone_staff"):
        choose_face(photograph.public_id, MODEL.key, 2, seen=Seen.HIDDEN, actor=CLERK)
    assert faces_to_choose(MODEL.key) == ()
    choose_face(photograph.public_id, MODEL.key, 1, actor=CLERK)
    choose_face(photograph.public_id, MODEL.key, 2, actor=CLERK)
    assert list(KeptFace.objects.order_by("number").values_list("chosen", "seen")) == [
        (False, "good"),
        (True, "hidden"),
        (False, "good"),
    ]
    # All three can be found: somebody else's son may stand beside him. Only he speaks for the record.
    assert [mate.chosen for mate in index().nearest(person(5), 1)] == [False]
    assert len(index().chosen()[0].face) == 1
    with pytest.raises(UnknownFace):
        choose_face(photograph.public_id, MODEL.key, 4, actor=CLERK)


def test_what_was_said_of_a_face_holds_when_another_model_reads_it() -> None:
    its = record(people.dead("crowd", "Колодій Вадим"))
    photograph, sure, nobody = (Photograph.objects.get(public_id=add(its, seed=seed)) for seed in (7, 8, 9))
    read(photograph, face(person(5)), face(MOTHERS_SON, left=45))
    read(sure, face(person(7)))
    read(nobody, face(person(8)))
    choose_face(photograph.public_id, MODEL.key, 2, seen=Seen.HIDDEN, actor=CLERK)
    choose_nobody(nobody.public_id, MODEL.key, actor=CLERK)
    newer = Model("drawn@000000000000", "fedcba9876543210", "CC0-1.0", MODEL.dimension)
    # In another order, and with one who was not found before.
    read(photograph, face(person(6), left=80), face(MOTHERS_SON, left=47), face(person(5), left=12), model=newer)
    read(sure, face(person(7)), model=newer)
    read(nobody, face(person(8)), model=newer)
    said = KeptFace.objects.filter(model__key=newer.key).order_by("photograph", "number")
    assert list(said.values_list("photograph", "chosen", "chosen_by", "seen")) == [
        (photograph.pk, None, "", "good"),
        (photograph.pk, True, CLERK.name, "hidden"),
        (photograph.pk, False, CLERK.name, "good"),
        (sure.pk, True, "", "good"),
        (nobody.pk, False, CLERK.name, "good"),
    ]
    # Only where somebody came to it who was not there before a human looks again.
    assert {card.photograph for card in faces_to_choose(newer.key)} == {photograph.public_id}


def test_one_sure_face_needs_no_human_and_one_unsure_does() -> None:
    its = record(people.dead("two", "Колодій Вадим"))
    sure, unsure = (Photograph.objects.get(public_id=add(its, seed=seed)) for seed in (7, 8))
    tattoo = Photograph.objects.get(public_id=add(its, seed=9, shows="tattoo"))
    read(sure, face(MOTHERS_SON))
    read(unsure, face(MOTHERS_SON, score=0.7))
    read(tattoo, face(MOTHERS_SON))
    chosen = dict(KeptFace.objects.values_list("photograph", "chosen"))
    assert chosen == {sure.pk: True, unsure.pk: None, tattoo.pk: None}


def test_whoever_may_not_see_prisoners_is_not_led_to_one() -> None:
    with_face(people.prisoner("P1", "Колодій Вадим"), MOTHERS_SON)
    with_face(people.dead("D1", "Колодій Вадим"), seen_again(MOTHERS_SON, 0.8, 3))
    keep_calibration(CALIBRATION, actor=CLERK)
    assert found() == ["P1", "D1"]
    assert found(rights=Rights(frozenset({Sensitivity.DEAD}))) == ["D1"]
    assert found(rights=Rights(frozenset())) == []
    assert found(rights=Rights(kinds=frozenset({"prisoner"}))) == ["P1"]


def test_what_is_withdrawn_withheld_or_deleted_is_not_found(son: Record) -> None:
    assert found()[0] == "son"
    before = index()
    photograph = Photograph.objects.get(record=son)
    withdraw_photograph(photograph.public_id, reason="the mother asked", actor=CLERK)
    assert "son" not in found()
    assert not KeptFace.objects.filter(photograph=photograph).exists()
    assert not FaceReading.objects.filter(photograph=photograph).exists()
    # An index that was made before follows.
    before.refresh()
    assert len(before) == 30
    read(other := bare_photograph(son, 2), face(MOTHERS_SON))
    assert found()[0] == "son"
    withhold_record(str(son.public_id), reason="the source asked", actor=CLERK)
    assert "son" not in found()
    delete_record(str(son.public_id), reason="the source asked", actor=CLERK)
    assert not KeptFace.objects.filter(photograph=other).exists()


def test_an_index_follows_what_comes_without_reading_everything_again(son: Record) -> None:
    its = FaceIndex(model())
    assert its.refresh() == 31
    assert its.refresh() == 0
    many([person(300), person(301)], prefix="later")
    assert its.refresh() == 2
    choose_face(Photograph.objects.get(record=son).public_id, MODEL.key, 1, seen=Seen.DEGRADED, actor=CLERK)
    its.refresh()
    assert its.nearest(MOTHERS_SON, 1)[0].seen == "degraded"


def test_two_models_are_never_mixed(son: Record) -> None:
    other = Model("drawn@000000000000", "fedcba9876543210", "CC0-1.0", MODEL.dimension)
    read(bare_photograph(son, 5), face(MOTHERS_SON), model=other)
    assert len(index()) == 31
    with pytest.raises(NotCalibrated):
        search_faces([face(MOTHERS_SON)], other)


def test_a_photograph_is_read_once_by_a_model(son: Record) -> None:
    read(Photograph.objects.get(record=son), face(MOTHERS_SON))
    assert KeptFace.objects.filter(photograph__record=son).count() == 1


def test_events_hold_no_vector_and_no_score(son: Record) -> None:
    said = [str(event.detail) for event in Event.objects.filter(verb__startswith="photographs.keep_face")]
    assert said
    assert not any("vector" in text or "cosine" in text or "[" in text.replace("['", "") for text in said)


REFUSED = {
    "another vector": "UPDATE photographs_keptface SET vector = decode(repeat('00', 64), 'hex')",
    "a face gone": "DELETE FROM photographs_keptface",
    "another calibration": "UPDATE photographs_facecalibration SET people = 9",
    "a calibration gone": "DELETE FROM photographs_facecalibration",
    "another licence": "UPDATE photographs_facemodel SET licence = 'MIT'",
    "counted down": "UPDATE photographs_facechanges SET changed = 0",
    "nobody chose": "UPDATE photographs_keptface SET chosen = false, chosen_by = ''",
    "a short vector": "INSERT INTO photographs_keptface (photograph_id, model_id, number, vector, x, y, width, height, "
    "quarter_turns, size, sharpness, contrast, brightness, score, seen) SELECT photograph_id, model_id, 9, '\\x00', x, "
    "y, width, height, 0, size, sharpness, contrast, brightness, score, seen FROM photographs_keptface LIMIT 1",
}


@pytest.mark.parametrize("zone", ["antigone_staff", "antigone_worker"])
def test_the_database_refuses(son: Record, zone: str) -> None:
    for act, statement in REFUSED.items():
        refused = pytest.raises(DatabaseError, match=r"permission denied|may change|as long as its model")
        with acting_as(zone), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            pytest.fail(f"{zone}: {act}")


def test_two_faces_of_one_photograph_are_not_both_the_person(son: Record) -> None:
    read(bare_photograph(son, 3), face(person(1)), face(person(2)))
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptFace.objects.filter(photograph__size=1, number__lte=2, photograph__record=son).update(
            chosen=True, chosen_by="x"
        )


@pytest.mark.parametrize("zone", ["antigone_public", "antigone_vault", "antigone_laboratory"])
def test_nobody_outside_the_desk_reads_a_face(zone: str) -> None:
    for table in ("keptface", "facemodel", "facereading", "facecalibration", "facechanges"):
        denied = pytest.raises(DatabaseError, match="permission denied")
        with acting_as(zone), denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM photographs_{table}")
