"""Blind search: what all bodies and all families come to, against weighing each pair as a pedigree."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.evidence.dna.families import COUSINS_MARRY, LADDER, THREE_GENERATIONS, locus, people

from antigone.evidence.dna import (
    Doubt,
    Marker,
    Member,
    Model,
    Panel,
    Profiles,
    SoughtPerson,
    TooManyHits,
    Transform,
    family_tables,
    likelihoods,
    marker,
    panel,
    pedigree,
    profiles,
    read_bodies,
    read_families,
    search,
)

ROOT = Path(__file__).parents[3]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference")) / "dna" / "cases"
ANYTHING = -math.inf
FAMILIES = {
    "mother and brother": (people("f M", "m F", "p M f m", "b M f m"), "p", ("m", "b")),
    "three generations": (THREE_GENERATIONS, "sought", ("uncle", "mother", "daughter")),
    "cousins marry": (COUSINS_MARRY, "first", ("b1", "second")),
    "a daughter is missing": (people("f M", "m F", "p F f m", "b M f m"), "p", ("f", "b")),
    "one inbred founder": (
        pedigree([Member("f", sex="M", inbreeding=0.2), *people("m F").members, Member("p", "f", "m", "M")]),
        "p",
        ("f",),
    ),
}


def named(one: Marker, name: str) -> Marker:
    return Marker(name, *(getattr(one, field) for field in one.__slots__ if field != "name"))


def over_loci(*loci: Marker) -> Panel:
    return panel([named(one, f"L{number}") for number, one in enumerate(loci)])


def random_readings(
    who: Sequence[str], over: Panel, chance: np.random.Generator, sexes: Mapping[str, str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Readings drawn from the ladder; about one locus in seven is missing."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for person in who:
        found[person] = {}
        for one in over.markers:
            if chance.random() < 1 / 7:
                continue
            alleles = [str(allele) for allele in chance.choice(LADDER, 2)]
            found[person][one.name] = (alleles[0],) * 2 if one.x_linked and sexes[person] == "M" else tuple(alleles)
    return found


def sought(name: str, over: Panel, chance: np.random.Generator, doubts: Mapping[str, Doubt] = {}) -> SoughtPerson:
    tree, missing, typed = FAMILIES[name]
    sexes = {member.id: member.sex for member in tree.members}
    readings = random_readings(typed, over, chance, sexes)
    of_loci = {one.name: dict(doubts) for one in over.markers}
    return SoughtPerson(name, tree, missing, profiles(over, readings, sexes, of_loci))


def one_by_one(person: SoughtPerson, over: Panel, bodies: Profiles, body: int, theta: float = 0.0) -> float:
    """The pair as two pedigrees, one that has the body in the family and one that has it beside."""
    readings = person.readings
    n = len(readings.people)
    together = Profiles(
        (*readings.people, person.missing),
        np.concatenate([readings.codes, bodies.codes[body : body + 1]]),
        np.concatenate([readings.typing, bodies.typing[body : body + 1]]),
        {**readings.observations, **{(n, at): seen for (row, at), seen in bodies.observations.items() if row == body}},
    )
    apart = Profiles((*readings.people, "V"), together.codes, together.typing, together.observations)
    sex = person.tree.members[person.tree.place(person.missing)].sex
    both = pedigree([*person.tree.members, Member("V", sex=sex)])
    relatives = likelihoods(person.tree, over, readings)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(likelihoods(person.tree, over, together, theta)) - np.log10(
            likelihoods(both, over, apart, theta)
        )
    return float(logs[relatives > 0].sum())


def assert_all_pairs_agree(
    families: Sequence[SoughtPerson], over: Panel, bodies: Profiles, sexes: Sequence[str] = (), theta: float = 0.0
) -> None:
    tables = family_tables(families, over)
    hits = search(bodies, tables, floor=ANYTHING, sexes=sexes, theta=theta)
    assert len(hits) == len(families) * len(bodies.people)
    assert np.all(np.diff(hits.log10_lr[np.isfinite(hits.log10_lr)]) <= 0)
    for body, family, found in zip(hits.body, hits.family, hits.log10_lr, strict=True):
        expected = one_by_one(families[family], over, bodies, int(body), theta)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
        if math.isfinite(expected) and not theta:
            # The first look must not lose a pair that stands just above the floor.
            above = search(bodies, tables, floor=expected - 1e-6, sexes=sexes)
            assert (body, family) in set(zip(above.body.tolist(), above.family.tolist(), strict=True))


@pytest.mark.parametrize("model", [None, Model.PROPORTIONAL, Model.EQUAL, Model.STEPWISE])
def test_every_pair_comes_to_what_its_pedigrees_come_to(model: Model | None) -> None:
    chance = np.random.default_rng(7)
    over = over_loci(*[locus(model)] * 6)
    families = [sought(name, over, chance) for name in FAMILIES for _ in range(2)]
    bodies = profiles(over, random_readings([f"V{i}" for i in range(4)], over, chance, {}), {})
    assert_all_pairs_agree(families, over, bodies)


@pytest.mark.parametrize("model", [None, Model.PROPORTIONAL, Model.EQUAL, Model.STEPWISE])
def test_a_stranger_has_a_mean_ratio_of_one_in_every_family(model: Model | None) -> None:
    chance = np.random.default_rng(16)
    one = locus(model)
    over = over_loci(one, one, one)
    tables = family_tables([sought(name, over, chance) for name in FAMILIES for _ in range(3)], over)
    first, second = np.triu_indices(len(LADDER))
    p = one.frequencies
    chances = p[first] * p[second] * np.where(first == second, 1, 2)
    for begin, end, relatives in zip(tables.columns, tables.columns[1:], tables.log10_relatives.T, strict=False):
        means = 10 ** tables.ratios[:, begin:end].astype(np.float64) @ chances
        assert means == pytest.approx(np.ones(len(means)), rel=1e-5)
        assert np.isfinite(relatives).any()


def test_many_bodies_and_few_find_the_same() -> None:
    chance = np.random.default_rng(8)
    over = over_loci(*[locus(Model.PROPORTIONAL)] * 8)
    families = [sought("mother and brother", over, chance) for _ in range(19)]
    bodies = profiles(over, random_readings([f"V{i}" for i in range(60)], over, chance, {}), {})
    tables = family_tables(families, over)
    hits = search(bodies, tables, floor=0)
    together = {(int(b), int(f)): lr for b, f, lr in zip(hits.body, hits.family, hits.log10_lr, strict=True)}
    alone = {}
    for row in range(len(bodies.people)):
        one = Profiles(bodies.people[row : row + 1], bodies.codes[row : row + 1], bodies.typing[row : row + 1], {})
        found = search(one, tables, floor=0)
        alone |= {(row, int(f)): lr for f, lr in zip(found.family, found.log10_lr, strict=True)}
    assert 0 < len(together) < 60 * 19
    assert together == pytest.approx(alone, rel=1e-12)


def test_bodies_with_drop_out_drop_in_and_typing_error() -> None:
    chance = np.random.default_rng(9)
    over = over_loci(*[locus(Model.PROPORTIONAL)] * 3, *[locus(Model.STEPWISE)] * 2)
    families = [sought(name, over, chance) for name in FAMILIES]
    doubts = {"V0": Doubt(dropout=0.2), "V1": Doubt(0.3, 0.05, 0.001), "V2": Doubt(error=0.01)}
    readings = random_readings(["V0", "V1", "V2", "V3"], over, chance, {})
    readings["V0"] |= {"L0": ("9",), "L3": ("9.3",)}
    readings["V1"] |= {"L0": (), "L1": ("8",), "L4": ("11",)}
    bodies = profiles(over, readings, {}, {one.name: doubts for one in over.markers})
    assert_all_pairs_agree(families, over, bodies)


def test_doubtful_relatives() -> None:
    chance = np.random.default_rng(10)
    over = over_loci(*[locus(Model.EQUAL)] * 4)
    families = [sought("mother and brother", over, chance, {"m": Doubt(0.1, 0.02, 0.01)})]
    readings = random_readings(["V0", "V1"], over, chance, {})
    bodies = profiles(over, readings, {}, {one.name: {"V1": Doubt(0.2)} for one in over.markers})
    assert_all_pairs_agree(families, over, bodies)


def test_silent_alleles_may_hide_in_a_body_and_in_its_relatives() -> None:
    chance = np.random.default_rng(11)
    over = over_loci(*[locus(Model.PROPORTIONAL, silent=True)] * 5)
    families = [sought(name, over, chance) for name in ("mother and brother", "three generations")]
    readings = random_readings(["V0", "V1", "V2"], over, chance, {})
    readings["V0"] |= {"L0": ("9", "9"), "L1": ("10", "10")}
    bodies = profiles(over, readings, {})
    assert len(bodies.observations) >= 2
    assert_all_pairs_agree(families, over, bodies)


def test_x_beside_other_chromosomes_in_men_and_women() -> None:
    chance = np.random.default_rng(12)
    over = over_loci(*[locus(Model.PROPORTIONAL)] * 2, *[locus(Model.EQUAL, x_linked=True)] * 3)
    families = [sought(name, over, chance) for name in ("mother and brother", "cousins marry")]
    sexes = {"V0": "M", "V1": "M"}
    readings = random_readings(["V0", "V1"], over, chance, sexes)
    bodies = profiles(over, readings, sexes, {"L3": {"V1": Doubt(0.2, 0.05)}})
    assert_all_pairs_agree(families, over, bodies, ["M", "M"])
    daughter = [sought("a daughter is missing", over, chance)]
    readings = random_readings(["V0", "V1"], over, chance, {"V0": "F", "V1": "F"})
    bodies = profiles(over, readings, {}, {"L3": {"V1": Doubt(0.2, 0.05)}})
    assert_all_pairs_agree(daughter, over, bodies, ["F", "F"])


def test_theta_is_counted_in_the_second_look() -> None:
    chance = np.random.default_rng(13)
    over = over_loci(*[locus(Model.PROPORTIONAL, transform=Transform.MH)] * 2)
    families = [sought("mother and brother", over, chance)]
    bodies = profiles(over, random_readings(["V0", "V1"], over, chance, {}), {})
    assert_all_pairs_agree(families, over, bodies, theta=0.02)


def test_the_other_sex_is_passed_over_and_an_unknown_one_is_not() -> None:
    chance = np.random.default_rng(14)
    over = over_loci(*[locus()] * 2)
    families = [sought(name, over, chance) for name in ("mother and brother", "a daughter is missing")]
    bodies = profiles(over, {f"V{i}": {"L0": ("9", "10")} for i in range(3)}, {})
    hits = search(bodies, family_tables(families, over), floor=ANYTHING, sexes=["M", "F", "U"])
    assert set(zip(hits.body.tolist(), hits.family.tolist(), strict=True)) == {(0, 0), (1, 1), (2, 0), (2, 1)}


def test_relatives_who_contradict_each_other_are_told_and_say_nothing_there() -> None:
    over = over_loci(*[locus()] * 2)
    tree, missing, _ = FAMILIES["mother and brother"]
    readings = profiles(
        over, {"m": {"L0": ("8", "8"), "L1": ("8", "9")}, "b": {"L0": ("9", "9"), "L1": ("9", "9")}}, {}
    )
    tables = family_tables([SoughtPerson("S", tree, missing, readings)], over)
    assert [(person.name, name) for person, name in tables.contradictions()] == [("S", "L0")]
    bodies = profiles(over, {"V": {"L0": ("8", "8"), "L1": ("8", "9")}, "W": {"L1": ("8", "9")}}, {})
    hits = search(bodies, tables, floor=ANYTHING)
    assert hits.log10_lr[0] == hits.log10_lr[1] != 0
    assert hits.per_locus[:, 0].tolist() == [0, 0]


def test_a_floor_that_lets_everything_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from antigone.evidence.dna.blind_search import first_look

    monkeypatch.setattr(first_look, "MOST_PAIRS", 5)
    over = over_loci(locus())
    families = [sought("mother and brother", over, np.random.default_rng(15)) for _ in range(3)]
    bodies = profiles(over, {f"V{i}": {"L0": ("9", "10")} for i in range(2)}, {})
    with pytest.raises(TooManyHits, match=r"more than 5 pairs .* raise it"):
        search(bodies, family_tables(families, over), floor=ANYTHING)


def test_the_search_of_the_reference_case_gives_its_pairwise_ratios() -> None:
    case = json.loads((REFERENCE / "O056_blind_search_20x12.json").read_text(encoding="utf-8"))
    families = read_families(case)
    bodies = read_bodies(case, families.over)
    hits = search(bodies.readings, family_tables(families.sought, families.over), floor=ANYTHING, sexes=bodies.sexes)
    expected = case["expected"]["pairwise_LR"]
    found = dict.fromkeys(((row, column) for row in expected["rows"] for column in expected["cols"]), None)
    for body, family, log10 in zip(hits.body, hits.family, hits.log10_lr, strict=True):
        found[bodies.readings.people[body], families.sought[family].missing] = 10**log10
    for row, values in zip(expected["rows"], expected["values"], strict=True):
        for column, value in zip(expected["cols"], values, strict=True):
            assert found[row, column] == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-300))


def test_a_family_of_which_nobody_is_read_says_nothing() -> None:
    over = panel([marker("L", ("10", "11"), (0.5, 0.5))])
    tree = pedigree([Member("father", sex="M"), Member("mother", sex="F"), Member("son", "father", "mother", "M")])
    tables = family_tables([SoughtPerson("F", tree, "son", profiles(over, {}, {}))], over)
    assert not tables.ratios.any()
