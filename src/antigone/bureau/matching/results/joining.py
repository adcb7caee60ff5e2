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
#: Two records of one side are taken for one person from this posterior on.
SAME_PERSON = 0.9

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
        labels = _labels(matches, priors)
        _write_clusters(cursor, labels, parameters.get("records"))
        found = np.column_stack(
            [_prior_of_each(matches, priors), _pairwise(matches, priors), _joint(matches, priors, labels)]
        )
        changed = np.flatnonzero(~(matches.excluded | matches.confirmed) & (found != matches.kept).any(axis=1))
        for part in _parts(changed):
            cursor.execute(_WRITE, [matches.id[part].tolist(), *found[part].T.tolist()])
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
    return np.exp(-np.logaddexp(0.0, -log_odds))


def _labels(matches: _Matches, priors: Priors) -> dict[int, int]:
    """Label of each record in a cluster of two or more: strongest pairs first, never against an exclusion."""
    within = np.flatnonzero(matches.relation != Relation.ACROSS.value)
    posterior = np.where(matches.confirmed, 1.0, _pairwise(matches, priors))[within]
    strongest = within[np.argsort(-posterior, kind="stable")]
    members: dict[int, set[int]] = {}
    apart: dict[int, set[int]] = {}
    for at in within[matches.excluded[within]].tolist():
        left, right = int(matches.left[at]), int(matches.right[at])
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    chosen = strongest[(posterior[np.argsort(-posterior, kind="stable")] >= SAME_PERSON)]
    for at in chosen[~matches.excluded[chosen]].tolist():
        left, right = int(matches.left[at]), int(matches.right[at])
        one, other = members.get(left, {left}), members.get(right, {right})
        if one is other or any(apart.get(record, set()) & other for record in one):
            continue
        together = one | other
        for record in together:
            members[record] = together
    return {record: min(together) for record, together in members.items()}


def _joint(matches: _Matches, priors: Priors, labels: dict[int, int]) -> Floats:
    """Joint posterior of each match; within a side, where nothing competes, the pairwise one."""
    out = _pairwise(matches, priors)
    across = matches.of(Relation.ACROSS)
    if not len(across):
        return out
    persons = [
        np.fromiter((labels.get(record, record) for record in side[across].tolist()), np.int64, len(across))
        for side in (matches.left, matches.right)
    ]
    pairs, which = np.unique(np.column_stack(persons), axis=0, return_inverse=True)
    which = which.reshape(-1)
    # Records of one cluster repeat each other: the strongest speaks for all of them.
    strongest = np.full(len(pairs), -np.inf)
    np.maximum.at(strongest, which, matches.log10_lr[across])
    excluded, confirmed = (np.zeros(len(pairs), dtype=np.bool_) for _ in range(2))
    np.logical_or.at(excluded, which, matches.excluded[across])
    np.logical_or.at(confirmed, which, matches.confirmed[across])
    prior = joint.Prior(log10_odds=priors.across, excluded=excluded & ~confirmed, identified=confirmed)
    out[across] = joint.posterior(pairs[:, 0], pairs[:, 1], strongest, prior).pair[which]
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
