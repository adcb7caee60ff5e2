"""Drawn faces and drawn tattoos that are nobody's: the same number always draws the same.

A drawn face is found by the detector like a photographed one. To a model of faces all drawn people are kin, of one
family or not: strangers among them have cosines that photographed strangers never have. So they show that a photograph
is read, covered, kept and chosen, and say nothing of how well people are told apart; `drawn_calibration` weighs them
for what they are.
"""

from antigone.simulation.pictures.album import ListedPicture, listed_pictures, write_pictures
from antigone.simulation.pictures.faces import drawn_calibration, drawn_face
from antigone.simulation.pictures.tattoos import MOTIFS, Setting, drawn_tattoo

__all__ = [
    "MOTIFS",
    "ListedPicture",
    "Setting",
    "drawn_calibration",
    "drawn_face",
    "drawn_tattoo",
    "listed_pictures",
    "write_pictures",
]
