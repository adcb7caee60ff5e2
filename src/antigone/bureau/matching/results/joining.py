"""Matches are not alone: a body is one person, two notices may be of one. What that makes of each match's posterior.

Records that compete hang together in components. Within a component those of one side that are probably one person
form a cluster; then the posterior of every match across is computed over all ways to give each sought person at most
one of the found. A match whose odds are below a hundredth holds nothing together and keeps the posterior that it has
by itself; but all such matches of a record together lessen what its better ones come to. So a component's answer hangs
on nothing but its own records' matches and the prior, and only components that something touched are computed anew,
or of very large ones the neighbourhood of what was touched (see `neighbourhood`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.matching.models import MatchState, Relation
from antigone.bureau.matching.results.neighbourhood import FAR, NEAR, STRONG, Neighbourhood, Priors, around
from antigone.evidence import joint

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LN10 = np.log(10.0)
#: Components are computed anew whenever a record in them changes, so none may take long: no sampling.
EFFORT = joint.Effort(exact_states=2.0**16, sampling_steps=0)
#: log10 LR of what a person has confirmed.
_CERTAIN = 300.0

_COLUMNS = "id, relation, left_id, right_id, log10_lr, state, prior, pairwise_posterior, joint_posterior"
_ALL = f"SELECT {_COLUMNS} FROM matching_match WHERE state <> 'superseded' ORDER BY relation, left_id, right_id"
# Of the outermost ring only what competes: it lends its matches and keeps what they come to.
_OF_RECORDS = f"""
    SELECT {_COLUMNS} FROM matching_match WHERE state <> 'superseded' AND left_id = ANY(%(inner)s::bigint[])
    UNION
    SELECT {_COLUMNS} FROM matching_match WHERE state <> 'superseded' AND right_id = ANY(%(inner)s::bigint[])
    UNION
    SELECT {_COLUMNS} FROM matching_match WHERE relation = 'across' AND left_id = ANY(%(outer)s::bigint[])
        AND (state = 'confirmed' OR state IN ('proposed', 'under_review') AND log10_lr >= %(strong)s)
    UNION
    SELECT {_COLUMNS} FROM matching_match WHERE relation = 'across' AND right_id = ANY(%(outer)s::bigint[])
        AND (state = 'confirmed' OR state IN ('proposed', 'under_review') AND log10_lr >= %(strong)s)
    ORDER BY relation, left_id, right_id
"""
_WRITE = """
    UPDATE matching_match m SET prior = n.prior, pairwise_posterior = n.pairwise, joint_posterior = n.joint
    FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[]) AS n (id, prior, pairwise, joint)
    WHERE m.id = n.id
"""
_CHUNK = 50_000
#: A change of a posterior that is worth passing on.
_FELT = 0.1
#: Odds that the rest of a large component offers to a record at its edge are told from the posteriors kept there.
_LEAST_FREE = 1e-6


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What weighing matches against each other changed.

    Attributes:
        changed: how many matches have another posterior.
        felt: int64[n], records at the edge of a neighbourhood whose matches changed much, so that what they do to
            others further away is worth following: one who loses a body to another may well take a third one's.
    """

    changed: int
    felt: Ids


@dataclass(frozen=True)
class _Matches:
    """Matches as arrays of one length, ordered by relation, left and right record."""

    id: Ids
    relation: NDArray[np.str_]
    left: Ids
    right: Ids
    log10_lr: Floats
    excluded: Flags
    confirmed: Flags
    kept: NDArray[np.float64]

    def of(self, relation: Relation) -> Ids:
        return np.flatnonzero(self.relation == relation.value)


def rejoin(priors: Priors, touched: Ids | None) -> Rejoined:
    """Compute posteriors and clusters anew for what hangs together with one of the touched records; None for all.

    Call it inside the transaction that changed the matches.
    """
    with connection.cursor() as cursor:
        return _rejoined(cursor, priors, None if touched is None else around(cursor, touched, priors, FAR))


def rejoin_at_once(priors: Priors, arrived: Ids, touched: Ids) -> Rejoined:
    """The same for a few records that arrived, within milliseconds.

    Where they hang together with few records, that is the whole answer. Else their own matches get posteriors that look
    no further than their partners, and all that was touched feels it: `rejoin` with those afterwards.
    """
    with connection.cursor() as cursor:
        near = around(cursor, arrived, priors, NEAR)
        done = _rejoined(cursor, priors, near)
    if near.whole and np.isin(touched, near.records).all():
        return done
    return Rejoined(done.changed, np.union1d(done.felt, touched))


