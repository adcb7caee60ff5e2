"""Candidates of a few records that arrive, where none of their blocks is crowded: the common case, in few round trips.

The members of the blocks that the records leave and enter are read once and paired here. Where one of these blocks
is too large, or was before, the SQL of all engines is used instead (`postgres`). Both give the same pairs; a test
holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.bureau.matching.engines.copied import copied, rows_of
from antigone.bureau.matching.models import Relation
from antigone.evidence.linkage.blocking import FOUND, SOUGHT

Ids = NDArray[np.int64]

_MEMBER = copied(record_id=">i8", side=">i2", rule=">i2", key=">i8", birth_from=">i2", birth_to=">i2")
_MEMBERS = """
    SELECT k.record_id, k.side, k.rule, k.key, k.birth_from, k.birth_to FROM (
        SELECT rule, key FROM matching_key WHERE record_id = ANY(%(ids)s::bigint[])
        UNION SELECT * FROM unnest(%(rules)s::smallint[], %(keys)s::bigint[])
    ) AS b JOIN matching_key k ON k.rule = b.rule AND k.key = b.key
"""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys of records, arrays of one length; each key with its rule is a block."""

    record: Ids
    side: NDArray[np.int16]
    rule: NDArray[np.int16]
    key: Ids
    birth_from: NDArray[np.int16]
    birth_to: NDArray[np.int16]

    def taken(self, which: NDArray[Any]) -> Keyed:
        return Keyed(*(getattr(self, name)[which] for name in self.__slots__))

    def with_others(self, others: Keyed) -> Keyed:
        return Keyed(*(np.concatenate([getattr(self, name), getattr(others, name)]) for name in self.__slots__))


def members(raw: Any, ids: list[int], incoming: Keyed) -> Keyed:
    """All keys, as they are stored, of the blocks in which these records stand or are to stand."""
    told = {"ids": ids, "rules": incoming.rule.tolist(), "keys": incoming.key.tolist()}
    with raw.copy(f"COPY ({_MEMBERS}) TO STDOUT (FORMAT binary)", told) as copy:
        rows = rows_of(b"".join(copy), _MEMBER)
    native = (np.int64, np.int16, np.int16, np.int64, np.int16, np.int16)
    names = ("record_id", "side", "rule", "key", "birth_from", "birth_to")
    return Keyed(*(rows[name].astype(kind) for name, kind in zip(names, native, strict=True)))


def is_crowded(keys: Keyed, most: int) -> bool:
    """Whether any block brings more than `most` pairs, of sought and found or within either side."""
    _, block = np.unique(np.stack([keys.rule.astype(np.int64), keys.key]), axis=1, return_inverse=True)
    block = block.reshape(-1)
    sought = np.bincount(block, keys.side == SOUGHT)
    found = np.bincount(block, keys.side == FOUND)
    largest = np.maximum(sought * found, np.maximum(sought * (sought - 1), found * (found - 1)) / 2)
    return bool(len(largest) and largest.max() > most)


def pairs(asked: Keyed, others: Keyed) -> dict[Relation, tuple[Ids, Ids]]:
    """Candidates of the asked records among themselves and with others, each pair once, by how the two are related."""
    everybody = asked.with_others(others)
    mine, theirs = _meeting(asked, everybody)
    left, right = asked.record[mine], everybody.record[theirs]
    sides = asked.side[mine], everybody.side[theirs]
    meet = (asked.birth_from[mine] <= everybody.birth_to[theirs]) & (
        everybody.birth_from[theirs] <= asked.birth_to[mine]
    )
    meet &= left != right
    found = {}
    for relation in Relation:
        if relation is Relation.ACROSS:
            which = meet & (sides[0] != sides[1])
            first = np.where(sides[0] == SOUGHT, left, right)[which]
            second = np.where(sides[0] == SOUGHT, right, left)[which]
        else:
            its = SOUGHT if relation is Relation.SOUGHT else FOUND
            which = meet & (sides[0] == its) & (sides[1] == its)
            first, second = np.minimum(left, right)[which], np.maximum(left, right)[which]
        once = np.unique(np.stack([first, second]), axis=1)
        found[relation] = once[0], once[1]
    return found


def _meeting(asked: Keyed, everybody: Keyed) -> tuple[Ids, Ids]:
    """Rows of keys of both that stand in one block."""
    order = np.lexsort((everybody.key, everybody.rule))
    rule, key = everybody.rule[order], everybody.key[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (rule[1:] != rule[:-1]) | (key[1:] != key[:-1])
    starts = np.append(np.flatnonzero(new), len(order))
    block = np.empty(len(order), dtype=np.int64)
    block[order] = np.cumsum(new) - 1
    # The asked stand first among everybody.
    mine = block[: len(asked.record)]
    sizes = starts[mine + 1] - starts[mine]
    owner = np.repeat(np.arange(len(mine)), sizes)
    before = np.cumsum(sizes) - sizes
    return owner, order[np.arange(len(owner)) - before[owner] + starts[mine][owner]]
