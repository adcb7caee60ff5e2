"""Alleles that the laboratory cannot see: one visible allele may hide a silent one."""

from __future__ import annotations

import pytest
from tests.evidence.dna import oracle
from tests.evidence.dna.families import SIBS, TRIO, locus

from antigone.evidence.dna import Model, ReadingRejected, likelihoods, panel, profiles


@pytest.mark.parametrize("model", [None, Model.PROPORTIONAL, Model.EQUAL])
def test_opposite_homozygotes_may_be_father_and_child(model: Model | None) -> None:
    one = locus(model, silent=True)
    over = panel([one])
    readings = {"father": {"L": ("9", "9")}, "child": {"L": ("10", "10")}}
    found = likelihoods(TRIO, over, profiles(over, readings, {}))[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood(TRIO, one, tables), rel=1e-12)
    assert found > 0


def test_one_visible_allele_is_a_homozygote_or_hides_a_silent_one() -> None:
    one = locus(silent=True)
    over = panel([one])
    p, s = one.frequencies[1], 0.05
    found = likelihoods(SIBS, over, profiles(over, {"father": {"L": ("9", "9")}}, {}))[0]
    assert found == pytest.approx(p * p + 2 * p * s, rel=1e-12)


def test_a_silent_allele_cannot_be_read() -> None:
    with pytest.raises(ReadingRejected, match="«father», locus L: the silent allele cannot be seen"):
        profiles(panel([locus(silent=True)]), {"father": {"L": ("0", "9")}}, {})
