"""How a component may be answered, and at what cost."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Method(enum.IntEnum):
    """How a component was answered."""

    EXACT = 0
    DECIDED = 1
    MESSAGES = 2
    SAMPLING = 3
    INFEASIBLE = 4
    BOUNDED = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a component may cost; none of it changes what is asked.

    Attributes:
        exact_states: numbers that an exact sum may keep; 2^23 (64 MB) lets 18 rows meet 18 columns, all with all, in
            about a second and a half. 0 leaves only trees to exact sums.
        passes: steps of belief propagation at most.
        agreement: messages are believed when several ways of asking differ by no more in any pair's posterior.
        sampling_steps: steps that the chains of one component may take together, where messages are not believed;
            0 for none. As many as there are here take two minutes of processor time or so.
        sampled_pairs: components of more pairs are answered by messages alone: chains would take hours to be sure.
        sampling_error: chains stop when every pair's standard error is below.
        seed: of the chains.
    """

    exact_states: float = 2.0**23
    passes: int = 400
    agreement: float = 0.01
    sampling_steps: float = 8e8
    sampled_pairs: int = 500_000
    sampling_error: float = 0.0025
    seed: int = 1
