"""Pictures of a written world belong to records of its lists, and are the same each time."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from antigone.simulation import write_world
from antigone.simulation.pictures import listed_pictures, write_pictures


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured")
    write_world(folder, 3_000, 1)
    return folder


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_nobody_is_pictured_who_was_not_asked_for(world: Path) -> None:
    assert listed_pictures(world) == []


def test_who_is_pictured_is_sought_by_a_family_and_lies_unnamed(world: Path) -> None:
    count = write_pictures(world, 5)
    listed = listed_pictures(world)
    assert len(listed) == count
    truth = {row["picture"]: row["person_id"] for row in rows(world / "truth" / "pictures.csv")}
    assert len(set(truth.values())) == 5
    links = {(row["file"], row["record_id"]): row["person_id"] for row in rows(world / "truth" / "links.csv")}
    for one in listed:
        assert links[one.file, one.record_id] == truth[one.picture]
        assert (world / one.picture).read_bytes()[:2] == b"\xff\xd8"
    for person in set(truth.values()):
        files = {one.file.split("_")[0] for one in listed if truth[one.picture] == person}
        assert files == {"missing", "remains"}
    tattooed = [one for one in listed if one.shows == "tattoo"]
    assert tattooed
    assert all(one.place and one.words for one in tattooed)


def test_the_same_world_and_number_give_the_same_pictures(world: Path) -> None:
    def digest() -> str:
        write_pictures(world, 2)
        return hashlib.sha256(
            b"".join((world / one.picture).read_bytes() for one in listed_pictures(world))
        ).hexdigest()

    assert digest() == digest()
