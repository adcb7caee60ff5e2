"""What is believed before the evidence: how likely it is that a sought person is among the found at all."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class PairsRejected(ValueError):
    """The pairs, or what was decided about them, cannot be read as one question."""


class TooEntangled(ValueError):
    """A component is too large for the only method that can answer the question."""


class Closed(enum.Flag):
    """Which side is known to be complete. A closed row must have its column, a closed column its row."""

    NEITHER = 0
    ROWS = enum.auto()
    COLS = enum.auto()
    BOTH = ROWS | COLS


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """A prior over partial matchings, and what is already decided.

    A partial matching M joins some rows (sought persons) with some columns (found bodies), each with at most one.
    Its weight is

        product over (i, j) in M of LR_ij * odds_ij,

    and 0 where `closed` asks for a partner and M gives none. `odds_ij` is how much likelier "i is j" is, before the
    evidence, than "i is not here and j is nobody of ours". With ``Prior()`` every feasible partial matching is
    equally likely before the evidence: the convention of dvir's joint identification (Vigeland and Egeland, "Joint
    DNA-based disaster victim identification", Scientific Reports 11:13661, 2021), named `FLAT` here.

    Attributes:
        log10_odds: log10 of the prior odds, one number for all pairs or one a pair.
        closed: which side is complete (`Closed`).
        excluded: one flag a pair: this pair was excluded by a decision. Its posterior is 0.
        identified: one flag a pair: this pair was identified by a decision. Its posterior is 1, and its row and
            column are nobody else's.
    """

    log10_odds: float | Floats = 0.0
    closed: Closed = Closed.NEITHER
    excluded: Flags | None = None
    identified: Flags | None = None


FLAT = Prior()
"""Every feasible partial assignment is equally likely before the evidence: dvir's convention."""


def open_set(*, here: float, persons: int, bodies: int, closed: Closed = Closed.NEITHER) -> Prior:
    """The prior of a search in which each sought person is among the found with probability `here`.

    With odds t for every pair of n persons and N bodies, the likeliest number k of pairs satisfies
    (n - k) (N - k) t = k; the t that makes it k = n * here is t = here / ((1 - here) (N - n * here)). For few persons
    among many bodies this is the familiar here / (1 - here) / N.

    Args:
        here: probability from 0 to 1 (both excluded) that a sought person is among the found.
        persons: how many are sought in all, those without any listed pair included; at least 1.
        bodies: how many were found in all; more than ``persons * here``.
        closed: which side is complete.

    Raises:
        ValueError: a number is out of its range.
    """
    if not 0 < here < 1:
        raise ValueError(f"the probability of being among the found must lie between 0 and 1, not {here}")
    if persons < 1 or bodies <= persons * here:
        raise ValueError(
            f"{persons} persons, each here with probability {here}, do not fit among {bodies} found; "
            "lower the probability or count the found again"
        )
    return Prior(math.log10(here / (1 - here) / (bodies - persons * here)), closed)
