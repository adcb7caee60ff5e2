"""From a world to files: the lists as sources would send them, their description, and the truth apart."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml

from antigone.simulation import laboratory, truth
from antigone.simulation.lists import LISTS, SourceList
from antigone.simulation.page import Ints, Page
from antigone.simulation.places import COUNTRIES
from antigone.simulation.world import World, create_world

Progress = Callable[[int, int], None]
PAGE_ROWS: Final = 10_000
LINKS_HEADER: Final = ("file", "record_id", "person_id", "slips", "informant_id")


@dataclass(frozen=True, slots=True)
class WorldSummary:
    """What was written.

    Attributes:
        folder: where.
        seed, people: what was asked for.
        soldiers: how many of the people serve.
        records: rows of each list, by file name.
        events: rows of ``truth/events.csv``.
        profiles: DNA profiles of remains and of relatives.
        families: families that gave swabs.
    """

    folder: Path
    seed: int
    people: int
    soldiers: int
    records: dict[str, int]
    events: int
    profiles: int
    families: int

    def in_words(self) -> str:
        """One sentence for the person who asked for the world."""
        return (
            f"{self.people:,} people, {self.soldiers:,} of them soldiers; {sum(self.records.values()):,} records in "
            f"{len(self.records)} lists and {self.profiles:,} DNA profiles with {self.families:,} families in "
            f"{self.folder}; the truth is in {self.folder / 'truth'}"
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a side's laboratory must know of the lists of its side: whom families seek, and sampled remains."""

    sought: list[tuple[str, int]]
    fates: list[int]
    samples: list[str]
    records: list[str]


class FolderUnusable(OSError):
    """A world cannot be written there: the folder holds other things, or the system refuses."""


@contextmanager
def _rows_to(path: Path, delimiter: str = ",") -> Iterator[Any]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield csv.writer(stream, delimiter=delimiter, lineterminator="\n")


def write_world(out: Path, people: int, seed: int, progress: Progress | None = None) -> WorldSummary:
    """Write the world of a seed into a folder: lists, ``sources.yaml``, ``mappings/``, ``dna/`` and ``truth/``.

    Args:
        out: folder to write into; made when absent. It must be empty or hold a world written before.
        people: how many persons there are, soldiers and their relatives together; at least 100.
        seed: whole number from 0 up; the same two numbers give the same bytes.
        progress: called now and then with rows written so far and rows in all.

    Raises:
        ImpossibleWorld: too few people or a negative seed.
        FolderUnusable: `out` holds other things or cannot be written.
    """
    try:
        if out.exists() and any(out.iterdir()) and not (out / "sources.yaml").exists():
            raise FolderUnusable(f"{out} is not empty and holds no world; name a new folder")
        return _write(out, people, seed, progress)
    except OSError as error:
        if isinstance(error, FolderUnusable):
            raise
        raise FolderUnusable(f"{out} cannot be written ({error.strerror}); name another folder") from error


def _write(out: Path, people: int, seed: int, progress: Progress | None) -> WorldSummary:
    world = create_world(people, seed)
    streams = np.random.SeedSequence([seed, 2]).spawn(2 * len(LISTS))
    drawn = [
        source.draw(np.random.default_rng(stream), world)
        for source, stream in zip(LISTS, streams[: len(LISTS)], strict=True)
    ]
    total = people + sum(len(rows) for rows, _ in drawn)
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None:
            progress(done, total)

    (out / "truth").mkdir(parents=True, exist_ok=True)
    (out / "mappings").mkdir(exist_ok=True)
    (out / "dna").mkdir(exist_ok=True)
    # First, so that a run cut short leaves a folder that the next run knows for its own.
    _write_description(out, people, seed)
    records: dict[str, int] = {}
    seen = {source.keeper: _Seen([], [], [], []) for source in LISTS}
    with _rows_to(out / "truth" / "links.csv") as links:
        links.writerow(LINKS_HEADER)
        for source, (rows, repeated), stream in zip(LISTS, drawn, streams[len(LISTS) :], strict=True):
            rng = np.random.default_rng(stream)
            with _rows_to(out / source.file, source.delimiter) as cells:
                cells.writerow([column.header for column in source.columns])
                number = 1000
                for start in range(0, len(rows), PAGE_ROWS):
                    part = slice(start, start + PAGE_ROWS)
                    number = _write_page(
                        world, source, rng, rows[part], repeated[part], number, cells, links, seen[source.keeper]
                    )
                    advance(len(rows[part]))
            records[source.file] = len(rows)
    with _rows_to(out / "truth" / "persons.csv") as cells:
        cells.writerow(truth.PERSONS_HEADER)
        for start in range(0, people, PAGE_ROWS):
            page = np.arange(start, min(start + PAGE_ROWS, people))
            cells.writerows(truth.persons(world, page))
            advance(len(page))
    events = 0
    with _rows_to(out / "truth" / "events.csv") as cells:
        cells.writerow(truth.EVENTS_HEADER)
        for start in range(0, len(world.war.who), PAGE_ROWS):
            rows_of_events = truth.events(world, np.arange(start, min(start + PAGE_ROWS, len(world.war.who))))
            cells.writerows(rows_of_events)
            events += len(rows_of_events)
    profiles, families = _write_dna(out, world, seen)
    return WorldSummary(out, seed, people, len(world.war.who), records, events, profiles, families)


