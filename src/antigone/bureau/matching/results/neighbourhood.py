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
STRONG = -2.0
#: Records of a component that is always taken whole: what is uncertain of so many is computed in milliseconds.
_WHOLE = 150
#: Where more records than that have changed at once, so many times their number.
_FOR_EACH = 4


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a neighbourhood goes, where not everything that hangs together is looked at.

    Attributes:
        whole: records of a component that is always taken whole.
        nearest: so many rings around the touched belong to every answer, however many records they are.
    """

    whole: int
    nearest: int


#: The touched, their partners and the rivals of these at least.
FAR = Reach(_WHOLE, 2)
#: The touched and their partners at least: an answer at once, to be followed by one that goes far.
NEAR = Reach(30, 1)

# A cluster is one place in the answer: who is one person with a record comes with it.
_RING = """
    WITH ring AS (
        SELECT right_id AS id FROM matching_match WHERE left_id = ANY(%(records)s::bigint[]) AND {holds}
        UNION
        SELECT left_id FROM matching_match WHERE right_id = ANY(%(records)s::bigint[]) AND {holds}
        UNION
        SELECT unnest(%(records)s::bigint[])
    )
    SELECT id FROM ring
    UNION
    SELECT other.record_id FROM ring JOIN matching_cluster own ON own.record_id = ring.id
        JOIN matching_cluster other ON other.label = own.label
""".replace(
    "{holds}",
    """(state = 'confirmed' OR state IN ('proposed', 'under_review') AND log10_lr >= CASE relation
        WHEN 'across' THEN %(across)s WHEN 'sought' THEN %(sought)s ELSE %(found)s END)""",
)


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
        records: int64[n], ascending.
        inner: int64[k], ascending; what matches of these come to is kept.
        nearest: int64[m], ascending; whose clusters may be other ones now.
        whole: nothing that is not among the records holds together with them; then all three are the same.
    """

    records: Ids
    inner: Ids
    nearest: Ids

    @property
    def whole(self) -> bool:
        return len(self.inner) == len(self.records)


def around(cursor: Any, touched: Ids, priors: Priors, reach: Reach) -> Neighbourhood:
    """The neighbourhood of records that changed: whole components, or what is near where those are too large.

    Two records hold together where they compete: as sought and found with odds of a hundredth at least, or as two
    records of one side that are likelier one person than two.
    """
    bounds = {"across": STRONG - priors.across, "sought": -priors.sought, "found": -priors.found}
    known = np.unique(touched)
    rings = [known]
    most = max(reach.whole, _FOR_EACH * len(known))
    while len(rings) <= reach.nearest or len(known) <= most:
        cursor.execute(_RING, {"records": rings[-1].tolist(), **bounds})
        ring = np.setdiff1d(np.array([record for (record,) in cursor.fetchall()], dtype=np.int64), known)
        if not len(ring):
            return Neighbourhood(known, known, known)
        rings.append(ring)
        known = np.union1d(known, ring)
    # The outermost ring lends its matches to the answer; what its records do among themselves stays.
    return Neighbourhood(known, np.sort(np.concatenate(rings[:-1])), np.sort(np.concatenate(rings[: reach.nearest])))
