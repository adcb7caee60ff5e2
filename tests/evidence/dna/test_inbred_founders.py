"""A founder may be inbred himself: his two genes are one with his coefficient's chance."""

from __future__ import annotations

import pytest
from tests.evidence.dna import oracle
from tests.evidence.dna.families import locus

from antigone.evidence.dna import Member, Model, PedigreeContradiction, likelihoods, panel, pedigree, profiles

INBRED = pedigree(
    [
        Member("father", sex="M", inbreeding=0.25),
        Member("mother", sex="F"),
        Member("one", "father", "mother", "M"),
        Member("two", "father", "mother", "F"),
    ]
)


def test_an_inbred_founder_is_homozygous_more_often() -> None:
    over = panel([locus()])
    alike = likelihoods(INBRED, over, profiles(over, {"father": {"L": ("9", "9")}}, {}))[0]
    mixed = likelihoods(INBRED, over, profiles(over, {"father": {"L": ("9", "8")}}, {}))[0]
    assert alike == pytest.approx(0.75 * 0.09 + 0.25 * 0.3, rel=1e-12)
    assert mixed == pytest.approx(0.75 * 2 * 0.3 * 0.1, rel=1e-12)


@pytest.mark.parametrize("model", [None, Model.EQUAL, Model.STEPWISE])
def test_children_of_an_untyped_inbred_founder(model: Model | None) -> None:
    one = locus(model)
    over = panel([one])
    readings = {"one": {"L": ("9", "10")}, "two": {"L": ("9", "9")}}
    found = likelihoods(INBRED, over, profiles(over, readings, {}))[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood(INBRED, one, tables), rel=1e-12)


def test_who_has_parents_has_his_inbreeding_from_them() -> None:
    people = [Member("f", sex="M"), Member("m", sex="F"), Member("c", "f", "m", "M", inbreeding=0.1)]
    with pytest.raises(PedigreeContradiction, match="«c» has parents"):
        pedigree(people)
