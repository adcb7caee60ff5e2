"""Drawn faces and drawn tattoos that are nobody's: the same number always draws the same.

A drawn face is found by the detector like a photographed one. To a model of faces all drawn people are kin: two
pictures of one have a cosine above 0.9, two people 0.6 to 0.9 where photographed strangers have 0.1. So they show
that a photograph is read, covered and kept, and say nothing of how well people are told apart.
"""

from antigone.simulation.pictures.album import ListedPicture, listed_pictures, write_pictures
from antigone.simulation.pictures.faces import drawn_face
from antigone.simulation.pictures.tattoos import MOTIFS, Setting, drawn_tattoo

__all__ = [
    "MOTIFS",
    "ListedPicture",
    "Setting",
    "drawn_face",
    "drawn_tattoo",
    "listed_pictures",
    "write_pictures",
]