def _rejoined(cursor: Any, priors: Priors, near: Neighbourhood | None) -> Rejoined:
    if near is None:
        cursor.execute(_ALL)
    else:
        outer = np.setdiff1d(near.records, near.inner)
        rings = {"inner": near.inner.tolist(), "outer": outer.tolist(), "strong": STRONG - priors.across}
        cursor.execute(_OF_RECORDS, rings)
    matches = _arrays(cursor.fetchall())
    here = _Here.of(matches, near)
    across = matches.of(Relation.ACROSS)
    labels = _kept_labels(cursor, near)
    sought = _side(matches, here, Relation.SOUGHT, matches.left[across], priors.sought, labels)
    found = _side(matches, here, Relation.FOUND, matches.right[across], priors.found, labels)
    _write_clusters(cursor, sought.labels() | found.labels(), near)
    together = _joint(matches, here, priors, sought, found)
    computed = np.column_stack([_prior_of_each(matches, priors), _pairwise(matches, priors), together])
    changed = np.flatnonzero(~(matches.excluded | matches.confirmed) & (computed != matches.kept).any(axis=1))
    for part in _parts(changed):
        cursor.execute(_WRITE, [matches.id[part].tolist(), *computed[part].T.tolist()])
    if near is None or near.whole:
        return Rejoined(len(changed), np.zeros(0, dtype=np.int64))
    felt = changed[np.abs(together[changed] - matches.kept[changed, 2]) > _FELT]
    ends = np.concatenate([matches.left[felt], matches.right[felt]])
    return Rejoined(len(changed), np.setdiff1d(ends, near.inner))


@dataclass(frozen=True)
class _Here:
    """Of each match: does it lie between records that are looked at, is its answer kept, is its left record here;
    and may the clusters of both its records have changed."""

    between: Flags
    kept: Flags
    left: Flags
    nearest: Flags

    @classmethod
    def of(cls, matches: _Matches, near: Neighbourhood | None) -> _Here:
        if near is None:
            everywhere = np.ones(len(matches.id), dtype=np.bool_)
            return cls(everywhere, everywhere, everywhere, everywhere)
        left = np.isin(matches.left, near.records)
        between = left & np.isin(matches.right, near.records)
        inner = np.isin(matches.left, near.inner) | np.isin(matches.right, near.inner)
        nearest = np.isin(matches.left, near.nearest) & np.isin(matches.right, near.nearest)
        return cls(between, between & inner, left, nearest)


def _arrays(rows: list[tuple[Any, ...]]) -> _Matches:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 9
    state = np.array(columns[5], dtype=np.str_)
    return _Matches(
        np.array(columns[0], np.int64),
        np.array(columns[1], dtype=np.str_),
        np.array(columns[2], np.int64),
        np.array(columns[3], np.int64),
        np.array(columns[4], np.float64),
        state == MatchState.EXCLUDED.value,
        state == MatchState.CONFIRMED.value,
        np.array(columns[6:9], dtype=np.float64).T.reshape(-1, 3),
    )


def _parts(rows: Ids) -> Iterator[Ids]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]


def _prior_of_each(matches: _Matches, priors: Priors) -> Floats:
    out = np.zeros(len(matches.id))
    for relation in Relation:
        out[matches.of(relation)] = priors.of(relation)
    return out


def _pairwise(matches: _Matches, priors: Priors) -> Floats:
    log_odds = (matches.log10_lr + _prior_of_each(matches, priors)) * _LN10
    return np.asarray(np.exp(-np.logaddexp(0.0, -log_odds)))


@dataclass(frozen=True)
class _Side:
    """The records of one side that stand in matches, ascending, and which of them are taken for one person."""

    records: Ids
    clusters: joint.Clusters

    def rows(self, records: Ids) -> Ids:
        return np.searchsorted(self.records, records)

    def labels(self) -> dict[int, int]:
        """The smallest record of its cluster, for each record that is not alone."""
        alone = self.clusters.sizes[self.clusters.label] == 1
        first = np.full(len(self.clusters.sizes), np.iinfo(np.int64).max)
        np.minimum.at(first, self.clusters.label, self.records)
        chosen = np.flatnonzero(~alone)
        return dict(zip(self.records[chosen].tolist(), first[self.clusters.label[chosen]].tolist(), strict=True))


def _kept_labels(cursor: Any, near: Neighbourhood | None) -> dict[int, list[int]]:
    """Clusters, as they are kept, of records that are looked at but too far from what changed to be clustered anew."""
    clusters: dict[int, list[int]] = {}
    if near is not None and not near.whole:
        far = np.setdiff1d(near.records, near.nearest)
        cursor.execute(
            "SELECT label, record_id FROM matching_cluster WHERE record_id = ANY(%s::bigint[]) ORDER BY record_id",
            [far.tolist()],
        )
        for label, record in cursor.fetchall():
            clusters.setdefault(label, []).append(record)
    return clusters


