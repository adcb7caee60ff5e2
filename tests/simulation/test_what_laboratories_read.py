"""Swabs are read whole, bones as far as they allow, and trees hold the relatives who gave a swab."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from tests.simulation.reading import WrittenWorld, rows_of

from antigone.simulation import World
from antigone.simulation.genes import LOCI, population
from antigone.simulation.laboratory import DROP_OUT, FAMILY_GIVES, NO_PROFILE, SEX_MARKER

SIDES = ("velmaria", "dorvania")
EITHER_SIDE = pytest.mark.parametrize("side", SIDES)


def truth_of(world: World, written: WrittenWorld, sample: str) -> dict[str, set[str]]:
    person = int(written.samples[sample]["person_id"][1:])
    return {
        locus.name: {locus.alleles[allele] for allele in world.genes.alleles[person, place].tolist()}
        for place, locus in enumerate(population())
    }


@EITHER_SIDE
def test_a_swab_is_read_whole_and_right(side: str, world: World, written: WrittenWorld) -> None:
    readings = written.readings(f"dna/relatives_{side}.csv")
    assert len(readings) > 300
    for sample, reading in readings.items():
        sex = reading.pop(SEX_MARKER)
        assert reading == truth_of(world, written, sample)
        person = written.persons[written.samples[sample]["person_id"]]
        assert sex == ({"X"} if person["sex"] == "female" else {"X", "Y"})
        assert not person["death_date"]


@EITHER_SIDE
def test_a_bone_shows_what_the_truth_says_it_lost(side: str, world: World, written: WrittenWorld) -> None:
    readings = written.readings(f"dna/remains_{side}.csv")
    assert len(readings) > 100
    for sample, reading in readings.items():
        reading.pop(SEX_MARKER, None)
        real, said = truth_of(world, written, sample), written.samples[sample]
        foreign = sum(len(reading.get(name, set()) - real[name]) for name in LOCI)
        assert foreign <= int(said["misread"]) + int(said["drop_ins"])
        unseen = sum(len(real[name] - reading.get(name, set())) for name in LOCI)
        assert unseen <= int(said["drop_outs"]) + int(said["misread"])
        assert all(1 <= len(alleles) <= 2 for alleles in reading.values())


def test_drop_out_comes_with_decay(world: World, written: WrittenWorld) -> None:
    state = dict(zip(world.war.who.tolist(), world.war.state.tolist(), strict=True))
    lost, read = Counter[int](), Counter[int]()
    for row in written.samples.values():
        if row["file"].startswith("dna/remains"):
            its = state[int(row["person_id"][1:])]
            lost[its] += int(row["drop_outs"])
            read[its] += 2 * len(LOCI)
    for its, rate in enumerate(DROP_OUT):
        assert read[its] > 1000
        assert abs(lost[its] / read[its] - rate) < 5 * (rate / read[its]) ** 0.5
    remains = [row for side in SIDES for row in written.lists[f"remains_{side}.csv"]]
    taken = sum(any(cell.startswith("S-") for cell in row.values()) for row in remains)
    profiled = sum(row["file"].startswith("dna/remains") for row in written.samples.values())
    assert min(NO_PROFILE) < 1 - profiled / taken < max(NO_PROFILE)


@EITHER_SIDE
def test_a_tree_holds_the_sought_and_the_donors(side: str, written: WrittenWorld) -> None:
    with (written.folder / "dna" / f"families_{side}.ped").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))
    families: dict[str, list[list[str]]] = {}
    for row in rows:
        families.setdefault(row[0], []).append(row)
    donors = rows_of(written.folder / "dna" / f"donors_{side}.csv")
    records = {link["record_id"]: link["person_id"] for link in written.links if link["file"] == f"missing_{side}.csv"}
    asked = len(set(records.values()))
    assert 0.5 * FAMILY_GIVES * asked < len(families) < FAMILY_GIVES * asked
    relation = {row["sample"]: row for row in donors}
    for name, members in families.items():
        people = {row[1]: row for row in members}
        assert len(people) == len(members)
        sought = [row[1] for row in members if row[5] == "2"]
        assert sought == [name.removeprefix("F-")]
        person = written.persons[records[sought[0]]]
        for _, member, father, mother, sex, _ in members:
            assert father in people or father == "0"
            assert mother in people or mother == "0"
            assert (father == "0") or people[father][4] == "1"
            assert (mother == "0") or people[mother][4] == "2"
            if member in relation:
                donor = written.persons[written.samples[member]["person_id"]]
                assert relation[member]["sought"] == sought[0]
                assert sex == ("2" if donor["sex"] == "female" else "1")
                if relation[member]["relation"] == "mother":
                    assert donor["person_id"] == person["mother_id"]
                    assert people[sought[0]][3] == member
                if relation[member]["relation"] in ("brother", "sister"):
                    assert donor["mother_id"] == person["mother_id"]
                    assert people[member][2:4] == people[sought[0]][2:4]
                if relation[member]["relation"] in ("son", "daughter"):
                    assert sought[0] in people[member][2:4]
    assert set(relation) <= {row[1] for row in rows}


def test_the_frequency_table_is_that_of_the_population(written: WrittenWorld) -> None:
    rows = rows_of(written.folder / "dna" / "frequencies.csv")
    for locus in population():
        shares = {row["Allele"]: float(row[locus.name]) for row in rows if row[locus.name]}
        assert shares == dict(zip(locus.alleles, locus.frequencies.tolist(), strict=True))


@EITHER_SIDE
def test_samples_name_their_remains_and_donors_their_family(side: str, written: WrittenWorld) -> None:
    links = {link["record_id"]: link["person_id"] for link in written.links if link["file"] == f"remains_{side}.csv"}
    samples = rows_of(written.folder / "dna" / f"samples_{side}.csv")
    assert len({row["sample"] for row in samples}) == len(samples) > 100
    for row in samples:
        if row["sample"] in written.samples:
            assert links[row["record"]] == written.samples[row["sample"]]["person_id"]
    for row in rows_of(written.folder / "dna" / f"donors_{side}.csv"):
        assert row["family"] == f"F-{row['sought']}"
        assert row["uses"] in ("search", "search quality")
        assert "2025-12" <= row["consented"] <= "2026-10-01"
