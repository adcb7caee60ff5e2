"""LFW split by person: one half of those with two pictures fits, the other reports; the rest fill the gallery.

Labeled Faces in the Wild (Huang et al. 2007), the aligned ("deepfunneled") pictures in folders by name, is fetched by
whoever runs this and stays outside every repository. Its people are public figures; no name is printed or kept.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from antigone.imaging.faces import Face, FaceReader, Found, Pixels
from benchmarks.faces.degradations import CONDITIONS, DEGRADED, Landmarks

#: People with one picture who only fill the gallery.
STRANGERS = 2_300
#: One in so many people of each half is degraded: enough to see each effect, in minutes.
EVERY = 6
#: And of the half that fits: too few people make too steep a line.
EVERY_FITTING = 4
#: In these everybody of the reporting half is sought, as in a clean picture: of 140 chance alone makes two in 100.
OF_ALL = ("lower face hidden",)
#: People with four pictures who are asked for bandaged.
WITH_FOUR = 150


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the corpus with the paths of the pictures, the first to be in the gallery."""

    name: str
    pictures: tuple[Path, ...]

    @property
    def words(self) -> frozenset[str]:
        """Words of the name; people who share one may be kin, or one person under two spellings."""
        return frozenset(self.name.lower().split("_"))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Disjoint people: who fits, who reports, who fills the gallery."""

    fitting: tuple[Person, ...]
    reporting: tuple[Person, ...]
    strangers: tuple[Person, ...]


def corpus(folder: Path) -> Corpus:
    """The people of a folder, split by a hash of the name, so that everybody splits them alike."""
    people = [Person(one.name, tuple(sorted(one.glob("*.jpg")))) for one in sorted(folder.iterdir()) if one.is_dir()]
    people.sort(key=lambda one: hashlib.sha256(one.name.encode()).digest())
    several = [one for one in people if len(one.pictures) >= 2]
    single = [one for one in people if len(one.pictures) == 1]
    return Corpus(tuple(several[::2]), tuple(several[1::2]), tuple(single[:STRANGERS]))


@dataclass(frozen=True, slots=True)
class Work:
    """One picture to be read in one condition."""

    person: Person
    picture: int
    condition: str

    @property
    def key(self) -> str:
        return f"{self.person.name}/{self.picture}/{self.condition}"


def work(people: Corpus) -> Iterator[Work]:
    """Everything that the report needs: galleries, clean probes, degraded probes, and people with four pictures."""
    for person in (*people.fitting, *people.reporting):
        yield Work(person, 0, "clean")
        yield Work(person, 1, "clean")
    for person in people.strangers:
        yield Work(person, 0, "clean")
    for half, conditions in (
        (people.reporting[::EVERY], tuple(CONDITIONS)),
        (people.fitting[::EVERY_FITTING], DEGRADED),
    ):
        for person in half:
            for condition in conditions:
                yield Work(person, 1, condition)
    for person in people.reporting:
        if person not in people.reporting[::EVERY]:
            for condition in OF_ALL:
                yield Work(person, 1, condition)
    # Bandaged from three pictures: the probe is the fourth.
    for person in four_pictures(people):
        yield Work(person, 2, "clean")
        yield Work(person, 3, "bandage")


def four_pictures(people: Corpus) -> tuple[Person, ...]:
    """Some of the reporting half who have four pictures."""
    return tuple(person for person in people.reporting if len(person.pictures) >= 4)[:WITH_FOUR]


def read(one: Work, reader: FaceReader) -> Face | None:
    """The face nearest to the middle of a picture in a condition, as a human would choose it; None: not found."""
    pixels = _pixels(one.person.pictures[one.picture])
    if one.condition != "clean":
        landmarks = _landmarks(one.person.pictures[one.picture], reader)
        if landmarks is None:
            return None
        seed = int.from_bytes(hashlib.sha256(one.key.encode()).digest()[:8], "big")
        pixels = CONDITIONS[one.condition](pixels, landmarks, np.random.default_rng(seed))
    chosen = _middle(reader.found(pixels), pixels)
    return None if chosen is None else reader.faces(pixels, [chosen])[0]


def _pixels(path: Path) -> Pixels:
    return np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])


@functools.lru_cache(maxsize=2)
def _landmarks(path: Path, reader: FaceReader) -> Landmarks | None:
    pixels = _pixels(path)
    chosen = _middle(reader.found(pixels), pixels)
    return None if chosen is None else chosen.landmarks


def _middle(found: Iterable[Found], pixels: Pixels) -> Found | None:
    x, y = pixels.shape[1] / 2, pixels.shape[0] / 2
    return min(found, key=lambda one: math.dist(one.box.centre, (x, y)), default=None)
