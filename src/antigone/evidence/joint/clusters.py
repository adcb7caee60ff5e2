"""Records of one side that speak of one person, proposed as clusters.

Nothing is merged: a clustering is a label for each record with what speaks for it, made anew whenever the weights
change. Clusters grow by average linkage on the posterior of pairs: two clusters join while, on average over *all*
pairs of records between them, "one person" is likelier than not. A pair that nobody listed counts as unlikely, so a
chain of look-alikes does not run together as it would under single linkage, and a thousand namesakes with weak
weights stay apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.evidence.joint.prior import Flags, Floats, Ints, PairsRejected

_NEVER = -1e18


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """A proposed grouping of records 0 to n - 1 into persons.

    Attributes:
        label: int64[n], the number of each record's cluster; clusters are numbered by their first record.
        support: float64[n], the mean posterior of "one person" between a record and the others of its cluster; NaN
            for a record alone.
        rival: int64[n], the other cluster that is likeliest to be this record's on the same measure; -1 if none.
        rival_support: float64[n], that mean; 0 if none.
    """

    label: Ints
    support: Floats
    rival: Ints
    rival_support: Floats

    @property
    def sizes(self) -> Ints:
        """How many records each cluster has."""
        return np.bincount(self.label).astype(np.int64)

    def reason(self, record: int) -> str:
        """Why a record stands where it stands, in one sentence for a case worker."""
        size = int(np.count_nonzero(self.label == self.label[record]))
        if size == 1:
            said = "stands alone: no other record is likelier than not to speak of the same person"
        else:
            said = (
                f"stands with {size - 1} other record{'s' if size > 2 else ''}: on average the probability that they "
                f"speak of the same person is {self.support[record]:.2f}"
            )
        if self.rival[record] >= 0:
            said += f"; the nearest other cluster reaches {self.rival_support[record]:.2f}"
        return said


def clusters(
    records: int,
    first: Sequence[int] | Ints,
    second: Sequence[int] | Ints,
    log10_lr: Sequence[float] | Floats,
    *,
    prior_log10_odds: float,
    unlisted: float = 0.0,
    largest: int = 50,
) -> Clusters:
    """Propose which records of one side speak of one person.

    Args:
        records: how many there are.
        first, second: the two records of each listed pair, numbers from 0 to ``records - 1``.
        log10_lr: base-10 logarithm of the likelihood ratio of each pair, "one person" against "two"; -inf keeps the
            two records apart for ever.
        prior_log10_odds: log10 of the prior odds that a pair of records speaks of one person.
        unlisted: the posterior that an unlisted pair counts with, from 0 to 1/2.
        largest: records of a cluster at most.

    Returns:
        `Clusters`. The same pairs give the same clusters in whatever order they come.

    Raises:
        PairsRejected: unequal lengths, a record number out of range, a record paired with itself, a pair listed
            twice, or a weight that is NaN or +inf.
    """
    a, b, probability, never = _read(records, first, second, log10_lr, prior_log10_odds)
    hopeful = probability > 0.5
    links = coo_array((np.ones(np.count_nonzero(hopeful), np.int8), (a[hopeful], b[hopeful])), shape=(records, records))
    island = connected_components(links, directed=False)[1] if records else np.zeros(0, np.int64)
    within = np.flatnonzero(island[a] == island[b])
    member_of = _linked(records, a[within], b[within], probability[within], never[within], unlisted, largest)
    roots, label = np.unique(member_of, return_inverse=True)
    return _supported(label.astype(np.int64), len(roots), a, b, probability, unlisted)


def _read(
    records: int, first: Any, second: Any, log10_lr: Any, prior_log10_odds: float
) -> tuple[Ints, Ints, Floats, Flags]:
    left, right = np.asarray(first, np.int64), np.asarray(second, np.int64)
    weight = np.asarray(log10_lr, np.float64)
    if not left.shape == right.shape == weight.shape or weight.ndim != 1:
        raise PairsRejected(
            f"records and weights must be lists of one length: {left.shape}, {right.shape}, {weight.shape}"
        )
    a, b = np.minimum(left, right), np.maximum(left, right)
    if len(a) and (a.min() < 0 or b.max() >= records):
        raise PairsRejected(f"records are numbered from 0 to {records - 1}; a pair names record {a.min()} or {b.max()}")
    wrong = np.flatnonzero((a == b) | np.isnan(weight) | (weight == np.inf))
    if len(wrong):
        k = wrong[0]
        raise PairsRejected(
            f"pair {k} joins record {left[k]} with record {right[k]} at weight {weight[k]}; a pair needs two records "
            "and a number below infinity"
        )
    order = np.lexsort((b, a))
    a, b, weight = a[order], b[order], weight[order]
    if np.any((a[1:] == a[:-1]) & (b[1:] == b[:-1])):
        raise PairsRejected("a pair of records is listed twice; combine its weights first")
    with np.errstate(over="ignore"):
        probability = 1 / (1 + 10.0 ** -np.clip(weight + prior_log10_odds, -300, 300))
    return a, b, probability, weight == -np.inf


def _linked(records: int, a: Ints, b: Ints, probability: Floats, never: Flags, unlisted: float, largest: int) -> Ints:
    """Average linkage; returns for each record the least record of its cluster.

    `ties[x][y]` holds the excess of the listed pairs between clusters x and y over `unlisted`, summed. An entry of the
    heap may be out of date: it is an upper bound then, and is looked at again when it comes up.
    """
    size = [1] * records
    leader = list(range(records))
    ties: dict[int, dict[int, float]] = {}
    heap: list[tuple[float, int, int]] = []

    def mean(x: int, y: int) -> float:
        return unlisted + ties[x][y] / (size[x] * size[y])

    excess = np.where(never, _NEVER, probability - unlisted)
    for x, y, tie in zip(a.tolist(), b.tolist(), excess.tolist(), strict=True):
        ties.setdefault(x, {})[y] = tie
        ties.setdefault(y, {})[x] = tie
        if tie + unlisted > 0.5:
            heap.append((-tie - unlisted, x, y))
    heapq.heapify(heap)
    while heap:
        bound, x, y = heapq.heappop(heap)
        if leader[x] != x or leader[y] != y or y not in ties[x] or size[x] + size[y] > largest:
            continue
        now = mean(x, y)
        if -now > bound + 1e-12:
            if now > 0.5 + 1e-12:
                heapq.heappush(heap, (-now, x, y))
            continue
        if now <= 0.5 + 1e-12:
            continue
        kept, gone = min(x, y), max(x, y)
        mine, theirs = ties[kept], ties.pop(gone)
        del mine[gone], theirs[kept]
        leader[gone] = kept
        size[kept] += size[gone]
        for other, tie in theirs.items():
            del ties[other][gone]
            mine[other] = ties[other][kept] = mine.get(other, 0.0) + tie
            likely = mean(kept, other)
            if likely > 0.5:
                heapq.heappush(heap, (-likely, min(kept, other), max(kept, other)))
    for record in range(records):
        root = record
        while leader[root] != root:
            root = leader[root]
        leader[record] = root
    return np.array(leader, np.int64)


def _supported(label: Ints, count: int, a: Ints, b: Ints, probability: Floats, unlisted: float) -> Clusters:
    """What speaks for each record's place, and for its likeliest other place."""
    records = len(label)
    size = np.bincount(label, minlength=count)
    record, cluster = np.concatenate([a, b]), np.concatenate([label[b], label[a]])
    keys, where = np.unique(record * max(count, 1) + cluster, return_inverse=True)
    excess = np.bincount(where, np.concatenate([probability, probability]) - unlisted, minlength=len(keys))
    record, cluster = keys // max(count, 1), keys % max(count, 1)
    own = cluster == label[record]
    support = np.full(records, unlisted)
    support[record[own]] += excess[own] / np.maximum(size[cluster[own]] - 1, 1)
    support[size[label] == 1] = np.nan
    other = np.flatnonzero(~own)
    value = unlisted + excess[other] / size[cluster[other]]
    rival, rival_support = np.full(records, -1, np.int64), np.zeros(records)
    ascending = other[np.argsort(value, kind="stable")]
    rival[record[ascending]] = cluster[ascending]
    rival_support[record[ascending]] = np.sort(value, kind="stable")
    return Clusters(label, support, rival, rival_support)
