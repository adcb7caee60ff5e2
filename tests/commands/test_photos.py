"""`antigone photos` and `antigone search --photo`, on pictures of people who agreed to be in a research set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.bureau import people
from tests.bureau.photographs.album import CASE_WORKER, record
from tests.command_line import Antigone, Said
from tests.sites import copied_database, environment_on

from antigone.bureau.photographs.actions import add_photograph
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.values import PhotographDraft, Prepared
from antigone.imaging.faces import face_reader

FACES = Path(os.environ.get("ANTIGONE_REFERENCE", Path(__file__).parents[3] / "shared" / "reference")) / "faces"
LONDON = FACES / "london"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not LONDON.is_dir(), reason="the reference faces are not on this machine"),
]


@cache
def _prepared(name: str) -> Prepared:
    return prepared((LONDON / name).read_bytes())


def a_small_gallery() -> None:
    for number in ("001", "002", "003"):
        its = record(people.dead(f"D{number}", f"Невідомий {number}"))
        photograph = _prepared(f"L{number}_neutral.jpg")
        add_photograph(its, photograph, PhotographDraft("face"), actor=CASE_WORKER)


@pytest.fixture(scope="module")
def antigone(django_db_setup: None, django_db_blocker: Any) -> Iterator[Antigone]:
    with copied_database(django_db_blocker, a_small_gallery) as name:
        environment = environment_on(name)

        def run(*words: str | Path) -> Said:
            command = [sys.executable, "-m", "antigone", *map(str, words)]
            return subprocess.run(command, env=environment, capture_output=True, text=True)

        yield run


@pytest.mark.slow
def test_faces_are_read_calibrated_and_found(antigone: Antigone) -> None:
    smiling = LONDON / "L002_smiling.jpg"
    said = antigone("search", "--photo", smiling)
    assert said.returncode == 1
    assert "antigone photos reindex" in said.stderr

    def told(*words: str | Path) -> str:
        said = antigone(*words)
        assert said.returncode == 0, said.stderr
        return said.stdout

    read = json.loads(told("photos", "reindex", "--json"))
    assert (read["photographs"], read["faces"], read["waiting"], read["unreadable"]) == (3, 3, 0, 0)
    assert read["model"]["licence"] == "Apache-2.0"

    said = antigone("photos", "calibrate")
    assert said.returncode == 1
    assert "100 are needed" in said.stderr

    kept = json.loads(told("photos", "calibrate", "--reference", "--json"))
    assert kept["strangers"] == "mixed"
    found = json.loads(told("search", "--photo", smiling, "--json"))
    assert found["hits"][0]["names"] == ["Невідомий 002"]
    assert found["hits"][0]["log10_lr"] > 2
    assert (found["calibration"], found["people"]) == (kept["set_name"], kept["people"])
    hit = found["hits"][0]
    assert "is the record's person" in told("photos", "choose", hit["photograph"], "1", "--hidden")
    assert f"{hit['photograph']}  face 1" in (faces := told("photos", "faces", hit["photograph"]))
    assert "hidden; the record's person" in faces
    assert told("photos", "weigh") == "3 records with a face: 0 pairs weighed, 0 weights changed.\n"
    assert "None of the faces" in told("photos", "choose", hit["photograph"], "--nobody")
    assert "and not both" in antigone("photos", "choose", hit["photograph"]).stderr


def test_a_search_by_picture_is_never_the_publics(antigone: Antigone) -> None:
    said = antigone("search", "--photo", LONDON / "L002_smiling.jpg", "--as-the-public")
    assert said.returncode != 0
    assert "never the public's" in said.stderr
    assert "give a name, or a picture" in antigone("search").stderr


def test_several_faces_are_shown_and_one_is_asked_for(antigone: Antigone, tmp_path: Path) -> None:
    from PIL import Image

    pair = Image.new("RGB", (600, 300))
    for at, name in enumerate(("L001_neutral.jpg", "L003_neutral.jpg")):
        with Image.open(LONDON / name) as one:
            pair.paste(one.resize((300, 300)), (300 * at, 0))
    pair.save(tmp_path / "pair.png")
    said = antigone("search", "--photo", tmp_path / "pair.png")
    assert said.returncode == 1
    assert "there are 2 faces; say with --face which one is meant" in said.stderr
    (tmp_path / "text.jpg").write_text("not a picture")
    assert antigone("search", "--photo", tmp_path / "text.jpg").returncode == 1


def test_the_reference_calibration_is_of_the_shipped_model() -> None:
    from antigone.bureau.photographs.faces.calibrating import reference_calibration

    assert reference_calibration().model == face_reader().model.key
