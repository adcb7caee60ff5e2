"""Degraded bone: alleles that were lost, foreign ones that dropped in, samples that were swapped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna import oracle
from tests.evidence.dna.families import LADDER, SHARES, TRIO, locus, people

from antigone.evidence.dna import Doubt, Model, ReadingRejected, likelihoods, panel, profiles

ALONE = people("bone M")


@given(
    seen=st.lists(st.sampled_from(LADDER), max_size=2, unique=True),
    dropout=st.sampled_from([0.0, 0.1, 0.5]),
    dropin=st.sampled_from([0.0, 0.05]),
    model=st.sampled_from([None, Model.EQUAL, Model.STEPWISE]),
)
@settings(max_examples=40, deadline=None)
def test_a_bone_against_its_parents(seen: list[str], dropout: float, dropin: float, model: Model | None) -> None:
    one = locus(model)
    over = panel([one])
    readings = {"father": {"L": ("8", "9")}, "mother": {"L": ("10", "10")}, "child": {"L": tuple(seen)}}
    doubts = {"L": {"child": Doubt(dropout, dropin, 0.001)}}
    found = likelihoods(TRIO, over, profiles(over, readings, {}, doubts))[0]
    exact = {person: oracle.reading_table(one, readings[person]["L"]) for person in ("father", "mother")}
    of_bone = oracle.reading_table(one, seen, dropout, dropin)
    random = float((one.frequencies[:, None] * one.frequencies * of_bone).sum())
    of_bone = 0.999 * of_bone + 0.001 * random
    assert found == pytest.approx(oracle.likelihood(TRIO, one, exact | {"child": of_bone}), rel=1e-10, abs=1e-300)


def test_everything_that_can_be_read_adds_up_to_one() -> None:
    over = panel([locus()])
    doubts = {"L": {"bone": Doubt(dropout=0.3)}}
    readings = [(), *((a,) for a in LADDER), *((a, b) for i, a in enumerate(LADDER) for b in LADDER[i + 1 :])]
    total = sum(likelihoods(ALONE, over, profiles(over, {"bone": {"L": r}}, {}, doubts))[0] for r in readings)
    assert total == pytest.approx(1, rel=1e-12)


def test_one_allele_is_a_homozygote_or_has_lost_its_partner() -> None:
    over = panel([locus()])
    d, p = 0.2, SHARES[1]
    found = likelihoods(ALONE, over, profiles(over, {"bone": {"L": ("9",)}}, {}, {"L": {"bone": Doubt(dropout=d)}}))[0]
    assert found == pytest.approx(p * p * (1 - d * d) + 2 * p * (1 - p) * (1 - d) * d, rel=1e-12)


def test_one_allele_without_a_chance_of_drop_out_is_refused() -> None:
    with pytest.raises(ReadingRejected, match="«bone», locus L: one allele only"):
        profiles(panel([locus()]), {"bone": {"L": ("9",)}}, {})


def test_a_man_loses_his_one_allele_on_x() -> None:
    one = locus(x_linked=True)
    over = panel([one])
    doubts = {"L": {"bone": Doubt(dropout=0.2)}}
    seen = likelihoods(ALONE, over, profiles(over, {"bone": {"L": ("9",)}}, {"bone": "M"}, doubts))[0]
    lost = likelihoods(ALONE, over, profiles(over, {"bone": {"L": ()}}, {"bone": "M"}, doubts))[0]
    assert (seen, lost) == (pytest.approx(0.8 * 0.3), pytest.approx(0.2))
