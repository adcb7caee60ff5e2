"""What would decide a pair next: expected weights and information against closed forms, and what is left out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.linkage import Equality, LevelLine, Particulars, starting_model
from antigone.evidence.linkage.next_evidence import (
    ExpectedWeight,
    Lacking,
    doubt_in_bits,
    expected_weight,
    next_evidence,
    speaks,
)

RANKS = [f"rank {number}" for number in range(20)]
#: Two records of one person say one rank in nine of ten cases; two people do so once in twenty.
LINE = LevelLine("rank", Equality("rank"), m=(0.9, 0.1), u=(1 / 20, 19 / 20))
SOUGHT = Particulars(kind="missing", rank="rank 7")
SILENT = Particulars(kind="dead")
STRANGERS = [Particulars(kind="dead", rank=rank) for rank in RANKS]


def _of(chance: float, line: LevelLine = LINE) -> ExpectedWeight:
    (found,) = next_evidence([line], SOUGHT, SILENT, lefts=[SOUGHT], rights=STRANGERS, chance=chance)
    return found


def _mean(shares: tuple[float, float]) -> float:
    return sum(share * math.log10(m / u) for share, m, u in zip(shares, LINE.m, LINE.u, strict=True))


def test_expected_weights_are_those_of_the_lines_own_law() -> None:
    found = _of(0.3)
    assert found.lacking is Lacking.RIGHT
    assert found.if_same == pytest.approx(_mean(LINE.m))
    assert found.if_different == pytest.approx(_mean(LINE.u))


@pytest.mark.parametrize("chance", [0.0, 0.01, 0.3, 0.9, 1.0])
def test_information_is_the_mutual_information_of_answer_and_outcome(chance: float) -> None:
    mixed = [chance * m + (1 - chance) * u for m, u in zip(LINE.m, LINE.u, strict=True)]
    entropy = -sum(q * math.log2(q) for q in mixed)
    noise = -chance * sum(m * math.log2(m) for m in LINE.m) - (1 - chance) * sum(u * math.log2(u) for u in LINE.u)
    assert _of(chance).bits == pytest.approx(entropy - noise, abs=1e-12)


def test_what_no_stranger_of_the_sample_shows_is_not_forgotten() -> None:
    """Nobody among these strangers has the sought man's rank: the law alone tells that agreement may come."""
    strangers = [one for one in STRANGERS if one.rank != SOUGHT.rank]
    (found,) = next_evidence([LINE], SOUGHT, SILENT, lefts=[SOUGHT], rights=strangers, chance=0.3)
    assert found.if_same == pytest.approx(_mean(LINE.m), rel=0.02)
    assert found.if_different == pytest.approx(_mean(LINE.u), rel=0.1)


def test_who_lacks_it_is_said() -> None:
    other = replace(SILENT, rank="rank 3")
    nobody = replace(SOUGHT, rank="")
    sample = [replace(one, kind="missing") for one in STRANGERS]
    (left,) = next_evidence([LINE], nobody, other, lefts=sample, rights=STRANGERS, chance=0.5)
    (both,) = next_evidence([LINE], nobody, SILENT, lefts=sample, rights=STRANGERS, chance=0.5)
    assert (left.lacking, both.lacking) == (Lacking.LEFT, Lacking.BOTH)
    assert both.pairs == 20 * 20
    assert both.if_same == pytest.approx(left.if_same)
    assert both.if_same == pytest.approx(_mean(LINE.m))


def test_a_line_that_weighs_already_is_left_out() -> None:
    other = replace(SILENT, rank="rank 3")
    assert next_evidence([LINE], SOUGHT, other, lefts=[SOUGHT], rights=STRANGERS, chance=0.5) == ()


def test_a_line_of_which_nobody_in_the_sample_says_anything_is_left_out() -> None:
    assert next_evidence([LINE], SOUGHT, SILENT, lefts=[SOUGHT], rights=[SILENT], chance=0.5) == ()
    assert next_evidence([LINE], SOUGHT, SILENT, lefts=[SOUGHT], rights=[], chance=0.5) == ()


def test_the_stronger_line_comes_first() -> None:
    weaker = LevelLine("nationality", Equality("nationality"), m=(0.6, 0.4), u=(0.5, 0.5))
    sample = [replace(one, nationality=f"n{at % 2}") for at, one in enumerate(STRANGERS)]
    sought = replace(SOUGHT, nationality="n0")
    found = next_evidence([weaker, LINE], sought, SILENT, lefts=[sought], rights=sample, chance=0.5)
    assert [one.line for one in found] == ["rank", "nationality"]


def test_the_age_tells_nothing_more_where_both_birth_dates_are_known() -> None:
    lines = [line for line in starting_model().lines if line.name == "age"]
    sought = Particulars(kind="missing", birth_date="1990-05-01", last_seen_date="2024-03-01")
    dead = Particulars(kind="dead", birth_date="1990-05-01", occurred_date="2024-03-02")
    bones = [
        Particulars(kind="remains", age_low=age, age_high=age + 10, age_date="2024-04-01") for age in range(20, 50)
    ]
    assert next_evidence(lines, sought, dead, lefts=[sought], rights=bones, chance=0.5) == ()
    unknown = Particulars(kind="remains", occurred_date="2024-03-02")
    (found,) = next_evidence(lines, sought, unknown, lefts=[sought], rights=bones, chance=0.5)
    assert found.if_different < 0 < found.if_same


def test_a_mark_that_the_family_knows_is_worth_looking_for_on_the_body() -> None:
    lines = [line for line in starting_model().lines if line.name == "marks"]
    sought = Particulars(kind="missing", source_kind="family", description="татуировка: якорь на левом предплечье")
    body = Particulars(kind="remains", source_kind="authority", description="рост 180 см")
    told = ("шрам на правой ноге", "татуировка: крест на спине", "шрам на левой щеке", "татуировка: роза на плече")
    others = [Particulars(kind="remains", source_kind="authority", description=one) for one in told]
    (found,) = next_evidence(lines, sought, body, lefts=[sought], rights=others, chance=0.2)
    assert found.lacking is Lacking.RIGHT
    assert found.if_same > 1
    assert found.if_different < 0
    assert speaks(lines[0], sought, body)
    assert not speaks(lines[0], body, sought, on_right=True)


@given(
    st.lists(st.floats(-8, 8).filter(bool), min_size=1, max_size=30),
    st.floats(0, 1),
    st.lists(st.floats(0.1, 8), max_size=3),
)
def test_no_line_can_tell_more_than_the_doubt_that_is_left(
    weights: list[float], chance: float, agreeing: list[float]
) -> None:
    found = expected_weight("x", Lacking.RIGHT, np.array(weights), np.array(agreeing), chance=chance)
    assert found is not None
    assert 0 <= found.bits <= doubt_in_bits(chance) + 1e-9
    assert found.if_different <= found.if_same + 1e-9
    assert found.size >= 0


def test_an_impossibility_has_a_mean_too() -> None:
    found = expected_weight("x", Lacking.RIGHT, np.array([-math.inf, 1.0]), np.array([]), chance=0.5)
    assert found is not None
    assert found.if_different == pytest.approx((-6 + 1) / 2)


def test_a_chance_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        next_evidence([LINE], SOUGHT, SILENT, lefts=[SOUGHT], rights=STRANGERS, chance=1.2)
