"""Identical twins have the same genes; so have two samples of one person."""

from __future__ import annotations

import pytest
from tests.evidence.dna import oracle
from tests.evidence.dna.families import locus

from antigone.evidence.dna import Doubt, Member, Model, PedigreeContradiction, likelihoods, panel, pedigree, profiles

PARENTS = [Member("father", sex="M"), Member("mother", sex="F"), Member("one", "father", "mother", "M")]
TWINS = pedigree([*PARENTS, Member("two", "father", "mother", "M", twin_of="one"), Member("wife", sex="F"),
                  Member("nephew", "two", "wife", "M")])  # fmt: skip


@pytest.mark.parametrize("model", [None, Model.EQUAL])
def test_a_twin_is_a_father_to_his_brothers_children(model: Model | None) -> None:
    one = locus(model)
    over = panel([one])
    readings = {"one": {"L": ("8", "9")}, "two": {"L": ("9", "8")}, "nephew": {"L": ("8", "10")}}
    found = likelihoods(TWINS, over, profiles(over, readings, {}))[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood(TWINS, one, tables), rel=1e-12)
    only_one = likelihoods(TWINS, over, profiles(over, {name: readings[name] for name in ("one", "nephew")}, {}))[0]
    assert found == pytest.approx(only_one, rel=1e-12)


def test_twins_who_differ_are_no_twins() -> None:
    over = panel([locus(Model.EQUAL)])
    assert likelihoods(TWINS, over, profiles(over, {"one": {"L": ("8", "9")}, "two": {"L": ("8", "8")}}, {}))[0] == 0


def test_two_samples_of_one_bone_may_differ_by_drop_out() -> None:
    one = locus()
    over = panel([one])
    sample = pedigree([Member("a"), Member("b", twin_of="a")])
    readings = {"a": {"L": ("8", "9")}, "b": {"L": ("8",)}}
    found = likelihoods(sample, over, profiles(over, readings, {}, {"L": {"b": Doubt(dropout=0.1)}}))[0]
    assert found == pytest.approx(2 * 0.1 * 0.3 * 0.9 * 0.1, rel=1e-12)


def test_twins_have_the_same_parents() -> None:
    with pytest.raises(PedigreeContradiction, match="need the same parents"):
        pedigree([*PARENTS, Member("two", sex="M", twin_of="one")])
