"""The joint posterior between clusters: one body, one person, where a person may have several records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.evidence.joint.answer import JointPosterior, posterior
from antigone.evidence.joint.clusters import Clusters
from antigone.evidence.joint.effort import Effort
from antigone.evidence.joint.prior import FLAT, Flags, Floats, Ints, PairsRejected, Prior


def clustered_posterior(
    rows: Sequence[int] | Ints,
    cols: Sequence[int] | Ints,
    log10_lr: Sequence[float] | Floats,
    prior: Prior = FLAT,
    *,
    row_clusters: Clusters | None = None,
    col_clusters: Clusters | None = None,
    effort: Effort | None = None,
) -> JointPosterior:
    """The joint posterior between proposed persons, told for each pair of their records.

    Records of one person repeat each other, so their weights must not be added. A pair of clusters gets the mean of
    the likelihood ratios over all pairs of their records, unlisted pairs counting 0: under arbitrary dependence the
    mean of likelihood ratios is still right on average when the two are different people, which neither their
    product nor their maximum is (Vovk and Wang, "E-values: calibration, combination and applications", Annals of
    Statistics 49, 2021). It loses at most log10 of the number of pairs of records against the strongest. One
    impossible, excluded or identified pair of records makes the pair of clusters so.

    What was identified binds, and clusters are only proposals: records identified with one record are one person,
    whatever their clusters; a cluster of records that were identified as different people falls apart into them; and an
    identification outweighs what keeps other records of the two apart.

    Args:
        rows, cols: record numbers of each pair.
        log10_lr, prior, effort: as for `posterior`; flags and odds go with the pairs of records.
        row_clusters, col_clusters: groupings of the two sides; None leaves every record its own person.

    Returns:
        A `JointPosterior` whose rows and columns are clusters (persons that identifications bind together are numbered
        after the last cluster) and whose `pair`, `pair_error` and `pair_component`
        answer the pairs of records that were given.

    Raises:
        PairsRejected: as `posterior`; also for a record that the clusters do not know.
    """
    row, col = _records("row", rows, row_clusters), _records("column", cols, col_clusters)
    weight = np.asarray(log10_lr, np.float64) + np.asarray(prior.log10_odds, np.float64)
    if _nonsense(row, col, weight, prior):
        return posterior(row, col, weight, replace(prior, log10_odds=0.0))  # which says what is wrong
    row_bound, col_bound = _bound(row, col, prior.identified)
    row, row_size = _persons(row, row_bound, row_clusters)
    col, col_size = _persons(col, col_bound, col_clusters)
    width = int(col.max(initial=0)) + 1
    keys, where = np.unique(row * width + col, return_inverse=True)
    top = np.full(len(keys), -np.inf)
    np.maximum.at(top, where, weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.bincount(where, 10.0 ** np.where(weight > -np.inf, weight - top[where], -np.inf), len(keys))
        combined = top + np.log10(total)
    _, some = np.unique(where, return_index=True)
    combined -= np.log10(row_size[some] * col_size[some])
    identified = _any(prior.identified, where, len(keys))
    apart = _any(prior.excluded, where, len(keys)) | _any(weight == -np.inf, where, len(keys))
    decided = Prior(0.0, prior.closed, excluded=apart & ~identified, identified=identified)
    combined[apart & identified] = 0.0
    answer = posterior(keys // width, keys % width, combined, decided, effort=effort)
    return replace(
        answer,
        pair=answer.pair[where],
        pair_error=answer.pair_error[where],
        pair_component=answer.pair_component[where],
    )


def _nonsense(row: Ints, col: Ints, weight: Floats, prior: Prior) -> bool:
    """Whether `posterior` would refuse the pairs of records, before clusters hide why."""
    if not row.shape == col.shape == weight.shape or row.ndim != 1 or np.any(np.isnan(weight) | (weight == np.inf)):
        return True
    flags = [np.asarray(given) for given in (prior.excluded, prior.identified) if given is not None]
    if any(given.dtype != np.bool_ or given.shape != row.shape for given in flags):
        return True
    never = weight == -np.inf if prior.excluded is None else (weight == -np.inf) | prior.excluded
    if prior.identified is not None and np.any(never & prior.identified):
        return True
    return len(np.unique(row * (int(col.max(initial=0)) + 1) + col)) < len(row)


def _records(side: str, given: Sequence[int] | Ints, grouping: Clusters | None) -> Ints:
    records = np.asarray(given, np.int64)
    if len(records) and (records.min() < 0 or (grouping is not None and records.max() >= len(grouping.label))):
        known = f"0 to {len(grouping.label) - 1}, which its clusters know" if grouping is not None else "0 and above"
        raise PairsRejected(f"a {side} names a record outside {known}")
    return records


def _bound(row: Ints, col: Ints, identified: Flags | None) -> tuple[Ints, Ints]:
    """The person that identifications make of the row and of the column of each pair, from 0; -1 where of none."""
    decided = np.zeros(0, np.int64) if identified is None else np.flatnonzero(np.asarray(identified))
    rows, by_row = np.unique(row, return_inverse=True)
    cols, by_col = np.unique(col, return_inverse=True)
    n_rows, n_all = len(rows), len(rows) + len(cols)
    a, b = by_row[decided], n_rows + by_col[decided]
    links = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(n_all, n_all))
    person = np.full(n_all, -1, np.int64)
    touched = np.concatenate([a, b])
    if len(touched):
        person[touched] = connected_components(links, directed=False)[1][touched]
    return person[by_row], person[n_rows + by_col]


def _persons(record: Ints, bound: Ints, grouping: Clusters | None) -> tuple[Ints, Floats]:
    """The person of the record of each pair, and how many records he has.

    `bound` is the person by identification, -1 for none. A cluster that touches one such person joins it; of one that
    touches several, only the identified records leave.
    """
    tied = np.flatnonzero(bound >= 0)
    if grouping is None:
        known, place = np.unique(record, return_inverse=True)
        label = known
        cluster = np.arange(len(known))
    else:
        place, label, cluster = record, grouping.label, grouping.label
    after = int(label.max(initial=-1)) + 1
    groups = int(cluster.max(initial=-1)) + 1
    least, most = np.full(groups, np.iinfo(np.int64).max), np.full(groups, -1, np.int64)
    np.minimum.at(least, cluster[place[tied]], bound[tied])
    np.maximum.at(most, cluster[place[tied]], bound[tied])
    person = np.where(least[cluster] == most[cluster], after + most[cluster], label)
    person[place[tied]] = after + bound[tied]
    _, which, size = np.unique(person, return_inverse=True, return_counts=True)
    return person[place], size[which][place].astype(np.float64)


def _any(flags: Flags | None, where: Ints, count: int) -> Flags:
    if flags is None:
        return np.zeros(count, np.bool_)
    return np.asarray(np.bincount(where[np.asarray(flags)], minlength=count) > 0)
