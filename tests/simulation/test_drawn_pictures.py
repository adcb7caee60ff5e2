from __future__ import annotations

import numpy as np

from antigone.imaging.faces import SURE, face_reader
from antigone.simulation.pictures import MOTIFS, drawn_face, drawn_tattoo


def test_the_same_number_draws_the_same_and_another_another() -> None:
    assert (drawn_face(3, view=1, side=96) == drawn_face(3, view=1, side=96)).all()
    assert (drawn_face(3, view=1, side=96) != drawn_face(3, view=2, side=96)).any()
    assert (drawn_face(3, side=96) != drawn_face(4, side=96)).any()
    assert (drawn_tattoo(3, side=96)[1] == drawn_tattoo(3, side=96)[1]).all()
    assert drawn_face(0, side=64).shape == drawn_tattoo(0, side=64)[1].shape == (64, 64, 3)


def test_a_drawn_face_is_a_face_to_the_detector_and_a_tattoo_is_none() -> None:
    reader = face_reader()
    for seed in range(4):
        (face,) = reader.found(drawn_face(seed))
        assert face.score > SURE
        # What is not sure is shown to a human and taken for nobody.
        assert all(one.score < SURE for one in reader.found(drawn_tattoo(seed)[1]))


def test_every_motif_is_drawn() -> None:
    drawn = [drawn_tattoo(seed, side=96) for seed in range(len(MOTIFS))]
    assert [word for word, _ in drawn] == list(MOTIFS)
    # Ink is darker than skin: each motif covers some of the picture and not all.
    for _, picture in drawn:
        grey = picture.mean(axis=2)
        ink = (grey < np.median(grey) - 20).mean()
        assert 0.02 < ink < 0.5
