"""The demonstration's photographs: kept once, under covers, with marks and faces that are weighed as drawn ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from antigone.bureau.photographs.faces.calibrating import calibration_in_force
from antigone.bureau.photographs.faces.models import FaceModel, KeptFace
from antigone.bureau.photographs.marks.queries import marks
from antigone.bureau.photographs.marks.values import MarkSought
from antigone.bureau.photographs.models import Photograph, View
from antigone.server.demo import import_lists
from antigone.server.demo_pictures import keep_pictures_once, pictured_people
from antigone.simulation import write_world
from antigone.simulation.pictures import listed_pictures, write_pictures


@pytest.mark.django_db
def test_drawn_people_are_pictured_once_and_weighed_as_drawn(tmp_path: Path) -> None:
    write_world(tmp_path, people=1_500, seed=1)
    write_pictures(tmp_path, 2)
    import_lists(tmp_path)
    described = yaml.safe_load((tmp_path / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    sources = {one["file"]: one["name"] for one in described}
    told: list[tuple[int, int]] = []
    kept = keep_pictures_once(tmp_path, sources, lambda done, total: told.append((done, total)))
    listed = listed_pictures(tmp_path)
    assert kept == Photograph.objects.count() == len(listed) > 2
    assert told[-1] == (kept, kept)
    assert {one.words for one in marks(MarkSought())} == {one.words for one in listed if one.place}
    assert KeptFace.objects.filter(chosen=True).exists()
    calibration = calibration_in_force(FaceModel.objects.get())
    assert calibration is not None
    assert calibration.set_name == "drawn faces that are nobody's"
    assert keep_pictures_once(tmp_path, sources, lambda _done, _total: None) == kept
    assert not View.objects.exists()


def test_a_small_war_has_few_pictures_and_a_large_one_no_more_than_a_dozen_people() -> None:
    assert [pictured_people(people) for people in (300, 5_000, 10_000, 1_000_000)] == [0, 6, 12, 12]