def _side(
    matches: _Matches, here: _Here, relation: Relation, across: Ids, prior: float, far: dict[int, list[int]]
) -> _Side:
    """Clusters of one side; what was decided of two of its records binds them or keeps them apart."""
    within = matches.of(relation)
    within = within[here.nearest[within]]
    records = np.unique(np.concatenate([across, matches.left[within], matches.right[within]]))
    weights = matches.log10_lr[within].copy()
    weights[matches.confirmed[within]] = _CERTAIN
    weights[matches.excluded[within]] = -np.inf
    first, second = matches.left[within], matches.right[within]
    here_too = set(records.tolist()) if far else set()
    bound = [
        pair
        for cluster in far.values()
        for pair in itertools.combinations([record for record in cluster if record in here_too], 2)
    ]
    if bound:
        ones, others = np.array(bound, dtype=np.int64).T
        first, second = np.concatenate([first, ones]), np.concatenate([second, others])
        weights = np.concatenate([weights, np.full(len(bound), _CERTAIN)])
    first, second = np.searchsorted(records, first), np.searchsorted(records, second)
    return _Side(records, joint.clusters(len(records), first, second, weights, prior_log10_odds=prior))


def _joint(matches: _Matches, here: _Here, priors: Priors, sought: _Side, found: _Side) -> Floats:
    """Joint posterior of each match; within a side, and where the odds are slight, the pairwise one."""
    out = _pairwise(matches, priors)
    # An exclusion binds the two records that were looked at. Their clusters are only proposals: an exclusion that
    # spread to them could hide a true match of another record behind a wrong guess.
    out[matches.excluded] = 0.0
    across = matches.of(Relation.ACROSS)
    across = across[~matches.excluded[across]]
    odds = matches.log10_lr[across] + priors.across
    strong = (odds >= STRONG) | matches.confirmed[across]
    inside = here.between[across]
    slight = np.where(strong, 0.0, 10.0 ** np.minimum(odds, STRONG))
    edge = strong & ~inside
    slight[edge] = _offered(matches, here, across[strong], across[edge])
    rivals = np.zeros(len(across))
    for side, records in ((sought, matches.left[across]), (found, matches.right[across])):
        rows = side.rows(records)
        rivals += np.log10(1.0 + np.bincount(rows, slight, len(side.records)))[rows]
    chosen = np.flatnonzero(strong & inside)
    if len(chosen):
        pairs = across[chosen]
        identified = matches.confirmed[pairs]
        # A record whose slight matches together have odds w is free with odds 1 + w in place of 1. Dividing the odds
        # of its other matches by that says the same.
        posterior = joint.clustered_posterior(
            sought.rows(matches.left[pairs]),
            found.rows(matches.right[pairs]),
            matches.log10_lr[pairs] - np.where(identified, 0.0, rivals[chosen]),
            joint.Prior(priors.across, identified=identified),
            row_clusters=sought.clusters,
            col_clusters=found.clusters,
            effort=EFFORT,
        )
        out[pairs] = np.clip(posterior.pair, 0.0, 1.0)
    unsure = across[strong & ~here.kept[across]]
    out[unsure] = matches.kept[unsure, 2]
    return out


def _offered(matches: _Matches, here: _Here, strong: Ids, edge: Ids) -> Floats:
    """Odds that matches which leave the neighbourhood offer to their record within it, as kept posteriors tell them.

    A kept posterior is odds times the chance that the record is free, over the odds of all that it can be.
    """
    kept = matches.kept[:, 2]
    out = np.zeros(len(edge))
    for at_left, side in ((True, matches.left), (False, matches.right)):
        records, rows = np.unique(side[strong], return_inverse=True)
        free = np.maximum(1.0 - np.bincount(rows, kept[strong], len(records)), _LEAST_FREE)
        here_side = here.left[edge] == at_left
        out[here_side] = kept[edge[here_side]] / free[np.searchsorted(records, side[edge[here_side]])]
    return out


def _write_clusters(cursor: Any, labels: dict[int, int], near: Neighbourhood | None) -> None:
    if near is None:
        cursor.execute("DELETE FROM matching_cluster")
    else:
        nearest = near.nearest.tolist()
        labels = {record: labels[record] for record in nearest if record in labels}
        cursor.execute("DELETE FROM matching_cluster WHERE record_id = ANY(%s::bigint[])", [nearest])
    if labels:
        cursor.execute(
            "INSERT INTO matching_cluster (record_id, label) SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
            [list(labels), list(labels.values())],
        )