def _write_dna(out: Path, world: World, seen: Mapping[int, _Seen]) -> tuple[int, int]:
    """Write what the laboratories of both sides read; gives the number of profiles and of families."""
    profiles = families = 0
    with _rows_to(out / "dna" / "frequencies.csv") as cells:
        cells.writerows(laboratory.frequency_rows())
    with _rows_to(out / "truth" / "dna.csv") as links:
        links.writerow(laboratory.TRUTH_HEADER)

        def write(readings: Iterable[laboratory.Reading], name: str) -> None:
            nonlocal profiles
            with _rows_to(out / "dna" / name) as cells:
                cells.writerow(laboratory.PROFILE_HEADER)
                for reading in readings:
                    cells.writerows(reading.rows)
                    found = (reading.drop_outs, reading.misread, reading.drop_ins)
                    links.writerow((reading.sample, f"dna/{name}", truth.person_id(reading.person), *found))
                    profiles += 1

        streams = np.random.SeedSequence([world.seed, 4]).spawn(4)
        for side, place in enumerate(("velmaria", "dorvania")):
            bones, swabs = (np.random.default_rng(stream) for stream in streams[2 * side : 2 * side + 2])
            its = seen[side]
            fates = np.array(its.fates, dtype=np.int64)
            write(laboratory.bone_readings(bones, world, fates, its.samples), f"remains_{place}.csv")
            trees = list(laboratory.family_trees(swabs, world, its.sought, 1 + side * 5_000_000))
            donors = [donor for tree in trees for donor in tree.donors]
            write((laboratory.swab_reading(world, donor) for donor in donors), f"relatives_{place}.csv")
            with _rows_to(out / "dna" / f"families_{place}.ped", "\t") as cells:
                for tree in trees:
                    cells.writerows(tree.rows)
            with _rows_to(out / "dna" / f"donors_{place}.csv") as cells:
                cells.writerow(laboratory.DONORS_HEADER)
                cells.writerows(row for tree in trees for row in laboratory.donor_rows(tree))
            with _rows_to(out / "dna" / f"samples_{place}.csv") as cells:
                cells.writerow(laboratory.SAMPLES_HEADER)
                of = [laboratory.MATERIALS[state] for state in world.war.state[fates].tolist()]
                taken = zip(its.samples, its.records, of, strict=True)
                cells.writerows((sample, record, material) for sample, record, material in taken if sample)
            families += len(trees)
    return profiles, families


def _write_page(
    world: World,
    source: SourceList,
    rng: np.random.Generator,
    rows: Ints,
    repeated: Ints,
    number: int,
    cells: Any,
    links: Any,
    seen: _Seen,
) -> int:
    """Write some rows of a list and their links; returns the last record number used."""
    page = Page(world, rows, source.language, source.errors, rng, surname_first=source.surname_first)
    # Record numbers have gaps, as where records were withdrawn.
    numbers = number + np.cumsum(rng.integers(1, 4, len(rows)))
    ids = [f"{source.prefix}{value:07}" for value in numbers.tolist()]
    written = [ids, *(column.write(page) for column in source.columns[1:])]
    cells.writerows(zip(*written, strict=True))
    for row in np.flatnonzero(repeated).tolist():
        page.slips[row].append("duplicates")
    links.writerows(
        (source.file, record, truth.person_id(person), " ".join(slips), truth.person_id(informant))
        for record, person, slips, informant in zip(ids, page.who.tolist(), page.slips, page.informants, strict=True)
    )
    if source.record_kind == "missing":
        seen.sought.extend(zip(ids, page.who.tolist(), strict=True))
    elif source.record_kind == "remains":
        seen.fates.extend(rows.tolist())
        seen.samples.extend(page.samples)
        seen.records.extend(ids)
    return int(numbers[-1]) if len(numbers) else number


def _write_description(out: Path, people: int, seed: int) -> None:
    """`sources.yaml` for whoever reads the folder, and a mapping file a list for the import."""
    described = []
    for source in LISTS:
        speaks_for = "neutral" if source.keeper < 0 else COUNTRIES[source.keeper][2]
        described.append(
            {
                "file": source.file,
                "mapping": f"mappings/{source.file.removesuffix('.csv')}.yaml",
                "name": source.name,
                "kind": source.kind,
                "speaks_for": speaks_for,
                "about": "both sides" if source.about < 0 else COUNTRIES[source.about][2],
                "record_kind": source.record_kind,
                "reliability": source.reliability,
                "credibility": source.credibility,
                "publication": source.publication,
                "language": source.language,
                "encoding": "utf-8",
                "delimiter": source.delimiter,
            }
        )
        mapping = {
            "kind": source.record_kind,
            "columns": {column.header: column.field for column in source.columns},
        }
        path = out / "mappings" / f"{source.file.removesuffix('.csv')}.yaml"
        path.write_text(_yaml(mapping), encoding="utf-8", newline="\n")
    world = {"people": people, "seed": seed, "sides": [names[2] for names in COUNTRIES]}
    text = "# An invented war. Nobody in it lives or has lived.\n" + _yaml({"world": world, "sources": described})
    (out / "sources.yaml").write_text(text, encoding="utf-8", newline="\n")


def _yaml(value: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    return text
