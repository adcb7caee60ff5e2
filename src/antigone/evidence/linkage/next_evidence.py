"""What would decide a pair next: of each line that says nothing yet, how much it can be expected to say.

For every line the question is the same: if the record that does not say it did, what would the weight be? That depends
on whether the records are of one person, and nobody knows; so both answers are taken, each with its chance.

* *Two people.* The other record says what somebody else's says: the weights against records of a sample, each alike
  likely. This is the line's own behaviour and needs no parameters to be known.
* *One person.* The model's own law gives the chances: a likelihood ratio is P(weight | one person) / P(weight | two
  people), so each sampled outcome counts 10**weight times its share. These shares sum to one: "the expected factor in
  favour of a wrong hypothesis is 1" (Turing's theorem; Good, "Probability and the Weighing of Evidence", 1950, and
  "Weight of evidence: a brief survey", Bayesian Statistics 2, 1985). What is lacking to one is the chance of what no
  sampled stranger shows: that the other record says just the same, and its weight is that of full agreement.

From both follow the expected weights, whose signs must differ, and the expected information about the question "one
person or two?" (Lindley, "On a measure of the information provided by an experiment", Annals of Mathematical Statistics
27, 1956): the mutual information of the answer and the outcome, in bits, at most the doubt that is left.

Only what a record lacks is taken from the sample; the rest it says itself. Limits: a partial agreement that no record
of the sample shows is taken for a full one, which overstates a line whose values are often misspelt; lines are taken
one by one, so what `Correction` takes off is not taken off here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from antigone.evidence.linkage.lines import Floats, Line, Rows
from antigone.evidence.linkage.particulars import Particulars, as_columns

#: An impossibility counts as a million to one: an infinite weight has no mean.
_LEAST = -6.0
#: Fields in which the two sides of a match tell one thing: where he was last seen, and where he died or was found.
_MIRRORED = (("last_seen_date", "occurred_date"), ("last_seen_place", "occurred_place"))
_NOTHING = (None, "", ())


class Lacking(StrEnum):
    """Which record does not say it."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ExpectedWeight:
    """What a line can be expected to say of a pair.

    Attributes:
        line: its name.
        lacking: who would have to say it.
        size: expected absolute log10 LR, each case with its chance: by what the line will move the odds.
        if_same: expected log10 LR if it is one person; below 0 by no more than the sample errs.
        if_different: expected log10 LR if it is two; `_LEAST` at the least.
        bits: expected information about "one person or two?", at most `doubt_in_bits` of the chance.
        pairs: how many weights of strangers it was estimated from.
    """

    line: str
    lacking: Lacking
    size: float
    if_same: float
    if_different: float
    bits: float
    pairs: int


