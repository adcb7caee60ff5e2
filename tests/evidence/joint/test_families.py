"""Families with several missing, against every joint assignment one after the other."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import joint

BODIES = ("b1", "b2", "b3", "b4")


@st.composite
def families(draw: st.DrawFn) -> list[joint.Family]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        members = [f"{number}.{m}" for m in range(draw(st.integers(1, 3)))]
        possible = [
            tuple(zip(chosen, placed, strict=True))
            for size in range(len(members) + 1)
            for chosen in itertools.permutations(BODIES, size)
            for placed in itertools.combinations(members, size)
        ]
        listed = draw(st.lists(st.sampled_from(possible), unique_by=frozenset, max_size=8))
        weights = draw(st.lists(st.floats(-5, 9), min_size=len(listed), max_size=len(listed)))
        found.append(joint.Family(str(number), tuple(map(joint.Alternative, listed, weights))))
    return found


def by_enumeration(asked: list[joint.Family], log10_odds: float) -> tuple[float, dict[object, float]]:
    """The sum, and the sums of each (family number, alternative) and pair."""
    whole, parts = 0.0, dict[object, float]()
    options = []
    for family in asked:
        none = () if any(not choice.pairs for choice in family.alternatives) else (joint.Alternative((), 0.0),)
        options.append(family.alternatives + none)
    for made in itertools.product(*options):
        pairs = [pair for choice in made for pair in choice.pairs]
        if len({body for body, _ in pairs}) < len(pairs):
            continue
        weight = 10 ** (sum(choice.log10_lr for choice in made) + log10_odds * len(pairs))
        whole += weight
        for key in [*enumerate(made), *pairs]:
            parts[key] = parts.get(key, 0.0) + weight
    return whole, parts


@given(families(), st.sampled_from([0.0, -2.5]))
@settings(max_examples=80, deadline=None)
def test_agrees_with_enumeration(asked: list[joint.Family], log10_odds: float) -> None:
    answer = joint.family_posterior(asked, joint.Prior(log10_odds))
    whole, parts = by_enumeration(asked, log10_odds)
    assert answer.log10_evidence == pytest.approx(math.log10(whole), abs=1e-9)
    for number, family in enumerate(asked):
        for choice, told in zip(family.alternatives, answer.alternative[number], strict=True):
            assert told == pytest.approx(parts.get((number, choice), 0.0) / whole, rel=1e-9)
        listed_none = any(not choice.pairs for choice in family.alternatives)
        rest = 0.0 if listed_none else float(answer.none_here[number])
        assert answer.alternative[number].sum() + rest == pytest.approx(1)
    for pair, told in answer.pair.items():
        assert told == pytest.approx(parts.get(pair, 0.0) / whole, rel=1e-9)


@given(st.lists(st.floats(-6, 9), min_size=9, max_size=9))
@settings(max_examples=40, deadline=None)
def test_one_missing_a_family_is_the_question_of_pairs(weights: list[float]) -> None:
    rows, cols = (index.ravel() for index in np.indices((3, 3)))
    asked = [
        joint.Family(
            str(member),
            tuple(joint.Alternative(((body, member),), weights[3 * body + member]) for body in range(3)),
        )
        for member in range(3)
    ]
    told = joint.family_posterior(asked)
    expected = joint.posterior(rows, cols, weights)
    assert [told.pair[int(i), int(j)] for i, j in zip(rows, cols, strict=True)] == pytest.approx(
        expected.pair, rel=1e-9
    )
    assert told.log10_evidence == pytest.approx(expected.log10_evidence, abs=1e-9)


def test_two_brothers_who_cannot_be_told_apart() -> None:
    """Either order of the two fits as well; that the two bodies are the two brothers is certain all the same."""
    brothers = joint.Family(
        "Bondar",
        (
            joint.Alternative((("b1", "Ostap"), ("b2", "Taras")), 12.0),
            joint.Alternative((("b2", "Ostap"), ("b1", "Taras")), 12.0),
            joint.Alternative((("b1", "Ostap"),), 5.0),
            joint.Alternative((("b1", "Taras"),), 5.0),
        ),
    )
    answer = joint.family_posterior([brothers])
    assert answer.pair["b1", "Ostap"] == pytest.approx(0.5, abs=1e-6)
    assert answer.nobody_of_ours["b1"] < 1e-9
    assert answer.alternative[0][:2].sum() > 0.999999


def test_a_closed_family_needs_everyone() -> None:
    family = joint.Family(
        "Bondar",
        (joint.Alternative((("b1", "Ostap"), ("b2", "Taras")), -3.0), joint.Alternative((("b1", "Ostap"),), 5.0)),
    )
    answer = joint.family_posterior([family], joint.Prior(closed=joint.Closed.COLS))
    assert answer.alternative[0].tolist() == [1, 0]


def test_no_assignment_at_all_is_said() -> None:
    rivals = [joint.Family(name, (joint.Alternative((("b1", name),), 3.0),)) for name in ("Ostap", "Taras")]
    answer = joint.family_posterior(rivals, joint.Prior(closed=joint.Closed.COLS))
    assert answer.log10_evidence == -math.inf
    assert np.isnan(answer.none_here).all()


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("weighs nan", [("A", [((("b", "m"),), math.nan)])]),
        ("uses a body twice", [("A", [((("b", "m"), ("b", "n")), 1.0)])]),
        ("uses a member twice", [("A", [((("b", "m"), ("c", "m")), 1.0)])]),
        ("lists an alternative twice", [("A", [((("b", "m"),), 1.0), ((("b", "m"),), 2.0)])]),
        ("missing from two families", [("A", [((("b", "m"),), 1.0)]), ("B", [((("b", "m"),), 1.0)])]),
    ],
)
def test_refused(sentence: str, asked: list[tuple[str, list[tuple[tuple[tuple[str, str], ...], float]]]]) -> None:
    made = [joint.Family(name, tuple(joint.Alternative(*choice) for choice in choices)) for name, choices in asked]
    with pytest.raises(joint.PairsRejected, match=sentence):
        joint.family_posterior(made)


def test_too_entangled_is_said() -> None:
    asked = [joint.Family(str(m), tuple(joint.Alternative(((body, m),), 1.0) for body in range(30))) for m in range(30)]
    with pytest.raises(joint.TooEntangled, match="30 families and 30 bodies"):
        joint.family_posterior(asked)
