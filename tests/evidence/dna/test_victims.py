"""Victims against families: alone and all together, held against listing every assignment."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SIBS, people

from antigone.evidence.dna import (
    Family,
    ImpossibleReadings,
    Incident,
    Model,
    MutationSpec,
    TooManyTogether,
    exclusion_counts,
    joint_posterior,
    likelihoods,
    marker,
    pairwise_log_lr,
    panel,
    profiles,
)
from antigone.evidence.dna import victims as room

SHARES = (0.1, 0.3, 0.15, 0.25, 0.2)
FATHER_LOST = people("wife F", "lost M", "son M lost wife")
TWO_LOST = people("f M", "m F", "kin M f m", "one M f m", "two F f m")
genotype = st.tuples(st.sampled_from(LADDER), st.sampled_from(LADDER))
Readings = dict[str, dict[str, tuple[str, str]]]


def incident(victims: dict[str, str], bodies: Readings, relatives: Readings, *, mutation: bool) -> Incident:
    spec = MutationSpec(Model.PROPORTIONAL, 0.01) if mutation else None
    over = panel([marker(name, LADDER, SHARES, mothers=spec, fathers=spec) for name in ("K", "L")])
    families = (
        Family("first", FATHER_LOST, ("lost",)),
        Family("second", TWO_LOST, ("one", "two")),
        Family("third", SIBS, ("father",)),
    )
    return Incident(victims, families, over, profiles(over, bodies, {}), profiles(over, relatives, {}))


def log_likelihood(case: Incident, assignment: dict[str, str]) -> float:
    """ln P(everything | assignment), family by family and victim by victim."""
    total = 0.0
    loci = ("K", "L")
    bodies = {
        victim: {
            name: tuple(case.over.markers[place].alleles[code] for code in case.victim_readings.codes[row, place])
            for place, name in enumerate(loci)
        }
        for row, victim in enumerate(case.victim_readings.people)
    }
    at_home = {
        person: {
            name: tuple(case.over.markers[place].alleles[code] for code in case.relative_readings.codes[row, place])
            for place, name in enumerate(loci)
        }
        for row, person in enumerate(case.relative_readings.people)
    }
    with np.errstate(divide="ignore"):
        for family in case.families:
            typed = {person: read for person, read in at_home.items() if person in {m.id for m in family.tree.members}}
            typed |= {person: bodies[v] for v, person in assignment.items() if person in family.missing}
            total += np.log(likelihoods(family.tree, case.over, profiles(case.over, typed, {}))).sum()
        for victim in case.victims:
            if victim not in assignment:
                alone = people(f"{victim} M")
                total += np.log(likelihoods(alone, case.over, profiles(case.over, {victim: bodies[victim]}, {}))).sum()
    return total


@given(drawn=st.lists(genotype, min_size=16, max_size=16), mutation=st.booleans())
@settings(max_examples=12, deadline=None)
def test_the_joint_posterior_is_that_of_listing_every_assignment(drawn: list[tuple[str, str]], mutation: bool) -> None:
    victims = {"V1": "M", "V2": "F", "V3": "M"}
    bodies = {victim: {"K": drawn[2 * i], "L": drawn[2 * i + 1]} for i, victim in enumerate(victims)}
    relatives = {
        person: {"K": drawn[6 + 2 * i], "L": drawn[7 + 2 * i]} for i, person in enumerate(("wife", "kin", "one", "son"))
    }
    # "one" is also a missing person's name in the second family, so his namesake there must stay untyped.
    relatives = {"wife": relatives["wife"], "kin": relatives["kin"]}
    case = incident(victims, bodies, relatives, mutation=mutation)
    columns = [person for _, person in case.missing()]
    sexes = dict(zip(columns, ("M", "M", "F", "M"), strict=True))
    joint = joint_posterior(case)
    found: dict[tuple[str, ...], float] = {}
    for chosen in itertools.product(["*", *columns], repeat=3):
        placed = {v: p for v, p in zip(victims, chosen, strict=True) if p != "*"}
        if len(set(placed.values())) == len(placed) and all(sexes[p] == victims[v] for v, p in placed.items()):
            found[chosen] = log_likelihood(case, placed)
    assert joint.n_assignments == len(found)
    assert joint.n_possible == sum(value > -math.inf for value in found.values())
    total = np.logaddexp.reduce(list(found.values()))
    assert joint.log_sum == pytest.approx(total, rel=1e-12)
    for i in range(3):
        for j, person in enumerate([*columns, "*"]):
            expected = sum(math.exp(value - total) for chosen, value in found.items() if chosen[i] == person)
            assert joint.marginal[i, j] == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert joint.best[0].log_lr + joint.null_log_likelihood == pytest.approx(max(found.values()), rel=1e-12)


BODY = {"K": ("8", "9"), "L": ("10", "10")}


def test_the_other_sex_is_no_candidate() -> None:
    case = incident({"V": "F"}, {"V": BODY}, {"son": BODY, "kin": BODY}, mutation=True)
    found = pairwise_log_lr(case)[0]
    assert [math.isnan(value) for value in found] == [True, True, False, True]
    assert [math.isnan(value) for value in exclusion_counts(case)[0]] == [True, True, False, True]


def test_exclusions_are_counted_without_mutation_and_a_missing_locus_excludes_nobody() -> None:
    son = {"K": ("10", "11"), "L": ("8", "8")}
    case = incident({"V": "M", "W": "M"}, {"V": BODY, "W": {"K": ("8", "9")}}, {"son": son, "kin": BODY}, mutation=True)
    assert exclusion_counts(case)[:, 0].tolist() == [2, 1]
    assert math.isfinite(pairwise_log_lr(case)[0, 0])


def test_a_family_that_contradicts_itself_is_named() -> None:
    wife = {"K": ("8", "8"), "L": ("8", "8")}
    case = incident({"V": "M"}, {"V": BODY}, {"wife": wife, "son": {"K": ("9", "9")}, "kin": BODY}, mutation=False)
    with pytest.raises(
        ImpossibleReadings, match="family «first»: the relatives' readings at K contradict the pedigree"
    ):
        pairwise_log_lr(case)


def test_an_incident_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_SUBSETS", 1)
    case = incident({"V": "M"}, {"V": BODY}, {"son": BODY, "kin": BODY}, mutation=True)
    with pytest.raises(TooManyTogether, match="too many"):
        joint_posterior(case)