def next_evidence(
    lines: Sequence[Line],
    left: Particulars,
    right: Particulars,
    *,
    lefts: Sequence[Particulars],
    rights: Sequence[Particulars],
    chance: float,
) -> tuple[ExpectedWeight, ...]:
    """The silent lines of a pair by what they can be expected to move, the strongest first.

    A line is left out when it weighs something already, or both records say something of it; when it would stay silent
    whatever the lacking record said (the age, where both birth dates are known); and when nobody in the samples says
    anything of it.

    Args:
        lines: those of the model.
        left, right: the pair.
        lefts, rights: samples of records of either side; a few hundred each.
        chance: what is believed now of the pair's being one person, from 0 to 1.

    Raises:
        ValueError: `chance` is not a probability.
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"a chance lies between 0 and 1, not at {chance}")
    found = []
    first = np.zeros(1, dtype=np.int64)
    for line in lines:
        if _weights(line, [left], [right], first, first)[0] != 0.0:
            continue
        known_left, known_right = speaks(line, left, right), speaks(line, right, left, on_right=True)
        if known_left and known_right:
            continue
        ones = [left] if known_left else [_filled(line, left, one) for one in lefts]
        others = [right] if known_right else [_filled(line, right, other) for other in rights]
        if not (ones and others):
            continue
        echoes = [_filled(line, left, _mirrored(other)) for other in others] if known_right else ones
        answers = others if known_right else [_filled(line, right, _mirrored(one)) for one in ones]
        rows = np.arange(len(echoes), dtype=np.int64)
        agreeing = _weights(line, echoes, answers, rows, rows)
        grid = np.mgrid[: len(ones), : len(others)].astype(np.int64)
        strangers = _weights(line, ones, others, grid[0].ravel(), grid[1].ravel())
        lacking = Lacking.BOTH if not (known_left or known_right) else Lacking.RIGHT if known_left else Lacking.LEFT
        expected = expected_weight(line.name, lacking, strangers, agreeing, chance=chance)
        if expected is not None:
            found.append(expected)
    return tuple(sorted(found, key=lambda one: (-one.size, one.line)))


def expected_weight(
    line: str, lacking: Lacking, strangers: Floats, agreeing: Floats, *, chance: float
) -> ExpectedWeight | None:
    """What one line can be expected to say; None when no stranger's weight says anything.

    Args:
        strangers: weights of pairs of two people, each alike likely; 0 where the line is silent.
        agreeing: weights of pairs that say just the same.
        chance: of one person, from 0 to 1.
    """
    weights = np.maximum(strangers[strangers != 0.0], _LEAST)
    if not len(weights):
        return None
    pairs = len(weights)
    different = np.full(pairs, 1.0 / pairs)
    same = different * 10.0**weights
    lack = 1.0 - float(same.sum())
    speaking = agreeing[(agreeing > 0.0) & np.isfinite(agreeing)]
    if lack > 0 and len(speaking):
        # What no stranger of the sample says: the same again, which by its own ratio hardly ever comes by chance.
        full = float(np.median(speaking))
        weights = np.append(weights, full)
        different = np.append(different, lack / 10.0**full)
        same = np.append(same, lack)
    same, different = same / same.sum(), different / different.sum()
    return ExpectedWeight(
        line=line,
        lacking=lacking,
        size=float((chance * same + (1 - chance) * different) @ np.abs(weights)),
        if_same=float(same @ weights),
        if_different=float(different @ weights),
        bits=_information(same, different, chance),
        pairs=pairs,
    )


def doubt_in_bits(chance: float) -> float:
    """How much there is to learn about a question whose answer is yes with this chance: its entropy, from 0 to 1."""
    return -sum(p * math.log2(p) for p in (chance, 1 - chance) if p > 0)


def speaks(line: Line, record: Particulars, other: Particulars, *, on_right: bool = False) -> bool:
    """Whether a record says anything in a line: whether its own words, in the other's mouth, would weigh."""
    echo = replace(_mirrored(record), kind=other.kind, source_kind=other.source_kind)
    one, two = (echo, record) if on_right else (record, echo)
    first = np.zeros(1, dtype=np.int64)
    return bool(_weights(line, [one], [two], first, first)[0] != 0.0)


def _information(same: Floats, different: Floats, chance: float) -> float:
    """Mutual information in bits of "one person" and an outcome with these distributions."""
    mixed = chance * same + (1 - chance) * different
    total = 0.0
    for weight, its in ((chance, same), (1 - chance, different)):
        there = (its > 0) & (mixed > 0)
        total += weight * float((its[there] * np.log2(its[there] / mixed[there])).sum())
    return max(total, 0.0)


def _filled(line: Line, record: Particulars, said: Particulars) -> Particulars:
    """The record with what it lacks in the line's fields as `said` has it. A description that is silent in this line
    gives way to the other one whole."""
    lacks = {
        name: getattr(said, name) for name in line.fields if name == "description" or getattr(record, name) in _NOTHING
    }
    return replace(record, **{name: value for name, value in lacks.items() if name not in ("kind", "source_kind")})


def _mirrored(record: Particulars) -> Particulars:
    """The record telling both of what either side of a match would tell."""
    told: dict[str, Any] = {}
    for seen, occurred in _MIRRORED:
        told[seen] = told[occurred] = getattr(record, seen) or getattr(record, occurred)
    return replace(record, **told)


def _weights(
    line: Line, lefts: Sequence[Particulars], rights: Sequence[Particulars], left_rows: Rows, right_rows: Rows
) -> Floats:
    one, other = ({name: columns[name] for name in line.fields} for columns in (as_columns(lefts), as_columns(rights)))
    weights = line.weigh(line.encode(one), line.encode(other), left_rows, right_rows)
    return np.where(np.isnan(weights), 0.0, weights)
