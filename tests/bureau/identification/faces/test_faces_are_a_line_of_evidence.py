"""What faces say joins the match queue as one line; nothing is identified by it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.bureau.identification.deciding import board
from tests.bureau.matching.lists import compare, families_say, lists_say, match_between, missing, pairs
from tests.bureau.people import dead
from tests.bureau.photographs.faces.gallery import (
    CLERK,
    MODEL,
    bare_photograph,
    face,
    person,
    read,
    seen_again,
)

from antigone.bureau.identification.deciding.queries import pair_card
from antigone.bureau.identification.deciding.values import RuleNotMet, Standing
from antigone.bureau.identification.faces.actions import NoFaceCalibration, tell_faces
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import OutsideWeight
from antigone.bureau.photographs.faces.actions import choose_face, keep_calibration
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.models import Record
from antigone.evidence.faces import Calibration, Fit, Seen, Strangers

pytestmark = pytest.mark.django_db
LINE = Fit(12.0, -4.0, 0.65, 0.05, 840, 700_000, 0.03)
CALIBRATION = Calibration("two towns", 840, MODEL.key, date(2026, 5, 1), Strangers.ALIKE, {Seen.GOOD: LINE})
SON = person(1)


def of(identifier: str) -> Record:
    return Record.objects.get(source_record_id=identifier)


def a_mother_asks_and_a_body_lies_unnamed(cosine: float = 0.7) -> None:
    families_say(missing("ostap", "Гончаровський Остап Лукич"), missing("lev", "Дзюба Лев Ігорович"))
    lists_say(RecordDraft(RecordKind.REMAINS, (), source_record_id="body"))
    read(bare_photograph(of("ostap")), face(SON))
    read(bare_photograph(of("lev")), face(person(2)))
    read(bare_photograph(of("body")), face(seen_again(SON, cosine, 9)))


def test_without_a_calibration_faces_weigh_nothing() -> None:
    a_mother_asks_and_a_body_lies_unnamed()
    with pytest.raises(NoFaceCalibration, match="antigone photos calibrate"):
        tell_faces(MODEL.key, actor=CLERK)
    assert not OutsideWeight.objects.exists()


def test_two_faces_bring_two_records_before_a_human_with_their_weight_and_sentence() -> None:
    a_mother_asks_and_a_body_lies_unnamed()
    compare()
    assert ("ostap", "body") not in pairs()
    keep_calibration(CALIBRATION, actor=CLERK)
    told = tell_faces(MODEL.key, actor=CLERK)
    assert (told.records, told.pairs, told.changed) == (3, 1, 1)
    weight = OutsideWeight.objects.get()
    assert (weight.line, weight.log10_lr) == ("face", 4.0)
    assert "«two towns», 840 people" in weight.reason
    assert "a brother's or sister's" in weight.reason
    compare()
    assert ("ostap", "body") in pairs()
    # Told again, nothing is new, and nothing is due.
    assert tell_faces(MODEL.key, actor=CLERK).changed == 0


def test_what_other_evidence_proposed_hears_also_what_speaks_against_it() -> None:
    families_say(missing("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    lists_say(dead("listed", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    read(bare_photograph(of("ostap")), face(SON))
    read(bare_photograph(of("listed")), face(seen_again(SON, 0.1, 9)))
    compare()
    before = match_between("ostap", "listed").log10_lr
    keep_calibration(CALIBRATION, actor=CLERK)
    tell_faces(MODEL.key, actor=CLERK)
    assert OutsideWeight.objects.get().log10_lr == pytest.approx(-2.0)
    compare()
    assert match_between("ostap", "listed").log10_lr == pytest.approx(before - 2.0, abs=0.01)


def test_only_a_face_that_is_the_records_person_speaks() -> None:
    a_mother_asks_and_a_body_lies_unnamed()
    crowd = bare_photograph(of("lev"), 2)
    read(crowd, face(person(3)), face(seen_again(SON, 0.9, 4)))
    keep_calibration(CALIBRATION, actor=CLERK)
    tell_faces(MODEL.key, actor=CLERK)
    assert {row.right_id for row in OutsideWeight.objects.all()} == {of("body").pk}
    # Somebody says that he is the one; then that he is not.
    choose_face(crowd.public_id, MODEL.key, 2, actor=CLERK)
    tell_faces(MODEL.key, of=[of("lev").pk], actor=CLERK)
    lev, body = sorted((of("lev").pk, of("body").pk))
    assert OutsideWeight.objects.filter(left=lev, right=body).exists()
    choose_face(crowd.public_id, MODEL.key, 1, actor=CLERK)
    tell_faces(MODEL.key, actor=CLERK)
    assert OutsideWeight.objects.count() == 1


def test_faces_alone_cap_at_possible_and_nobody_can_propose_on_them() -> None:
    board.the_staff_is_there()
    sought, found = board.two_records()
    read(bare_photograph(of("M-1")), face(SON))
    read(bare_photograph(of("F-1")), face(seen_again(SON, 0.99, 9)))
    keep_calibration(CALIBRATION, actor=CLERK)
    tell_faces(MODEL.key, actor=CLERK)
    compare()
    assert pairs() == {("M-1", "F-1")}
    assert pair_card(sought, found).standing is Standing.OPEN
    board.compared("visual")
    assert pair_card(sought, found).standing is Standing.POSSIBLE
    with pytest.raises(RuleNotMet, match="DNA, teeth or fingerprints"):
        board.proposed()


def test_the_event_tells_numbers_and_no_name() -> None:
    a_mother_asks_and_a_body_lies_unnamed()
    keep_calibration(CALIBRATION, actor=CLERK)
    tell_faces(MODEL.key, actor=CLERK)
    detail = Event.objects.get(verb="identification.tell_faces").detail
    assert detail == {"calibration": "two towns", "people": 840, "records": 3, "pairs": 1, "changed": 1}
