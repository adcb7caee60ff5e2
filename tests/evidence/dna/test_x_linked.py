"""Loci on the X chromosome: sons have one gene, from the mother; a father's goes to every daughter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna import oracle
from tests.evidence.dna.families import LADDER, SHARES, SIBS, THREE_GENERATIONS, TRIO, locus

from antigone.evidence.dna import (
    Member,
    Model,
    Pedigree,
    PedigreeContradiction,
    ReadingRejected,
    genotype_tables,
    likelihoods,
    panel,
    pedigree,
    profiles,
)


@given(
    tree=st.sampled_from([THREE_GENERATIONS, SIBS]),
    model=st.sampled_from([None, Model.EQUAL, Model.STEPWISE]),
    data=st.data(),
)
@settings(max_examples=40, deadline=None)
def test_x_agrees_with_the_sum_over_all_genes(tree: Pedigree, model: Model | None, data: st.DataObject) -> None:
    one = locus(model, x_linked=True)
    sexes = {member.id: member.sex for member in tree.members}
    typed = data.draw(st.lists(st.sampled_from(list(sexes)), min_size=1, max_size=4, unique=True))
    alleles = st.sampled_from(LADDER)
    readings = {
        person: {"L": (data.draw(alleles),) if sexes[person] == "M" else (data.draw(alleles), data.draw(alleles))}
        for person in typed
    }
    over = panel([one])
    found = likelihoods(tree, over, profiles(over, readings, sexes))[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    for person in typed:
        if sexes[person] == "M":
            # One gene: the diagonal counts, and a pair of the same allele stands for it.
            tables[person] = oracle.reading_table(one, readings[person]["L"] * 2)
    assert found == pytest.approx(oracle.likelihood(tree, one, tables), rel=1e-10, abs=1e-300)


def test_a_father_and_his_son_share_nothing_on_x() -> None:
    over = panel([locus(x_linked=True)])
    sexes = {"father": "M", "child": "M"}
    readings = profiles(over, {"father": {"L": ("9",)}, "child": {"L": ("8",)}}, sexes)
    assert likelihoods(TRIO, over, readings)[0] == pytest.approx(0.3 * 0.1, rel=1e-12)


def test_a_missing_man_has_one_gene() -> None:
    over = panel([locus(x_linked=True)])
    table = genotype_tables(TRIO, over, profiles(over, {"mother": {"L": ("9", "8")}}, {"mother": "F"}), "child")[0]
    assert table.tolist() == pytest.approx([0.5 * 0.06, 0.5 * 0.06, 0, 0, 0])


def test_a_woman_is_like_an_autosome_and_a_man_like_a_frequency() -> None:
    over = panel([locus(x_linked=True)])
    woman = pedigree([Member("she", sex="F")])
    man = pedigree([Member("he", sex="M")])
    assert likelihoods(woman, over, profiles(over, {"she": {"L": ("9", "8")}}, {"she": "F"}))[0] == pytest.approx(0.06)
    assert likelihoods(man, over, profiles(over, {"he": {"L": ("9",)}}, {"he": "M"}))[0] == pytest.approx(SHARES[1])


def test_a_man_with_two_alleles_on_x_is_refused_by_name_and_locus() -> None:
    with pytest.raises(ReadingRejected, match=r"«he», locus L: a man has one allele on X"):
        profiles(panel([locus(x_linked=True)]), {"he": {"L": ("8", "9")}}, {"he": "M"})


def test_an_unknown_sex_is_refused_where_it_matters() -> None:
    over = panel([locus(x_linked=True)])
    somebody = pedigree([Member("somebody")])
    with pytest.raises(PedigreeContradiction, match="the sex of «somebody» must be known"):
        likelihoods(somebody, over, profiles(over, {"somebody": {"L": ("8", "8")}}, {}))
