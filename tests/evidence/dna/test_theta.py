"""Co-ancestry: founders share ancestors, within a pedigree and between pedigrees of one hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna import oracle
from tests.evidence.dna.families import SIBS, THREE_GENERATIONS, TRIO, people

import antigone.evidence.dna.theta as by_theta
from antigone.evidence.dna import (
    Doubt,
    Marker,
    Model,
    MutationSpec,
    Pedigree,
    PedigreeContradiction,
    likelihoods,
    marker,
    panel,
    profiles,
)

ALLELES = ("10", "11", "12")
PEDIGREE_AND_STRANGER = people("father M", "mother F", "one M father mother", "stranger F")


def small_locus(model: Model | None = None, *, x_linked: bool = False) -> Marker:
    spec = None if model is None else MutationSpec(model, 0.03, 0.0, 0.2)
    return marker("L", ALLELES, (0.2, 0.5, 0.3), mothers=spec, fathers=spec, x_linked=x_linked)


genotype = st.tuples(st.sampled_from(ALLELES), st.sampled_from(ALLELES))


@given(
    tree=st.sampled_from([SIBS, TRIO, PEDIGREE_AND_STRANGER]),
    model=st.sampled_from([None, Model.EQUAL, Model.STEPWISE]),
    theta=st.sampled_from([0.005, 0.03, 0.2]),
    data=st.data(),
)
@settings(max_examples=25, deadline=None)
def test_theta_agrees_with_drawing_every_founder_gene_in_turn(
    tree: Pedigree, model: Model | None, theta: float, data: st.DataObject
) -> None:
    one = small_locus(model)
    over = panel([one])
    typed = data.draw(st.lists(st.sampled_from([m.id for m in tree.members]), min_size=1, max_size=3, unique=True))
    readings = {person: {"L": data.draw(genotype)} for person in typed}
    found = likelihoods(tree, over, profiles(over, readings, {}), theta)[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood_with_theta(tree, one, tables, theta), rel=1e-10, abs=1e-300)


def test_theta_on_x() -> None:
    one = small_locus(x_linked=True)
    over = panel([one])
    sexes = {"one": "M", "two": "F"}
    readings = {"one": {"L": ("10", "10")}, "two": {"L": ("10", "11")}}
    found = likelihoods(SIBS, over, profiles(over, readings, sexes), 0.05)[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood_with_theta(SIBS, one, tables, 0.05), rel=1e-10)


def test_theta_with_drop_out_of_a_founder() -> None:
    one = small_locus()
    over = panel([one])
    readings = {"father": {"L": ("10",)}, "one": {"L": ("10", "11")}}
    doubts = {"L": {"father": Doubt(dropout=0.2)}}
    found = likelihoods(SIBS, over, profiles(over, readings, {}, doubts), 0.05)[0]
    tables = {"father": oracle.reading_table(one, ("10",), 0.2), "one": oracle.reading_table(one, ("10", "11"))}
    assert found == pytest.approx(oracle.likelihood_with_theta(SIBS, one, tables, 0.05), rel=1e-10)


def test_quadrature_and_identity_by_descent_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    over = panel([small_locus(Model.EQUAL)])
    readings = profiles(over, {"one": {"L": ("10", "11")}, "two": {"L": ("10", "10")}}, {})
    by_quadrature = likelihoods(SIBS, over, readings, 0.03)[0]
    monkeypatch.setattr(by_theta, "MOST_NODES", 0)
    by_identity = likelihoods(SIBS, over, readings, 0.03)[0]
    assert by_identity == pytest.approx(by_quadrature, rel=1e-12)


def test_two_strangers_with_one_rare_allele_are_less_surprising_with_theta() -> None:
    over = panel([small_locus()])
    two = people("a M", "b F")
    readings = profiles(over, {"a": {"L": ("10", "10")}, "b": {"L": ("10", "10")}}, {})
    assert likelihoods(two, over, readings, 0.03)[0] > likelihoods(two, over, readings)[0]


def test_a_family_of_four_generations_is_affordable() -> None:
    over = panel([small_locus()])
    typed = {name: {"L": ("10", "11")} for name in ("mother", "brother", "uncle", "daughter", "sought")}
    found = likelihoods(THREE_GENERATIONS, over, profiles(over, typed, {}), 0.01)[0]
    without = likelihoods(THREE_GENERATIONS, over, profiles(over, typed, {}))[0]
    assert found == pytest.approx(without, rel=0.5)
    assert found != without


def test_what_would_take_for_ever_is_refused_with_a_cure() -> None:
    ladder = [str(repeats) for repeats in range(10, 40)]
    one = marker("SE33", ladder, [1 / 30] * 30, mothers=MutationSpec(Model.STEPWISE, 0.001, 0.0, 0.1))
    crowd = people(
        *(f"f{i} {'MF'[i % 2]}" for i in range(8)),
        *(f"c{i}{k} M f{i} f{i + 1}" for i in range(0, 8, 2) for k in range(2)),
    )
    over = panel([one])
    readings = profiles(over, {f"c{i}{k}": {"SE33": ("12", "14")} for i in range(0, 8, 2) for k in range(2)}, {})
    with pytest.raises(PedigreeContradiction, match=r"locus SE33: 16 unknown founder genes .* type a founder"):
        likelihoods(crowd, over, readings, 0.01)


@pytest.mark.parametrize("tree", [SIBS, TRIO, THREE_GENERATIONS])
def test_a_tiny_theta_is_next_to_none(tree: Pedigree) -> None:
    over = panel([small_locus(Model.PROPORTIONAL)])
    last = tree.members[-1]
    read = profiles(over, {last.id: {"L": ("10", "12")}, tree.members[0].id: {"L": ("10", "11")}}, {})
    plain = likelihoods(tree, over, read)
    for theta in (1e-4, 1e-6, 1e-9):
        near = by_theta.likelihoods_in_subpopulation(tree, over, read, theta)
        assert near == pytest.approx(plain, rel=50 * theta + 1e-9)
