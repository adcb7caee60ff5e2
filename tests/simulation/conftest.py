"""One world for all tests of the simulation: drawn once, written once, and read back as files."""

from __future__ import annotations

import pytest
from tests.simulation.reading import WrittenWorld, rows_of

from antigone.simulation import LISTS, World, create_world, write_world

PEOPLE, SEED = 20_000, 11


@pytest.fixture(scope="session")
def world() -> World:
    return create_world(PEOPLE, SEED)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> WrittenWorld:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, PEOPLE, SEED)
    persons = rows_of(folder / "truth" / "persons.csv")
    return WrittenWorld(
        folder,
        {source.file: rows_of(folder / source.file, source.delimiter) for source in LISTS},
        rows_of(folder / "truth" / "links.csv"),
        {person["person_id"]: person for person in persons},
        rows_of(folder / "truth" / "events.csv"),
        {row["sample"]: row for row in rows_of(folder / "truth" / "dna.csv")},
    )
