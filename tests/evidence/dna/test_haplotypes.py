"""Y-STR and mitochondrial haplotypes are counted whole, never locus by locus."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.dna import Counting, HaplotypeRejected, Lineage, haplotype_frequency, lineage_weight
from antigone.evidence.dna.haplotypes import upper_bound

SEEN = {"DYS19": "14", "DYS385": "11,14", "DYS391": "10"}
DATABASE = [*({"DYS19": "15", "DYS385": "11,14", "DYS391": "10"} for _ in range(97)), SEEN, SEEN, SEEN]


def test_none_among_n_is_bounded_by_the_rule_of_three() -> None:
    assert upper_bound(0, 1000) == pytest.approx(1 - 0.05 ** (1 / 1000))
    assert upper_bound(0, 1000) == pytest.approx(3 / 1000, rel=0.01)
    assert upper_bound(5, 5) == 1


@given(count=st.integers(0, 50), more=st.integers(1, 5000))
@settings(deadline=None)
def test_the_bound_lies_above_the_share_and_covers_it(count: int, more: int) -> None:
    size = count + more
    bound = upper_bound(count, size)
    assert count / size < bound <= 1
    chance = (
        sum(math.comb(size, k) * bound**k * (1 - bound) ** (size - k) for k in range(count + 1)) if size < 200 else 0.05
    )
    assert chance == pytest.approx(0.05, rel=1e-6)


def test_frequencies_by_each_way_of_counting() -> None:
    assert haplotype_frequency(SEEN, DATABASE, counting=Counting.AUGMENTED).frequency == pytest.approx(4 / 101)
    assert haplotype_frequency(SEEN, DATABASE).frequency == pytest.approx(upper_bound(3, 100))
    new = SEEN | {"DYS19": "17"}
    # Its own is the one haplotype seen once among 101: kappa = 1/101.
    assert haplotype_frequency(new, DATABASE, counting=Counting.KAPPA).frequency == pytest.approx((1 - 1 / 101) / 101)
    theta = haplotype_frequency(new, DATABASE, counting=Counting.AUGMENTED, theta=0.01).frequency
    assert theta == pytest.approx(0.01 + 0.99 / 101)


def test_where_everybody_is_alone_kappa_still_gives_a_number() -> None:
    alone = [{"DYS19": str(repeats)} for repeats in range(10, 20)]
    assert 0 < haplotype_frequency({"DYS19": "9"}, alone, counting=Counting.KAPPA).frequency < 1 / 11


def test_a_match_weighs_by_the_whole_haplotype_and_speaks_of_the_line() -> None:
    weight = lineage_weight(SEEN, SEEN, DATABASE, lineage=Lineage.Y)
    assert weight.log10_lr == pytest.approx(-math.log10(upper_bound(3, 100)))
    assert weight.line == "Y-STR"
    assert "seen 3 times among 100" in weight.reason
    assert "all of the line bear it" in weight.reason


def test_a_partial_haplotype_is_counted_over_its_own_loci() -> None:
    found = haplotype_frequency({"DYS391": "10"}, DATABASE, counting=Counting.AUGMENTED)
    assert (found.count, found.size) == (100, 100)
    assert lineage_weight(SEEN, {"DYS391": "10"}, DATABASE, lineage=Lineage.Y).log10_lr < 0.01


def test_a_step_apart_is_possible_with_mutation_and_impossible_without() -> None:
    other = SEEN | {"DYS391": "11"}
    assert lineage_weight(SEEN, other, DATABASE, lineage=Lineage.Y).log10_lr == -math.inf
    near = lineage_weight(SEEN, other, DATABASE, lineage=Lineage.Y, meioses=2, rates=0.003)
    far = lineage_weight(SEEN, SEEN | {"DYS391": "12"}, DATABASE, lineage=Lineage.Y, meioses=2, rates=0.003)
    assert far.log10_lr < near.log10_lr < lineage_weight(SEEN, SEEN, DATABASE, lineage=Lineage.Y).log10_lr
    assert "differ at DYS391 of 3 loci" in near.reason


def test_mitochondrial_regions_that_differ_count_one_mutation() -> None:
    regions = [{"HV1": "16126C", "HV2": "263G"}] * 10 + [{"HV1": "16189C", "HV2": "263G"}] * 90
    weight = lineage_weight(
        regions[0],
        {"HV1": "16126C", "HV2": "263G 315.1C"},
        regions,
        lineage=Lineage.MITOCHONDRIAL,
        meioses=1,
        rates=0.01,
    )
    assert weight.log10_lr == pytest.approx(math.log10(0.99 * 0.01 / upper_bound(0, 100)))


def test_nothing_in_common_says_nothing() -> None:
    assert lineage_weight(SEEN, {"DYS999": "3"}, DATABASE, lineage=Lineage.Y).log10_lr == 0


@pytest.mark.parametrize(
    ("haplotype", "options", "said"),
    [
        ({}, {}, "no locus"),
        ({"DYS999": "3"}, {}, "no haplotype of the database was read at all of DYS999"),
        (SEEN, {"confidence": 1.0}, "confidence must lie between 0 and 1"),
        (SEEN, {"theta": 1.0}, "theta from 0 to below 1"),
    ],
)
def test_what_cannot_be_counted_is_refused(haplotype: dict[str, str], options: dict[str, float], said: str) -> None:
    with pytest.raises(HaplotypeRejected, match=said):
        haplotype_frequency(haplotype, DATABASE, **options)  # type: ignore[arg-type]
