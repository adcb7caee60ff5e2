"""Matches are not alone: a body is one person, two notices may be of one. What that makes of each match's posterior.

Records hang together in components: by matches across, by matches within a side. Within a component those of one side
that are probably one person form a cluster; then the posterior of every match across is computed over all ways to give
each sought person at most one of the found. Only components that something touched are computed anew, and a
component's answer hangs on nothing but its own matches and the prior.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.matching.models import MatchState, Relation
from antigone.evidence import joint

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LN10 = np.log(10.0)
#: Components are computed anew whenever a record in them changes, so none may take long: no sampling.
EFFORT = joint.Effort(exact_states=2.0**20, sampling_steps=0)
#: log10 LR of what a person has confirmed.
_CERTAIN = 300.0

# Excluded matches hold nothing together, but they belong to a component that holds both their records.
_COMPONENT = """
    WITH RECURSIVE component (id) AS (
        SELECT unnest(%(touched)s::bigint[])
        UNION
        SELECT other.id FROM component c CROSS JOIN LATERAL (
            SELECT right_id AS id FROM matching_match
                WHERE left_id = c.id AND state IN ('proposed', 'under_review', 'confirmed')
            UNION ALL
            SELECT left_id FROM matching_match
                WHERE right_id = c.id AND state IN ('proposed', 'under_review', 'confirmed')) AS other
    )
    SELECT array_agg(id ORDER BY id) FROM component
"""
_MATCHES = """
    SELECT id, relation, left_id, right_id, log10_lr, state, prior, pairwise_posterior, joint_posterior
    FROM matching_match
    WHERE state <> 'superseded' {scope}
    ORDER BY relation, left_id, right_id
"""
_WITHIN = "AND left_id = ANY(%(records)s::bigint[]) AND right_id = ANY(%(records)s::bigint[])"
_WRITE = """
    UPDATE matching_match m SET prior = n.prior, pairwise_posterior = n.pairwise, joint_posterior = n.joint
    FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[]) AS n (id, prior, pairwise, joint)
    WHERE m.id = n.id
"""
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Priors:
    """log10 odds, before the evidence, that two records taken at random are one person, by how they are related."""

    across: float
    sought: float
    found: float

    def of(self, relation: Relation) -> float:
        return {Relation.ACROSS: self.across, Relation.SOUGHT: self.sought, Relation.FOUND: self.found}[relation]


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


def rejoin(priors: Priors, touched: Ids | None) -> int:
    """Compute posteriors and clusters anew for all components that hold one of the touched records; None for all.

    Gives the number of matches whose posterior changed. Call it inside the transaction that changed the matches.
    """
    parameters: dict[str, Any] = {}
    with connection.cursor() as cursor:
        if touched is not None:
            cursor.execute(_COMPONENT, {"touched": touched.tolist()})
            parameters["records"] = cursor.fetchone()[0] or []
        cursor.execute(_MATCHES.format(scope="" if touched is None else _WITHIN), parameters)
        matches = _arrays(cursor.fetchall())
        across = matches.of(Relation.ACROSS)
        sought = _side(matches, Relation.SOUGHT, matches.left[across], priors.sought)
        found = _side(matches, Relation.FOUND, matches.right[across], priors.found)
        _write_clusters(cursor, sought.labels() | found.labels(), parameters.get("records"))
        columns = [_prior_of_each(matches, priors), _pairwise(matches, priors), _joint(matches, priors, sought, found)]
        computed = np.column_stack(columns)
        changed = np.flatnonzero(~(matches.excluded | matches.confirmed) & (computed != matches.kept).any(axis=1))
        for part in _parts(changed):
            cursor.execute(_WRITE, [matches.id[part].tolist(), *computed[part].T.tolist()])
    return len(changed)


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


def _side(matches: _Matches, relation: Relation, across: Ids, prior: float) -> _Side:
    """Clusters of one side; what was decided of two of its records binds them or keeps them apart."""
    within = matches.of(relation)
    records = np.unique(np.concatenate([across, matches.left[within], matches.right[within]]))
    weights = matches.log10_lr[within].copy()
    weights[matches.confirmed[within]] = _CERTAIN
    weights[matches.excluded[within]] = -np.inf
    first, second = (np.searchsorted(records, side[within]) for side in (matches.left, matches.right))
    return _Side(records, joint.clusters(len(records), first, second, weights, prior_log10_odds=prior))


def _joint(matches: _Matches, priors: Priors, sought: _Side, found: _Side) -> Floats:
    """Joint posterior of each match; within a side, where nothing competes, the pairwise one."""
    out = _pairwise(matches, priors)
    # An exclusion binds the two records that were looked at. Their clusters are only proposals: an exclusion that
    # spread to them could hide a true match of another record behind a wrong guess.
    out[matches.excluded] = 0.0
    across = matches.of(Relation.ACROSS)
    across = across[~matches.excluded[across]]
    if not len(across):
        return out
    posterior = joint.clustered_posterior(
        sought.rows(matches.left[across]),
        found.rows(matches.right[across]),
        matches.log10_lr[across],
        joint.Prior(priors.across, identified=matches.confirmed[across]),
        row_clusters=sought.clusters,
        col_clusters=found.clusters,
        effort=EFFORT,
    )
    out[across] = np.clip(posterior.pair, 0.0, 1.0)
    return out


def _write_clusters(cursor: Any, labels: dict[int, int], records: list[int] | None) -> None:
    if records is None:
        cursor.execute("DELETE FROM matching_cluster")
    else:
        cursor.execute("DELETE FROM matching_cluster WHERE record_id = ANY(%s::bigint[])", [records])
    if labels:
        cursor.execute(
            "INSERT INTO matching_cluster (record_id, label) SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
            [list(labels), list(labels.values())],
        )
