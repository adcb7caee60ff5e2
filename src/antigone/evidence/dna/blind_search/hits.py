"""The search itself: a first look at all pairs, a second at those that may be hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.first_look import first_look
from antigone.evidence.dna.blind_search.second_look import second_look
from antigone.evidence.dna.blind_search.tables import SEXES, FamilyTables
from antigone.evidence.dna.markers import Profiles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: What single precision may lose over a few dozen loci, in log10.
SLACK = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Pairs at or above the floor, the strongest first.

    Attributes:
        body, family: int64[H], rows of the profiles and of the sought.
        log10_lr: float64[H], weighed exactly.
        per_locus: float64[H, N], its parts.
    """

    body: Ints
    family: Ints
    log10_lr: Floats
    per_locus: Floats

    def __len__(self) -> int:
        return len(self.body)


def search(
    profiles: Profiles, families: FamilyTables, *, floor: float, sexes: Sequence[str] = (), theta: float = 0.0
) -> Hits:
    """Every body against every family.

    The likelihood ratio compares "the body is the missing one" with "the body is somebody unrelated".

    Args:
        profiles: readings of the bodies over the panel of the tables.
        families: the sought, from `family_tables`.
        floor: smallest log10 likelihood ratio to be told of.
        sexes: of the bodies, M, F or U; a body of the other sex than the missing person is passed over. Empty: not
            asked.
        theta: co-ancestry of the population, counted in the second look only: true pairs become weaker by it, and
            a pair below the floor without it is not looked at again.

    Raises:
        TooManyHits: the floor is so low that more than a million pairs reach it.
    """
    stated = sexes or ["U"] * len(profiles.people)
    family, body = first_look(families, profiles, np.array([SEXES[sex] for sex in stated], np.int8), floor - SLACK)
    per_locus = second_look(families, profiles, family, body, theta)
    exact = per_locus.sum(axis=1)
    keep = np.flatnonzero(exact >= floor)
    order = keep[np.lexsort((family[keep], body[keep], -exact[keep]))]
    return Hits(body[order], family[order], exact[order], per_locus[order])
