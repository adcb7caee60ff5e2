"""Pictures of a written world: what families give of those whom they seek, and what is photographed of bodies.

A pictured person is one whom a family seeks and whose body lies unnamed somewhere, so that there is something to find.
Each has a face in the family's photograph; where the world gave him a tattoo that can be drawn, it is on both sides.
Every fifth family gives a picture with a comrade beside him: a human must say which face is whose.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from antigone.simulation import words
from antigone.simulation.pictures.canvas import Picture
from antigone.simulation.pictures.faces import drawn_face
from antigone.simulation.pictures.tattoos import Setting, drawn_tattoo

#: The file that lists the pictures, within the folder of the world.
LISTED: Final = "pictures/pictures.csv"
_TRUTH: Final = "truth/pictures.csv"
_SIDE, _TATTOO_SIDE, _QUALITY = 240, 360, 88
_COMRADE = 5
_STRANGER = 10_000_000
# What can be drawn, by the English words of `words.MOTIFS`.
_DRAWN: Final = {
    "cross": "cross", "rose": "rose", "anchor": "anchor", "blood group": "blood group", "skull": "skull",
    "Celtic pattern": "celtic", "a child's birth date": "date", "spider": "spider", "sword": "sword",
    "compass": "compass", "parachute": "parachute", "sun": "sun", "bar code": "bar code", "crescent": "crescent",
    "tree": "tree", "ornament": "tribal",
}  # fmt: skip
# Place and side of `words.BODY_PLACES`, in the codes of records.
_PLACES: Final = (
    ("shoulder", "left"), ("shoulder", "right"), ("forearm", "left"), ("forearm", "right"), ("chest", ""), ("back", ""),
    ("neck", ""), ("shin", "left"), ("shin", "right"), ("finger", "left"),
)  # fmt: skip
# Lists by what they hold, and the column of `words` in which each is written.
_LISTS: Final = {
    "missing_velmaria.csv": 0,
    "missing_dorvania.csv": 1,
    "remains_velmaria.csv": 0,
    "remains_dorvania.csv": 1,
}


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """One row of `LISTED`: a picture of a record of a list; `place`, `side` and `words` of a tattoo, else empty."""

    picture: str
    file: str
    record_id: str
    shows: str
    place: str = ""
    side: str = ""
    words: str = ""


def write_pictures(folder: Path, people: int) -> int:
    """Draw pictures of some people of a written world; gives how many files there are.

    Args:
        folder: that of `write_world`. Pictures, `LISTED` and ``truth/pictures.csv`` come beside the lists.
        people: how many persons are pictured at most; the same world and number give the same pictures.
    """
    (folder / LISTED).parent.mkdir(exist_ok=True)
    with (
        (folder / LISTED).open("w", encoding="utf-8", newline="") as listed,
        (folder / _TRUTH).open("w", encoding="utf-8", newline="") as truth,
    ):
        rows, persons = csv.writer(listed, lineterminator="\n"), csv.writer(truth, lineterminator="\n")
        rows.writerow([field.name for field in fields(ListedPicture)])
        persons.writerow(("picture", "person_id"))
        count = 0
        for person, row, picture in _pictures(folder, people):
            _, coded = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            (folder / row.picture).write_bytes(coded.tobytes())
            rows.writerow(astuple(row))
            persons.writerow((row.picture, person))
            count += 1
    return count


def listed_pictures(folder: Path) -> list[ListedPicture]:
    """The pictures of a written world; none where none were drawn."""
    if not (folder / LISTED).exists():
        return []
    with (folder / LISTED).open(encoding="utf-8", newline="") as stream:
        return [ListedPicture(**row) for row in csv.DictReader(stream)]


def _pictures(folder: Path, people: int) -> Iterator[tuple[str, ListedPicture, Picture]]:
    sought, found = _records(folder)
    both = [person for person in sought if person in found][:people]
    tattoos = _tattoos(folder, set(both))
    for number, person in enumerate(both):
        seed = int(person.lstrip("P") or 0)
        face = drawn_face(seed, side=_SIDE)
        if number % _COMRADE == _COMRADE - 1:
            face = np.hstack([drawn_face(_STRANGER + seed, side=_SIDE), face])
        file, record = sought[person]
        yield person, ListedPicture(f"pictures/{person}-face.jpg", file, record, "face"), face
        its_file, its_record = found[person]
        if person not in tattoos:
            yield (
                person,
                ListedPicture(f"pictures/{person}-body.jpg", its_file, its_record, "face"),
                drawn_face(seed, view=1, side=_SIDE),
            )
            continue
        motif, place = tattoos[person]
        drawn = _DRAWN[words.MOTIFS[motif][2]]
        for where, of, setting in (("album", sought[person], Setting.ALBUM), ("body", found[person], Setting.BODY)):
            row = ListedPicture(
                f"pictures/{person}-tattoo-{where}.jpg",
                *of,
                "tattoo",
                *_PLACES[place],
                words.MOTIFS[motif][_LISTS[of[0]]],
            )
            yield person, row, drawn_tattoo(seed, motif=drawn, setting=setting, side=_TATTOO_SIDE)[1]


def _records(folder: Path) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """The first record by which a family seeks somebody, and the first of his remains."""
    sought: dict[str, tuple[str, str]] = {}
    found: dict[str, tuple[str, str]] = {}
    with (folder / "truth" / "links.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["file"] in _LISTS:
                its = sought if row["file"].startswith("missing") else found
                its.setdefault(row["person_id"], (row["file"], row["record_id"]))
    return sought, found


def _tattoos(folder: Path, persons: set[str]) -> dict[str, tuple[int, int]]:
    """Rows of `words.MOTIFS` and of `words.BODY_PLACES` of those of these persons whose tattoo can be drawn."""
    known = {
        f"{motif[2]} {place[2]}": (row, at)
        for row, motif in enumerate(words.MOTIFS)
        for at, place in enumerate(words.BODY_PLACES)
        if motif[2] in _DRAWN
    }
    with (folder / "truth" / "persons.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["person_id"]: known[row["tattoo"]]
            for row in csv.DictReader(stream)
            if row["person_id"] in persons and row["tattoo"] in known
        }
