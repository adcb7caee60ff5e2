"""Parts put together: which samples are one person's, with drop-out, brothers and mistakes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SHARES, people

from antigone.evidence.dna import (
    Doubt,
    ExpectationRejected,
    Expectations,
    Member,
    Panel,
    ReadingRejected,
    associate,
    estimated_dropout,
    likelihoods,
    marker,
    panel,
    pedigree,
    profiles,
)

LOCI = [f"L{number:02}" for number in range(24)]
SIBLINGS = people("father M", "mother F", "a M father mother", "b M father mother")
Reading = dict[str, tuple[str, ...]]


def kit(n: int = 24) -> Panel:
    """Loci of twelve alleles each."""
    shares = np.array([0.02, 0.05, 0.15, 0.2, 0.14, 0.1, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02])
    return panel(marker(name, [str(8 + i) for i in range(12)], shares.tolist()) for name in LOCI[:n])


def drawn(over: Panel, chance: np.random.Generator) -> Reading:
    return {
        one.name: tuple(str(one.alleles[i]) for i in chance.choice(12, 2, p=one.frequencies)) for one in over.markers
    }


def child(father: Reading, mother: Reading, chance: np.random.Generator) -> Reading:
    return {name: (father[name][chance.integers(2)], mother[name][chance.integers(2)]) for name in father}


def degraded(whole: Reading, dropout: float, chance: np.random.Generator) -> Reading:
    """What is left when alleles drop out; a homozygote loses both copies or neither."""
    found = {}
    for name, genotype in whole.items():
        gone = {allele: chance.random() < dropout ** genotype.count(allele) for allele in set(genotype)}
        seen = tuple(allele for allele in dict.fromkeys(genotype) if not gone[allele])
        if seen:
            found[name] = seen
    return found


def everywhere(over: Panel, doubts: dict[str, Doubt]) -> dict[str, dict[str, Doubt]]:
    return {one.name: doubts for one in over.markers}


def bodies_of(samples: dict[str, Reading], over: Panel, doubt: Doubt, expected: Expectations) -> dict[str, int]:
    readings = profiles(over, samples, {}, everywhere(over, dict.fromkeys(samples, doubt)))
    return dict(zip(samples, associate(readings, over, expected).body.tolist(), strict=True))


def test_parts_of_one_person_come_together_and_strangers_stay_apart() -> None:
    chance = np.random.default_rng(1)
    over = kit()
    whole = [drawn(over, chance) for _ in range(30)]
    samples = {f"{who}-{part}": degraded(whole[who], 0.25, chance) for who in range(30) for part in range(1 + who % 4)}
    found = bodies_of(samples, over, Doubt(0.25, 0.01, 0.001), Expectations(40))
    for left, right in itertools.combinations(samples, 2):
        assert (found[left] == found[right]) == (left.split("-")[0] == right.split("-")[0]), (left, right)


def test_brothers_stay_two_people() -> None:
    chance = np.random.default_rng(2)
    over = kit()
    father, mother = drawn(over, chance), drawn(over, chance)
    brothers = [child(father, mother, chance) for _ in range(2)]
    samples = {f"{who}-{part}": degraded(brothers[who], 0.15, chance) for who in range(2) for part in range(3)}
    found = bodies_of(samples, over, Doubt(0.15, 0.01, 0.001), Expectations(100, siblings=1))
    assert len(set(found.values())) == 2
    assert found["0-0"] == found["0-1"] == found["0-2"] != found["1-0"]


def test_the_more_brothers_are_expected_the_more_a_pair_of_samples_must_show() -> None:
    same, siblings = 8.0, 6.0
    odds = [Expectations(1000, siblings=n).log10_odds(same, siblings) for n in (0, 0.05, 1, 5)]
    assert odds == sorted(odds, reverse=True)
    assert odds[0] == pytest.approx(same - 3)
    assert odds[2] == pytest.approx(same - 3 - math.log10(0.999 + 0.001 * 10**6))


@given(
    left=st.lists(st.sampled_from(LADDER), min_size=1, max_size=2, unique=True),
    right=st.lists(st.sampled_from(LADDER), min_size=1, max_size=2, unique=True),
    doubt=st.sampled_from([Doubt(0.1), Doubt(0.3, 0.05), Doubt(0.2, 0.01, 0.01)]),
)
@settings(max_examples=25, deadline=None)
def test_the_odds_are_those_of_twins_and_of_brothers_among_strangers(
    left: list[str], right: list[str], doubt: Doubt
) -> None:
    over = panel([marker("L", LADDER, SHARES)])
    readings = profiles(over, {"a": {"L": left}, "b": {"L": right}}, {}, {"L": {"a": doubt, "b": doubt}})
    apart = float(likelihoods(people("a M", "b M"), over, readings)[0])
    twins = pedigree([Member("a", sex="M"), Member("b", sex="M", twin_of="a")])
    same = float(likelihoods(twins, over, readings)[0]) / apart
    siblings = float(likelihoods(SIBLINGS, over, readings)[0]) / apart
    # Among so few people and at so low a certainty any two samples that can be one person's are joined.
    found = associate(readings, over, Expectations(1, siblings=0.01, certainty=1e-6))
    if same < 0.001:
        assert found.body.tolist() == [0, 1]
        return
    expected = same / (0.99 + 0.01 * siblings)
    assert found.body.tolist() == [0, 0]
    assert 10**found.log10_odds == pytest.approx([expected, expected], rel=1e-5)


def test_samples_together_say_what_the_consensus_of_a_body_is() -> None:
    over = kit(2)
    doubts = everywhere(over, dict.fromkeys(("p", "q", "r"), Doubt(0.3)))
    readings = profiles(over, {"p": {"L00": ("9",)}, "q": {"L00": ("19",)}, "r": {"L00": ("9", "19")}}, {}, doubts)
    found = associate(readings, over, Expectations(1, siblings=0, certainty=0.5))
    assert found.body.tolist() == [0, 0, 0]
    genotype, posterior = found.consensus[0]["L00"]
    assert list(found.consensus[0]) == ["L00"]
    assert genotype == ("9", "19")
    assert posterior == pytest.approx(1)


def test_bodies_that_may_be_one_are_told() -> None:
    chance = np.random.default_rng(5)
    over = kit(24)
    whole = drawn(over, chance)
    samples = {"p": {name: whole[name] for name in LOCI[:4]}, "q": {name: whole[name] for name in LOCI[:4]}}
    readings = profiles(over, samples, {}, everywhere(over, dict.fromkeys(samples, Doubt(0.1))))
    found = associate(readings, over, Expectations(20_000, siblings=0, certainty=0.999_999))
    assert found.body.tolist() == [0, 1]
    assert [one.bodies for one in found.undecided] == [(0, 1)]
    assert 0.05 <= found.undecided[0].posterior < 0.999_999


def test_different_sexes_are_never_one_person() -> None:
    over = kit()
    whole = drawn(over, np.random.default_rng(6))
    readings = profiles(over, {"p": whole, "q": whole, "r": whole}, {})
    assert associate(readings, over, Expectations(10), sexes=["M", "F", "M"]).body.tolist() == [0, 1, 0]
    assert associate(readings, over, Expectations(10)).body.tolist() == [0, 0, 0]


def test_one_certain_difference_keeps_samples_apart_and_a_doubtful_one_does_not() -> None:
    over = kit()
    whole = drawn(over, np.random.default_rng(7))
    other = whole | {"L00": ("8", "19") if set(whole["L00"]) != {"8", "19"} else ("9", "18")}
    samples = {"p": whole, "q": other}
    assert associate(profiles(over, samples, {}), over, Expectations(10)).body.tolist() == [0, 1]
    readings = profiles(over, samples, {}, everywhere(over, dict.fromkeys(samples, Doubt(error=0.001))))
    assert associate(readings, over, Expectations(10)).body.tolist() == [0, 0]


def test_an_x_locus_plays_no_part() -> None:
    over = kit(20)
    with_x = panel([marker("X1", ("1", "2"), (0.5, 0.5), x_linked=True), *over.markers])
    whole = drawn(over, np.random.default_rng(8))
    readings = profiles(with_x, {"p": whole | {"X1": ("1", "1")}, "q": whole | {"X1": ("2", "2")}}, {})
    assert associate(readings, with_x, Expectations(10)).body.tolist() == [0, 0]


def test_the_order_of_samples_changes_nothing() -> None:
    chance = np.random.default_rng(9)
    over = kit(16)
    whole = [drawn(over, chance) for _ in range(12)]
    samples = {f"{who}-{part}": degraded(whole[who], 0.2, chance) for who in range(12) for part in range(3)}
    shuffled = dict(sorted(samples.items(), key=lambda one: one[0][::-1]))
    doubt, expected = Doubt(0.2, 0.01, 0.001), Expectations(15)
    one, other = bodies_of(samples, over, doubt, expected), bodies_of(shuffled, over, doubt, expected)
    for left, right in itertools.combinations(samples, 2):
        assert (one[left] == one[right]) == (other[left] == other[right])


@pytest.mark.parametrize("dropout", [0.05, 0.2, 0.4])
def test_drop_out_is_estimated_from_the_profile_itself(dropout: float) -> None:
    chance = np.random.default_rng(10)
    over = kit()
    found = [estimated_dropout(over, degraded(drawn(over, chance), dropout, chance)) for _ in range(60)]
    assert np.mean(found) == pytest.approx(dropout, abs=0.05)


def test_an_allele_off_the_ladder_is_named() -> None:
    with pytest.raises(ReadingRejected, match="locus L00: allele «99»"):
        estimated_dropout(kit(1), {"L00": ("99",)})


@pytest.mark.parametrize("wrong", [{"people": 0}, {"people": 5, "siblings": -1}, {"people": 5, "certainty": 1.0}])
def test_expectations_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ExpectationRejected, match="cannot be expected"):
        Expectations(**wrong)  # type: ignore[arg-type]
