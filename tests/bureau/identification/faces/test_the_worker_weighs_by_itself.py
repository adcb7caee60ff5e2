"""Photographs that come are read by the worker and weighed for the match queue, those that families send as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from django.db import DatabaseError
from PIL import Image
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import ask
from tests.bureau.matching.lists import compare, lists_say
from tests.bureau.photographs.faces.gallery import CLERK, MODEL, bare_photograph, face, person, read, seen_again
from tests.imaging.drawn import as_file

from antigone.bureau.enquiries import queries as enquiries
from antigone.bureau.enquiries.upkeep.photographs import take_in_photograph
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.identification.faces.upkeep import WORKER, read_new_faces, tell_new_faces
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match, OutsideWeight
from antigone.bureau.photographs.actions import add_photograph, withdraw_photograph
from antigone.bureau.photographs.faces.actions import choose_face, choose_nobody, keep_calibration
from antigone.bureau.photographs.faces.models import FaceDue, KeptFace
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.values import PhotographDraft
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.models import Record
from antigone.evidence.faces import Calibration, Fit, Seen, Strangers
from antigone.imaging.faces import face_reader
from antigone.simulation.pictures import drawn_face

pytestmark = pytest.mark.django_db
LINE = Fit(12.0, -4.0, 0.65, 0.05, 840, 700_000, 0.03)
CALIBRATION = Calibration(
    "two towns", 840, MODEL.key, date(2026, 5, 1), Strangers.ALIKE, {Seen.GOOD: LINE, Seen.DEGRADED: LINE}
)
SON = person(1)


def of(identifier: str) -> Record:
    return Record.objects.get(source_record_id=identifier)


def bodies(*identifiers: str) -> None:
    lists_say(*(RecordDraft(RecordKind.REMAINS, (), source_record_id=one) for one in identifiers))


def test_what_a_family_sent_comes_to_the_match_queue_without_anybodys_doing() -> None:
    reader = face_reader()
    bodies("body")
    add_photograph(
        of("body").public_id, prepared(as_file(Image.fromarray(drawn_face(1)))), PhotographDraft("face"), actor=CLERK
    )
    ask()
    take_in(actor=WORKER)
    (line,) = enquiries.enquiries()
    assert line.record is not None
    sent = prepared(as_file(Image.fromarray(drawn_face(1, view=1))))
    take_in_photograph(line.id, UUID(int=1), line.record, sent, actor=WORKER)
    sought = Record.objects.get(public_id=line.record)
    with acting_as("antigone_worker"):
        assert read_new_faces(reader, actor=WORKER) == 2
        # Without a calibration nothing is said, and what is due waits for one.
        assert tell_new_faces(reader.model.key, actor=WORKER) is None
    assert FaceDue.objects.exists()
    keep_calibration(replace(CALIBRATION, model=reader.model.key), actor=CLERK)
    with acting_as("antigone_worker"):
        told = tell_new_faces(reader.model.key, actor=WORKER)
        assert told is not None
        assert told.pairs == 1
        assert tell_new_faces(reader.model.key, actor=WORKER) is None
        assert read_new_faces(reader, actor=WORKER) == 0
    compare()
    assert Match.objects.filter(left=sought, right=of("body")).exists()
    event = Event.objects.filter(verb="identification.tell_faces").get()
    assert (event.actor_name, event.subject_kind) == ("worker", "face model")


def weigh_again() -> dict[tuple[str, str], float]:
    """What the line «face» says after the worker's round."""
    with acting_as("antigone_worker"):
        tell_new_faces(MODEL.key, actor=WORKER)
    rows = OutsideWeight.objects.select_related("left", "right")
    return {_named(row): row.log10_lr for row in rows}


def _named(row: OutsideWeight) -> tuple[str, str]:
    one, other = sorted((row.left.source_record_id, row.right.source_record_id))
    return one, other


def test_only_what_changed_is_told_again() -> None:
    bodies("one", "other", "third")
    read(bare_photograph(of("one")), face(SON))
    read(bare_photograph(of("other")), face(seen_again(SON, 0.7, 9)))
    keep_calibration(CALIBRATION, actor=CLERK)
    assert set(weigh_again()) == {("one", "other")}
    two = bare_photograph(of("third"))
    read(two, face(person(5)), face(seen_again(SON, 0.8, 11)))
    # Nobody has said which of the two it is.
    assert not FaceDue.objects.exists()
    assert set(weigh_again()) == {("one", "other")}
    choose_face(two.public_id, MODEL.key, 2, actor=CLERK)
    assert ("one", "third") in weigh_again()
    choose_nobody(two.public_id, MODEL.key, actor=CLERK)
    assert set(KeptFace.objects.filter(photograph=two).values_list("chosen", flat=True)) == {False}
    assert set(weigh_again()) == {("one", "other")}
    photograph = Photograph.objects.get(record=of("other"))
    withdraw_photograph(photograph.public_id, reason="it was of somebody else", actor=CLERK)
    assert weigh_again() == {}


def test_the_worker_cannot_choose_and_takes_no_lock_that_others_wait_for() -> None:
    bodies("one")
    photograph = bare_photograph(of("one"))
    with acting_as("antigone_worker"):
        read(photograph, face(SON), face(person(3)))
        with pytest.raises(DatabaseError, match="permission denied"):
            choose_face(photograph.public_id, MODEL.key, 1, actor=WORKER)
    assert np.all([one.chosen is None for one in KeptFace.objects.all()])
