"""Victims against families: alone and all together, held against listing every assignment."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SIBS, people

from antigone.evidence.dna import (
    Doubt,
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
from antigone.evidence.dna.victims import Method, Sampling, options, sampling

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


def log_likelihood(case: Incident, assignment: dict[str, str], theta: float = 0.0) -> float:
    """ln P(everything | assignment), family by family and victim by victim."""
    total = 0.0
    loci = ("K", "L")
    bodies, at_home = (
        {
            person: {
                name: tuple(case.over.markers[place].alleles[code] for code in read.codes[row, place])
                for place, name in enumerate(loci)
                if read.typing[row, place]
            }
            for row, person in enumerate(read.people)
        }
        for read in (case.victim_readings, case.relative_readings)
    )
    with np.errstate(divide="ignore"):
        for family in case.families:
            typed = {person: read for person, read in at_home.items() if person in {m.id for m in family.tree.members}}
            typed |= {person: bodies[v] for v, person in assignment.items() if person in family.missing}
            total += np.log(likelihoods(family.tree, case.over, profiles(case.over, typed, {}), theta)).sum()
        for victim in case.victims:
            if victim not in assignment:
                alone = people(f"{victim} M")
                total += np.log(
                    likelihoods(alone, case.over, profiles(case.over, {victim: bodies[victim]}, {}), theta)
                ).sum()
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


def test_prior_odds_multiply_every_pair() -> None:
    case = incident({"V": "M"}, {"V": BODY}, {"son": BODY, "kin": BODY}, mutation=True)
    flat, odds = joint_posterior(case), np.full((1, 4), -2.0)
    odds[0, 1] = -math.inf
    held = joint_posterior(case, prior_log10_odds=odds)
    assert held.marginal[0, 1] == 0
    expected = flat.marginal[0, [0, 3]] / flat.marginal[0, -1] / 100
    assert held.marginal[0, [0, 3]] / held.marginal[0, -1] == pytest.approx(expected, rel=1e-9)
    assert sum(one.posterior for one in held.best) == pytest.approx(1)


def test_doubtful_readings_and_co_ancestry_go_the_same_way() -> None:
    victims = {"V": "M", "W": "F"}
    bodies: Readings = {"V": {"K": ("8", "9"), "L": ("10", "10")}, "W": {"K": ("9", "9")}}
    case = incident(victims, bodies, {"son": BODY, "kin": BODY}, mutation=True)
    sure = pairwise_log_lr(case)
    hardly = {"K": {"V": Doubt(dropout=1e-12)}}
    doubtful = replace(case, victim_readings=profiles(case.over, bodies, {}, hardly), _pairs=[])
    np.testing.assert_allclose(pairwise_log_lr(doubtful), sure, rtol=1e-9)
    in_valley = pairwise_log_lr(replace(case, theta=0.02, _pairs=[]))
    alone = log_likelihood(case, {}, theta=0.02)
    assert in_valley[0, 0] == pytest.approx(log_likelihood(case, {"V": "lost"}, theta=0.02) - alone, rel=1e-9)
    assert in_valley[0, 0] != pytest.approx(sure[0, 0], rel=1e-3)


def test_chains_agree_with_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    victims = {"V1": "M", "V2": "F", "V3": "M", "V4": "M"}
    drawn = [("8", "9"), ("9", "10"), ("9", "9"), ("10", "11"), ("9.3", "9"), ("8", "10"), ("9", "11"), ("10", "10")]
    bodies = {victim: {"K": drawn[2 * i], "L": drawn[2 * i + 1]} for i, victim in enumerate(victims)}
    relatives = {"son": {"K": ("8", "10"), "L": ("9", "10")}, "kin": {"K": ("9", "9.3"), "L": ("9", "10")}}
    exact = joint_posterior(incident(victims, bodies, relatives, mutation=True))
    assert exact.method is Method.EXACT
    monkeypatch.setattr(options, "MOST_OPTIONS", 3)
    told = joint_posterior(incident(victims, bodies, relatives, mutation=True), sampling=Sampling(steps=2_000))
    assert told.method is Method.SAMPLED
    assert 0 < told.standard_error < 0.01
    np.testing.assert_allclose(told.marginal, exact.marginal, atol=5 * told.standard_error)
    assert told.best[0].placed == exact.best[0].placed
    for group, chance in exact.sets[1].items():
        assert told.sets[1].get(group, 0.0) == pytest.approx(chance, abs=0.02)


def test_an_incident_too_large_even_for_chains_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "MOST_OPTIONS", 1)
    monkeypatch.setattr(sampling, "MOST_CANDIDATES", 0)
    case = incident({"V": "M", "W": "F"}, {"V": BODY, "W": BODY}, {"son": BODY, "kin": BODY}, mutation=True)
    with pytest.raises(TooManyTogether, match="and 1 victims may be one of them"):
        joint_posterior(case)


@given(st.lists(st.sampled_from("MFU"), min_size=1, max_size=4), st.lists(st.sampled_from("MFU"), max_size=3))
@settings(max_examples=30, deadline=None)
def test_assignments_are_counted_as_if_listed(bodies: list[str], missing: list[str]) -> None:
    over = panel([marker("K", LADDER, SHARES)])
    nobody = profiles(over, {}, {})
    families = tuple(Family(f"F{i}", people(f"m{i} {sex}"), (f"m{i}",)) for i, sex in enumerate(missing))
    case = Incident({f"v{i}": sex for i, sex in enumerate(bodies)}, families, over, nobody, nobody)
    listed = 0
    for chosen in itertools.product(["*", *range(len(missing))], repeat=len(bodies)):
        named = [m for m in chosen if m != "*"]
        allowed = all(
            "U" in (sex, missing[m]) or sex == missing[m]
            for sex, m in zip(bodies, chosen, strict=True)
            if isinstance(m, int)
        )
        listed += allowed and len(set(named)) == len(named)
    assert joint_posterior(case).n_assignments == listed
