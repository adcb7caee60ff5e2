"""A file of a case is decoded once: pictures without a face, its claims, and what else of the bureau it resembles."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.incidents.story import ANALYST, ITEM, open_case

from antigone.bureau.incidents.actions import add_file
from antigone.bureau.incidents.frames.actions import keep_clear, read_file
from antigone.bureau.incidents.frames.looking import looked_at
from antigone.bureau.incidents.models import Copy, CustodyEvent, FrameFingerprint, Picture, Reading, Resemblance
from antigone.bureau.incidents.sameness.finding import resembling, same_as_file
from antigone.bureau.incidents.seeing.copies import copy_of
from antigone.bureau.incidents.values import IncidentError, NotAFile
from antigone.imaging.faces import face_reader
from antigone.simulation.footage import REPOSTS, State, filmed, flight, ground, referenced, saved
from antigone.simulation.pictures import drawn_face

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("footage")
    place = ground(3, State(camp=True))
    frames = list(flight(place, (900, 520), (1010, 500), frames=15, across=500))
    made = {
        "clip.mp4": filmed(frames),
        "repost.jpg": saved(REPOSTS["mirrored"](REPOSTS["letterbox"](frames[7])), quality=60),
        "other.jpg": saved(ground(4)[:540, :960]),
        "later.tif": referenced(ground(3, State(day=1))[300:800, 800:1400], east=400_000.0, north=5_300_000.0),
        "broken.mp4": filmed(frames[:3])[:900],
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in made}


def _added(path: Path) -> int:
    return add_file("CASE-1", str(path), ITEM, actor=ANALYST)


def test_a_film_and_its_mirrored_repost_find_each_other(files: dict[str, Path], tmp_path: Path) -> None:
    open_case(tmp_path, files=0)
    clip = _added(files["clip.mp4"])
    with acting_as("antigone_staff"):
        read = read_file("CASE-1", clip, str(files["clip.mp4"]), actor=ANALYST)
    assert (read.pictures, read.shots, read.remark, read.same) == ((1,), 1, "", ())
    picture = Picture.objects.get(number=1)
    assert picture.frame.at_ms == pytest.approx(280, abs=60)
    assert picture.taken == ITEM.recorded
    assert Image.open(io.BytesIO(copy_of(picture.public_id, "large"))).size == (960, 540)
    verbs = list(CustodyEvent.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["opened", "added", "derived", "derived"]
    repost, other = _added(files["repost.jpg"]), _added(files["other.jpg"])
    (found,) = read_file("CASE-1", repost, str(files["repost.jpg"]), actor=ANALYST).same
    assert (found.case, found.item, found.kind, found.mirrored) == ("CASE-1", clip, "same file", True)
    assert "published again, mirrored" in found.sentence
    assert read_file("CASE-1", other, str(files["other.jpg"]), actor=ANALYST).same == ()
    assert [one.item for one in resembling("CASE-1", clip)] == [repost]
    assert Resemblance.objects.get().one.number == clip
    kept = FrameFingerprint.objects.count()
    first = same_as_file(str(files["repost.jpg"]))[0]
    assert (first.item, first.kind) == (repost, "same file")
    assert FrameFingerprint.objects.count() == kept
    with pytest.raises(IncidentError, match="was read already"):
        read_file("CASE-1", clip, str(files["clip.mp4"]), actor=ANALYST)


def test_nothing_is_lost_of_what_cannot_be_read(files: dict[str, Path], tmp_path: Path) -> None:
    open_case(tmp_path, files=0)
    broken = _added(files["broken.mp4"])
    read = read_file("CASE-1", broken, str(files["broken.mp4"]), actor=ANALYST)
    assert read.pictures == ()
    assert "kept as it came" in read.remark
    assert Reading.objects.get().remark == read.remark
    image = _added(files["later.tif"])
    with pytest.raises(NotAFile, match="another file than item"):
        read_file("CASE-1", image, str(files["other.jpg"]), actor=ANALYST)
    assert Reading.objects.count() == 1
    seen = read_file("CASE-1", image, str(files["later.tif"]), actor=ANALYST)
    picture = Picture.objects.get(number=seen.pictures[0])
    assert picture.gsd == pytest.approx(0.4986, abs=0.001)
    assert Reading.objects.get(item=picture.item).north_up
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM incidents_reading r")
        assert "47.8" not in str(cursor.fetchall())


def test_no_copy_shows_a_face_before_two_have_decided(tmp_path: Path) -> None:
    sheet = Image.fromarray(ground(4)[:540, :960])
    sheet.paste(Image.fromarray(np.asarray(drawn_face(5))).resize((220, 220)), (300, 120))
    path = tmp_path / "face.jpg"
    sheet.save(path, quality=92)
    reader = face_reader()
    assert reader.found(np.asarray(sheet))
    looked = looked_at(str(path))
    assert looked.pictures[0].faces >= 1
    for copy in (looked.pictures[0].large, looked.pictures[0].small, looked.pictures[0].cover):
        assert not reader.found(np.asarray(Image.open(io.BytesIO(copy.content)).convert("RGB")))
    open_case(tmp_path, files=0)
    read_file("CASE-1", _added(path), str(path), actor=ANALYST)
    assert set(Copy.objects.values_list("blurred", flat=True)) == {True}
    with pytest.raises(IncidentError, match="two people have not decided otherwise"):
        keep_clear("CASE-1", 1, str(path), actor=ANALYST)
    with acting_as("antigone_staff"), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM incidents_framefingerprint")
