"""Which matches have to be weighed together when some records changed: those that something but them can change.

Matches hold records together in components, and in a register of hundreds of thousands of records chance alone ties
most of them into one: each of them has a namesake somewhere, who has another. A component of a few hundred records is
taken whole. Of a larger one only what lies near the changed records is: what is further away barely feels them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.bureau.matching.models import Relation

Ids = NDArray[np.int64]

#: log10 of the odds from which a match across competes one by one. Weaker ones compete together, as a sum.
STRONG = -3.0
#: Records of a component that is always taken whole: what is uncertain of so many is computed in milliseconds.
_WHOLE = 150
#: Where more records than that have changed at once, so many times their number.
_FOR_EACH = 4
#: The touched, their partners and the rivals of these belong to every answer, however many they are.
_NEAREST = 2

_PARTNERS = """
    SELECT right_id AS id FROM matching_match WHERE left_id = ANY(%(records)s::bigint[]) AND relation = 'across'
        AND (state = 'confirmed' OR state IN ('proposed', 'under_review') AND log10_lr >= %(across)s)
    UNION ALL
    SELECT left_id FROM matching_match WHERE right_id = ANY(%(records)s::bigint[]) AND relation = 'across'
        AND (state = 'confirmed' OR state IN ('proposed', 'under_review') AND log10_lr >= %(across)s)
"""
# Those who may be in one cluster with these: a cluster is one place in the answer.
_WITH_THEIR_LIKE = """
    WITH RECURSIVE alike (id) AS (
        SELECT id FROM ({seeds}) AS seeds
        UNION
        SELECT other.id FROM alike a CROSS JOIN LATERAL (
            SELECT right_id AS id FROM matching_match WHERE left_id = a.id AND {holds}
            UNION ALL
            SELECT left_id FROM matching_match WHERE right_id = a.id AND {holds}) AS other
    )
    SELECT id FROM alike
""".replace(
    "{holds}",
    """relation <> 'across' AND (state = 'confirmed' OR state IN ('proposed', 'under_review')
                AND log10_lr >= CASE relation WHEN 'sought' THEN %(sought)s ELSE %(found)s END)""",
)
_TOUCHED = _WITH_THEIR_LIKE.replace("{seeds}", "SELECT unnest(%(records)s::bigint[]) AS id")
_RING = _WITH_THEIR_LIKE.replace("{seeds}", _PARTNERS)


@dataclass(frozen=True, slots=True)
class Priors:
    """log10 odds, before the evidence, that two records taken at random are one person, by how they are related."""

    across: float
    sought: float
    found: float

    def of(self, relation: Relation) -> float:
        return {Relation.ACROSS: self.across, Relation.SOUGHT: self.sought, Relation.FOUND: self.found}[relation]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Records that are weighed together, and those of them whose answer is kept.

    Attributes:
        records: int64[n], ascending; their components are whole, unless `inner` is less than all of them.
        inner: int64[k], ascending; what matches and clusters of these come to is kept.
    """

    records: Ids
    inner: Ids


def around(cursor: Any, touched: Ids, priors: Priors) -> Neighbourhood:
    """The neighbourhood of records that changed: whole components, or what is near where those are too large.

    Two records hold together where they compete: as sought and found with odds of a thousandth at least, or as two
    records of one side that are likelier one person than two.
    """
    bounds = {"across": STRONG - priors.across, "sought": -priors.sought, "found": -priors.found}

    def told(question: str, records: Ids) -> Ids:
        cursor.execute(question, {"records": records.tolist(), **bounds})
        return np.array([record for (record,) in cursor.fetchall()], dtype=np.int64)

    rings = [np.unique(told(_TOUCHED, touched))]
    known = rings[0]
    most = max(_WHOLE, _FOR_EACH * len(known))
    while True:
        ring = np.setdiff1d(told(_RING, rings[-1]), known)
        if not len(ring):
            return Neighbourhood(known, known)
        if len(rings) > _NEAREST and len(known) + len(ring) > most:
            # The outermost ring lends its matches to the answer; what its records do among themselves stays.
            return Neighbourhood(known, np.sort(np.concatenate(rings[:-1])))
        rings.append(ring)
        known = np.union1d(known, ring)
