"""Several missing of one family: alternatives that cannot be taken apart into pairs.

Two brothers missing from one family are not two independent rows: which bodies are theirs is weighed together, by the
likelihood of the whole pedigree. So a family brings its alternatives, each a set of (body, member) pairs with one
weight, and families are joined by the rule that a body is one person's. The sum over all families' choices is exact,
by the same frontier of places as for pairs, however many assignments there are.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.evidence.joint.prior import FLAT, Closed, Floats, Ints, PairsRejected, Prior, TooEntangled
from antigone.evidence.joint.sums.frontier import plan, solve

_LN10 = math.log(10)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which members of a family may be among the bodies.

    Attributes:
        pairs: (body, member) of each member who is here; no body and no member twice.
        log10_lr: base-10 logarithm of the likelihood ratio of this alternative to "none of them is here".
    """

    pairs: tuple[tuple[Hashable, Hashable], ...]
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Family:
    """All feasible alternatives of one family; "none of them is here" is added with weight 0 where it is not listed."""

    name: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FamilyPosterior:
    """The posterior of families' alternatives when a body is one person's.

    Attributes:
        alternative: one array a family, the posterior of each of its alternatives in the order given.
        none_here: float64, one a family: P(no member of it is among the bodies).
        pair: the posterior of each (body, member) that some alternative contains.
        nobody_of_ours: of each body, P(it is no member of any of these families).
        log10_evidence: base-10 logarithm of the sum of the weights of all joint assignments.
    """

    alternative: tuple[Floats, ...]
    none_here: Floats
    pair: dict[tuple[Hashable, Hashable], float]
    nobody_of_ours: dict[Hashable, float]
    log10_evidence: float


def family_posterior(families: Sequence[Family], prior: Prior = FLAT, *, states: float = 2.0**23) -> FamilyPosterior:
    """The posterior of every alternative of every family, summed exactly over all joint assignments.

    An assignment takes one alternative of each family, no body twice; its weight is the product of their likelihood
    ratios and of the prior's odds once for every pair. With `FLAT` this is dvir's joint identification without
    enumeration.

    Args:
        families: each with its feasible alternatives.
        prior: one number of odds, and whether columns (members) or rows (bodies) are closed; decisions belong in the
            alternatives (leave the excluded out).
        states: numbers that the sum may keep.

    Raises:
        PairsRejected: a weight that is NaN or +inf, an alternative listed twice or with a body or member twice, a
            member of two families, or a prior with one entry a pair.
        TooEntangled: families and bodies are so interwoven that the sum needs more than `states` numbers; leave out
            alternatives that the pairs exclude.
    """
    odds = np.asarray(prior.log10_odds, np.float64)
    if odds.shape != () or prior.excluded is not None or prior.identified is not None:
        raise PairsRejected("families need a prior with one number of odds; decisions belong in their alternatives")
    bodies: dict[Hashable, int] = {}
    weights: list[float] = []
    alternative_start, site_start, places = [0], [0], list[int]()
    base = np.zeros(len(families))
    listed_none: list[int | None] = []
    seen_members: dict[Hashable, str] = {}
    for index, family in enumerate(families):
        _check(family, seen_members)
        listed_none.append(None)
        everyone = {member for alternative in family.alternatives for _, member in alternative.pairs}
        for place, alternative in enumerate(family.alternatives):
            weight = (alternative.log10_lr + float(odds) * len(alternative.pairs)) * _LN10
            if Closed.COLS in prior.closed and len(alternative.pairs) < len(everyone):
                weight = -math.inf
            if not alternative.pairs:
                listed_none[index], base[index] = place, weight
                continue
            weights.append(weight)
            places.extend(bodies.setdefault(body, len(bodies)) for body, _ in alternative.pairs)
            alternative_start.append(len(places))
        if listed_none[index] is None and Closed.COLS in prior.closed and everyone:
            base[index] = -math.inf
        site_start.append(len(weights))
    none_here, shares, alone, log_z = _sum_over_families(
        np.array(site_start), np.array(alternative_start), np.array(places, np.int64), np.array(weights), base,
        np.full(len(bodies), -np.inf if Closed.ROWS in prior.closed else 0.0), states,
    )  # fmt: skip
    told: list[Floats] = []
    pair: dict[tuple[Hashable, Hashable], float] = {}
    for index, family in enumerate(families):
        own = list(shares[site_start[index] : site_start[index + 1]])
        if listed_none[index] is not None:
            own.insert(int(listed_none[index] or 0), none_here[index])
        told.append(np.array(own))
        for share, choice in zip(own, family.alternatives, strict=True):
            for joined in choice.pairs:
                pair[joined] = pair.get(joined, 0.0) + float(share)
    nobody = {body: float(alone[place]) for body, place in bodies.items()}
    return FamilyPosterior(tuple(told), none_here, pair, nobody, log_z / _LN10)


def _check(family: Family, seen_members: dict[Hashable, str]) -> None:
    for alternative in family.alternatives:
        if math.isnan(alternative.log10_lr) or alternative.log10_lr == math.inf:
            raise PairsRejected(
                f"an alternative of family {family.name} weighs {alternative.log10_lr}; a weight must be a number "
                "below infinity"
            )
        for side, what in ((0, "body"), (1, "member")):
            if len({joined[side] for joined in alternative.pairs}) < len(alternative.pairs):
                raise PairsRejected(f"an alternative of family {family.name} uses a {what} twice")
    if len({frozenset(alternative.pairs) for alternative in family.alternatives}) < len(family.alternatives):
        raise PairsRejected(f"family {family.name} lists an alternative twice")
    for member in {member for alternative in family.alternatives for _, member in alternative.pairs}:
        if seen_members.setdefault(member, family.name) != family.name:
            raise PairsRejected(f"{member} is missing from two families, {seen_members[member]} and {family.name}")


def _sum_over_families(
    site_start: Ints,
    alternative_start: Ints,
    places: Ints,
    log_weight: Floats,
    site_base: Floats,
    place_base: Floats,
    states: float,
) -> tuple[Floats, Floats, Floats, float]:
    """P(none here) of each family, the posterior of each alternative, P(alone) of each body, log of the sum."""
    families, bodies = len(site_base), len(place_base)
    owner = np.repeat(np.repeat(np.arange(families), np.diff(site_start)), np.diff(alternative_start))
    touched = np.unique(places * max(families, 1) + owner)
    place_sites, place_of = touched % max(families, 1), touched // max(families, 1)
    place_start = np.searchsorted(place_of, np.arange(bodies + 1)).astype(np.int64)
    state, waiting = np.zeros(bodies, np.int64), np.zeros(bodies, np.int64)
    order = np.zeros(families, np.int64)
    needed = plan(
        site_start, alternative_start, places, place_start, place_sites, 0, families, states, state, waiting, order
    )
    if not math.isfinite(needed):
        raise TooEntangled(
            f"{families} families and {bodies} bodies are too interwoven for an exact sum; leave out alternatives "
            "that the pairs already exclude, or raise `states`"
        )
    shares = np.zeros(len(log_weight))
    site_alone, place_alone = np.zeros(families), np.zeros(bodies)
    log_z = solve(
        site_start, alternative_start, places, place_start, place_sites, log_weight, site_base, place_base, order,
        int(needed), waiting, state, np.zeros(len(log_weight), np.int64), shares, site_alone, place_alone,
    )  # fmt: skip
    if log_z == -math.inf:
        return np.full(families, np.nan), np.full(len(log_weight), np.nan), np.full(bodies, np.nan), log_z
    return np.exp(site_alone + site_base), shares, np.exp(place_alone + place_base), log_z
