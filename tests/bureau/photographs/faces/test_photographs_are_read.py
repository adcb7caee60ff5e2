"""Reading goes on where it stopped; a calibration is fitted on the gallery's own people, and only on enough of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import connection
from PIL import Image
from tests.bureau import people
from tests.bureau.photographs.album import record
from tests.bureau.photographs.faces.gallery import (
    CLERK,
    bare_photograph,
    face,
    many,
    model,
    person,
    read,
    seen_again,
)
from tests.imaging.drawn import as_file

from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.actions import add_photograph
from antigone.bureau.photographs.faces.calibrating import calibration_in_force, own_calibration, reference_calibration
from antigone.bureau.photographs.faces.indexing import reindex, unread
from antigone.bureau.photographs.faces.models import FaceReading, KeptFace
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.values import PhotographDraft
from antigone.evidence.faces import Calibration, Seen, Strangers, TooFewFaces
from antigone.imaging.faces import face_reader
from antigone.simulation.pictures import drawn_calibration, drawn_face, drawn_tattoo

pytestmark = pytest.mark.django_db


def add_picture(identifier: str, pixels: np.ndarray, shows: str = "face") -> None:
    its = record(people.dead(identifier, "Невідомий чоловік"))
    add_photograph(its, prepared(as_file(Image.fromarray(pixels))), PhotographDraft(shows), actor=CLERK)


def test_what_has_been_read_is_not_read_again_and_what_stopped_goes_on() -> None:
    reader = face_reader()
    two = np.hstack([drawn_face(1), drawn_face(2)])
    add_picture("one", drawn_face(1))
    add_picture("two", two)
    add_picture("tattoo", drawn_tattoo(1)[1], "tattoo")
    assert unread(reader.model.key) == 3
    stopped = reindex(reader, actor=CLERK, stop=lambda: True)
    assert (stopped.photographs, unread(reader.model.key)) == (0, 3)
    done: list[int] = []
    first = reindex(reader, actor=CLERK, progress=done.append)
    assert (first.photographs, first.faces, first.waiting, first.unreadable) == (3, 3, 1, 0)
    assert done == [3]
    assert sorted(FaceReading.objects.values_list("faces", flat=True)) == [0, 1, 2]
    chosen = KeptFace.objects.filter(chosen=True).get()
    assert chosen.photograph.record.source_record_id == "one"
    # The box is in shares of the picture, and the face of the drawing is in its middle.
    assert chosen.x + chosen.width / 2 == pytest.approx(0.5, abs=0.06)
    assert reindex(reader, actor=CLERK).photographs == 0
    add_picture("later", drawn_face(3))
    assert reindex(reader, actor=CLERK).photographs == 1
    detail = Event.objects.filter(verb="photographs.keep_faces").latest("pk").detail
    assert detail == {"licence": "Apache-2.0", "photographs": 1, "faces": 1, "unreadable": 0}


def test_a_picture_that_is_gone_is_told_and_does_not_stop_the_others() -> None:
    add_picture("gone", drawn_face(1))
    add_picture("there", drawn_face(2))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM photographs_derivative d USING photographs_photograph p JOIN registry_record r "
            "ON r.id = p.record_id WHERE d.photograph_id = p.id AND r.source_record_id = 'gone'"
        )
    done = reindex(face_reader(), actor=CLERK)
    assert (done.photographs, done.faces, done.unreadable) == (2, 1, 1)


def gallery_of(people_there: int, *, pictures: int) -> None:
    """People who resemble each other little and themselves much."""
    records = many([person(1_000 + n) for n in range(people_there)], prefix="g", sex="male", born="1987")
    for at, its in enumerate(records):
        for number in range(1, pictures):
            again = seen_again(person(1_000 + at), 0.55 + 0.3 * (at % 7) / 7, 5_000 + 10 * at + number)
            read(bare_photograph(its, number + 1), face(again))


def test_the_calibrations_that_come_along_are_of_the_vectors_that_are_made() -> None:
    shipped = face_reader().model.key
    assert reference_calibration().model == shipped
    assert Calibration.from_json(drawn_calibration()).model == shipped


def test_a_gallery_that_is_too_small_is_refused_with_its_number() -> None:
    gallery_of(20, pictures=2)
    with pytest.raises(TooFewFaces, match=r"«ours» has 20 pairs.*100 are needed"):
        own_calibration(model(), set_name="ours", on=date(2026, 5, 1))
    assert calibration_in_force(model()) is None


def test_the_gallerys_own_people_calibrate_it_each_stranger_of_one_sex_and_age() -> None:
    gallery_of(60, pictures=3)
    found = own_calibration(model(), set_name="ours", on=date(2026, 5, 1))
    assert (found.people, found.strangers, set(found.fits)) == (60, Strangers.ALIKE, {Seen.GOOD})
    line = found.fits[Seen.GOOD]
    assert line.same_pairs == 180
    assert line.same > 0.4 > line.different
    assert found == own_calibration(model(), set_name="ours", on=date(2026, 5, 1))
    # A photograph that was saved twice is no second photograph.
    its = KeptFace.objects.order_by("pk").first()
    assert its is not None
    copy = np.frombuffer(bytes(its.vector), dtype=np.float16).astype(np.float32)
    read(bare_photograph(its.photograph.record, 9), face(copy))
    again = own_calibration(model(), set_name="ours", on=date(2026, 5, 1)).fits[Seen.GOOD]
    assert again.same_pairs == 182
