"""Which missing evidence would decide a match next, measured against records of this registry."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection

from antigone.bureau.matching.engines.reading import FOUND_KINDS, SOUGHT_KINDS, particulars, records_with_ids
from antigone.bureau.matching.parameters import model_of, parameters_in_force
from antigone.bureau.matching.values import NotComparable
from antigone.evidence.linkage import Particulars
from antigone.evidence.linkage.next_evidence import ExpectedWeight, next_evidence

#: Records of either side that stand for what strangers say.
_SAMPLED = 250
_KEPT_SECONDS = 3600
# Of a large table a random part of its pages is looked at, and what is found there is shuffled in a fixed order.
_SAMPLE = """
    SELECT id FROM registry_record TABLESAMPLE SYSTEM (%(percent)s) REPEATABLE (1)
    WHERE kind = ANY(%(kinds)s) AND sensitivity = '' ORDER BY hashint8(id) LIMIT %(limit)s
"""
#: From so many records on only a part of the table is looked at.
_MANY = 50_000


def what_would_decide(left_id: int, right_id: int, *, chance: float) -> tuple[ExpectedWeight, ...]:
    """The lines that say nothing of two records by what they can be expected to tell, the most informative first.

    Args:
        left_id, right_id: as a match has them.
        chance: what is believed now of their being one person.

    Raises:
        NotComparable: one of them is not there, or is withheld.
    """
    read = particulars(records_with_ids([left_id, right_id]).table)
    for record in (left_id, right_id):
        if record not in read:
            raise NotComparable(f"record {record} is not there, or is withheld; it cannot be compared")
    left, right = read[left_id], read[right_id]
    return next_evidence(
        model_of(parameters_in_force()).lines,
        left,
        right,
        lefts=_sample(_side(left.kind)),
        rights=_sample((right.kind,)),
        chance=chance,
    )


def _side(kind: str) -> tuple[str, ...]:
    sides = (SOUGHT_KINDS, FOUND_KINDS)
    return tuple(one.value for side in sides if kind in side for one in side)


def _sample(kinds: tuple[str, ...]) -> list[Particulars]:
    """Records of these kinds, the same for an hour."""
    found: list[Particulars] | None = cache.get(f"matching.sample.{'.'.join(kinds)}")
    if found is None:
        found = list(particulars(records_with_ids(_sampled_ids(kinds)).table).values())
        cache.set(f"matching.sample.{'.'.join(kinds)}", found, _KEPT_SECONDS)
    return found


def _sampled_ids(kinds: tuple[str, ...]) -> list[int]:
    found: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 1)::float8 FROM pg_class WHERE oid = 'registry_record'::regclass")
        percent = min(100.0, 100 * _MANY / cursor.fetchone()[0])
        for share in dict.fromkeys((percent, 100.0)):
            cursor.execute(_SAMPLE, {"kinds": list(kinds), "limit": _SAMPLED, "percent": share})
            found = [row[0] for row in cursor.fetchall()]
            if len(found) == _SAMPLED:
                break
    return found
