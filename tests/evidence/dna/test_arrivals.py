"""One new body or family finds what a search among all finds, and parts come together as if all were at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import locus
from tests.evidence.dna.test_association import degraded, drawn, everywhere, kit
from tests.evidence.dna.test_blind_search import FAMILIES, over_loci, random_readings, sought

from antigone.evidence.dna import (
    Doubt,
    Expectations,
    Model,
    Pairs,
    Panel,
    Profiles,
    SamplesAtHand,
    SearchAtHand,
    SoughtPerson,
    associate,
    family_tables,
    profiles,
    search,
)

SEXES = ["M", "M", "F", "U"]
Weights = dict[tuple[str, str], list[float]]


def one_of(readings: Profiles, row: int) -> Profiles:
    seen = {(0, at): observation for (of, at), observation in readings.observations.items() if of == row}
    return Profiles(readings.people[row : row + 1], readings.codes[row : row + 1], readings.typing[row : row + 1], seen)


def by_pair(found: Pairs) -> Weights:
    pairs = zip(found.bodies, found.families, found.per_locus.tolist(), strict=True)
    return {(body, family): parts for body, family, parts in pairs}


def by_search(
    over: Panel, bodies: Profiles, families: Sequence[SoughtPerson], sexes: Sequence[str], floor: float
) -> Weights:
    hits = search(bodies, family_tables(families, over), floor=floor, sexes=sexes)
    return {
        (bodies.people[body], families[family].name): parts
        for body, family, parts in zip(hits.body.tolist(), hits.family.tolist(), hits.per_locus.tolist(), strict=True)
    }


def a_world(chance: np.random.Generator, model: Model) -> tuple[Panel, list[SoughtPerson], Profiles, list[str]]:
    """Ten families of five shapes, eight bodies of whom some are read with doubt, loci on X among the others."""
    over = over_loci(*[locus(model)] * 4, *[locus(Model.EQUAL, x_linked=True)] * 2, locus(model, silent=True))
    families = []
    for number in range(2):
        for name in FAMILIES:
            families.append(replace(sought(name, over, chance), name=f"{name} {number}"))
    names = [f"V{i}" for i in range(8)]
    sexes = [SEXES[i % 4] for i in range(8)]
    stated = {name: sex if sex != "U" else "F" for name, sex in zip(names, sexes, strict=True)}
    readings = random_readings(names, over, chance, stated)
    doubts = {}
    for name in names[::2]:
        for one in over.markers[:6]:
            if one.name in readings[name] and chance.random() < 0.5:
                readings[name][one.name] = readings[name][one.name][:1]
                doubts.setdefault(one.name, {})[name] = Doubt(dropout=0.25)
    return over, families, profiles(over, readings, stated, doubts), sexes


@given(seed=st.integers(0, 10_000), model=st.sampled_from([Model.PROPORTIONAL, Model.STEPWISE]))
@settings(max_examples=12, deadline=None)
def test_whoever_comes_last_finds_what_a_search_among_all_finds(seed: int, model: Model) -> None:
    chance = np.random.default_rng(seed)
    over, families, bodies, sexes = a_world(chance, model)
    floor = -1.0
    expected = by_search(over, bodies, families, sexes, floor)
    at_hand = SearchAtHand(over, floor=floor)
    found: Weights = {}
    for kind, row in arrivals(chance, len(families), len(bodies.people)):
        if kind == "family":
            at_hand.put_families([families[row]])
            found |= by_pair(at_hand.hits_of_family(families[row].name))
        else:
            at_hand.put_bodies(one_of(bodies, row), [sexes[row]])
            found |= by_pair(at_hand.hits_of_body(bodies.people[row]))
    assert found.keys() == expected.keys()
    for pair, parts in expected.items():
        assert found[pair] == pytest.approx(parts, rel=1e-9, abs=1e-9)


def arrivals(chance: np.random.Generator, families: int, bodies: int) -> Iterator[tuple[str, int]]:
    come = [("family", row) for row in range(families)] + [("body", row) for row in range(bodies)]
    for place in chance.permutation(len(come)).tolist():
        yield come[place]


def test_who_goes_is_found_no_more_and_who_is_read_again_is_found_as_read_now() -> None:
    chance = np.random.default_rng(3)
    over, families, bodies, sexes = a_world(chance, Model.PROPORTIONAL)
    at_hand = SearchAtHand(over, floor=-np.inf)
    at_hand.put_families(families)
    at_hand.put_bodies(bodies, sexes)
    at_hand.remove_family(families[2].name)
    at_hand.remove_body("V1")
    at_hand.remove_body("nobody")
    assert (at_hand.families, at_hand.bodies) == (len(families) - 1, 7)
    changed = profiles(over, {"V5": {"L0": ("9", "10")}}, {})
    at_hand.put_bodies(changed, ["U"])
    left = [family for family in families if family is not families[2]]
    rows = [row for row in range(8) if row not in (1, 5)]
    expected = by_search(over, changed, left, ["U"], -np.inf)
    for row in rows:
        expected |= by_search(over, one_of(bodies, row), left, [sexes[row]], -np.inf)
    of_bodies: Weights = {}
    for name in ("V5", *(f"V{row}" for row in rows)):
        of_bodies |= by_pair(at_hand.hits_of_body(name))
    of_families: Weights = {}
    for family in left:
        of_families |= by_pair(at_hand.hits_of_family(family.name))
    assert of_bodies.keys() == of_families.keys() == expected.keys()
    for pair, parts in expected.items():
        assert of_bodies[pair] == pytest.approx(parts, rel=1e-9, abs=1e-9)
        assert of_families[pair] == pytest.approx(parts, rel=1e-9, abs=1e-9)
        assert by_pair(at_hand.weigh([pair]))[pair] == pytest.approx(parts, rel=1e-9, abs=1e-9)
    assert len(at_hand.hits_of_body("V1")) == len(at_hand.hits_of_family(families[2].name)) == 0


def test_relatives_who_contradict_each_other_are_told_on_arrival() -> None:
    over = over_loci(*[locus()] * 2)
    tree, missing, _ = FAMILIES["mother and brother"]
    readings = profiles(
        over, {"m": {"L0": ("8", "8"), "L1": ("8", "9")}, "b": {"L0": ("9", "9"), "L1": ("9", "9")}}, {}
    )
    at_hand = SearchAtHand(over, floor=-9.0)
    assert at_hand.put_families([SoughtPerson("S", tree, missing, readings)]) == [("S", "L0")]
    doubtful = profiles(over, {"V": {"L0": ("8",), "L1": ("8",)}}, {}, everywhere(over, {"V": Doubt(dropout=0.3)}))
    at_hand.put_bodies(doubtful, ["U"])
    (parts,) = at_hand.hits_of_family("S").per_locus.tolist()
    assert parts[0] == 0.0
    assert by_pair(at_hand.hits_of_body("V"))["V", "S"] == parts


@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_parts_that_come_one_by_one_come_together_as_all_at_once(seed: int) -> None:
    chance = np.random.default_rng(seed)
    over, expected = kit(10), Expectations(20)
    whole = [drawn(over, chance) for _ in range(6)]
    samples = {f"S{n:02}": degraded(whole[n % 6], 0.3, chance) for n in range(14)}
    readings = profiles(over, samples, {}, everywhere(over, dict.fromkeys(samples, Doubt(0.3, 0.01, 0.001))))
    first = {"S13": profiles(over, {"S13": drawn(over, chance)}, {})}
    at_hand = SamplesAtHand(over, expected)
    at_hand.begin(first["S13"], ["U"])
    links: dict[str, tuple[str, float]] = {}
    for row in chance.permutation(14).tolist():
        changed = at_hand.put(one_of(readings, row), "U")
        links = {sample: told for sample, told in links.items() if sample not in changed}
        links |= {one.sample: (one.first, one.log10_odds) for one in at_hand.bodies(changed)}
    gone = f"S{int(chance.integers(14)):02}"
    changed = at_hand.remove(gone)
    links = {sample: told for sample, told in links.items() if sample not in changed | {gone}}
    links |= {one.sample: (one.first, one.log10_odds) for one in at_hand.bodies(changed)}
    left = [row for row in range(14) if readings.people[row] != gone]
    rest = Profiles(
        tuple(readings.people[row] for row in left),
        readings.codes[left],
        readings.typing[left],
        {(left.index(row), at): seen for (row, at), seen in readings.observations.items() if row in left},
    )
    together = associate(rest, over, expected)
    begins: dict[int, str] = {}
    wanted: dict[str, tuple[str, float]] = {}
    for label, body, odds in zip(rest.people, together.body.tolist(), together.log10_odds.tolist(), strict=True):
        if body in begins:
            wanted[label] = begins[body], odds
        begins.setdefault(body, label)
    assert {label: first for label, (first, _) in links.items()} == {
        label: first for label, (first, _) in wanted.items()
    }
    for label, (_, odds) in wanted.items():
        assert links[label][1] == pytest.approx(odds, rel=1e-6)
