"""All victims and all missing people weighed together.

An assignment says for each victim whom of the missing he is, or nobody listed. Given an assignment, families are
independent: each contributes the likelihood of its relatives' readings and of the victims placed in it. So all
assignments need not be listed (Vigeland and Egeland 2021, "Joint DNA-based disaster victim identification", list
them): each family's own options are weighed once, and `evidence.joint` sums over the ways to give them to victims, none
twice. Victims and families that have nothing to do with each other fall apart into components. A component in which
every family misses one person is a question of pairs; others are summed family by family; what is too large for that
is sampled.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from antigone.evidence import joint
from antigone.evidence.dna.victims.incident import Floats, Incident
from antigone.evidence.dna.victims.options import Options, Weigher, number_of_assignments
from antigone.evidence.dna.victims.ranking import Ranked, best_of_component, best_pairs, best_together
from antigone.evidence.dna.victims.sampling import Sampling, sampled

#: Options times subsets of victims that one exact sum may take: some ten seconds of one core.
_MOST_WORK = 2e9
_LN10 = math.log(10)


class Method(StrEnum):
    """How far the posterior can be relied on."""

    EXACT = "exact"
    #: Belief propagation on pairs, checked against itself; see `joint.Method`.
    APPROXIMATE = "approximate"
    #: Markov chains; see `JointPosterior.standard_error`.
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Victims placed at missing people; whoever is not named is nobody listed.

    Attributes:
        placed: victim -> missing person.
        log_lr: natural log of the likelihood ratio to all being nobody listed.
        posterior: of this assignment; NaN where the sum over all is not known exactly.
    """

    placed: Mapping[str, str]
    log_lr: float
    posterior: float


@dataclass(frozen=True, slots=True, eq=False)
class JointPosterior:
    """What the readings say of all victims together.

    Attributes:
        n_assignments: assignments that the sexes allow; None beyond 10^300.
        n_possible: those with a likelihood above 0; None where nobody can count them.
        null_log_likelihood: ln P(all readings) when no victim is anybody listed.
        log_sum: ln of the sum of the weights of all assignments; NaN where a component was not summed exactly.
        marginal: float64[victims, missing + 1], posterior of each pairing; the last column is "nobody listed".
        sets: for each family the posterior of each set of its missing being, in whatever order, a set of victims:
            (missing, victims) -> chance. Sets of one are the pairs' own.
        best: the most likely assignments, best first.
        method: how the least certain component was answered.
        standard_error: the largest Monte Carlo error of a marginal; 0 where exact.
    """

    n_assignments: int | None
    n_possible: int | None
    null_log_likelihood: float
    log_sum: float
    marginal: Floats
    sets: tuple[Mapping[tuple[frozenset[str], frozenset[str]], float], ...]
    best: tuple[Assignment, ...]
    method: Method
    standard_error: float


@dataclass(slots=True)
class _Answer:
    """What a component comes to; `shares` are posteriors of each family's options."""

    log_sum: float
    count: float
    shares: dict[int, tuple[Options, Floats]]
    pairs: dict[tuple[int, int], float]
    nobody: dict[int, float]
    best: list[Ranked]
    chosen: list[dict[int, tuple[int, ...]]]
    method: Method = Method.EXACT
    error: float = 0.0


def joint_posterior(
    incident: Incident,
    *,
    prior_log10_odds: float | Floats = 0.0,
    best: int = 60,
    effort: joint.Effort | None = None,
    sampling: Sampling | None = None,
) -> JointPosterior:
    """All assignments weighed together, exactly wherever that is affordable.

    Args:
        incident: victims and families.
        prior_log10_odds: what is believed of every pair before the DNA, against "he is not here and the victim is
            nobody listed": one number, or float64[victims, missing]; -inf excludes. 0 makes all assignments that the
            sexes allow equally likely, the convention of the disaster literature. Here is where other evidence and
            the size of the incident enter (`joint.open_set`).
        best: how many of the best assignments to list; fewer where too many are nearly alike.
        effort: of components of pairs that are too large to sum.
        sampling: of components of families with several missing that are too large to sum.

    Raises:
        ImpossibleReadings: as `pairwise_log_lr`.
        TooManyTogether: families with several missing whom more than 60 victims may be, too entangled to sum.
    """
    weigher = Weigher(incident, prior_log10_odds)
    families = range(len(incident.families))
    null = math.fsum(value for of_family in weigher.alone for value in of_family) + math.fsum(weigher.null.ravel())
    options = {number: weigher.options(number) for number in families if len(incident.families[number].missing) > 1}
    answers = [
        _component(weigher, members, tied, options, best, effort or joint.Effort(), sampling or Sampling())
        for members, tied in _components(weigher)
    ]
    marginal = np.zeros((len(incident.victims), len(incident.missing()) + 1))
    free = np.ones(len(incident.victims), dtype=bool)
    for answer in answers:
        for (victim, column), chance in answer.pairs.items():
            marginal[victim, column] = chance
        for victim, chance in answer.nobody.items():
            marginal[victim, -1] = chance
            free[victim] = False
    marginal[free, -1] = 1.0
    exact = all(answer.method is Method.EXACT for answer in answers)
    log_sum = null + math.fsum(answer.log_sum for answer in answers) if exact else math.nan
    n_assignments = number_of_assignments(incident)
    allowed = ~np.isnan(weigher.pairs)
    n_possible: int | None = None
    if exact:
        n_possible = n_assignments if np.all(weigher.possible == allowed) and not options else None
        if n_possible is None:
            log10 = math.fsum(answer.count for answer in answers)
            n_possible = round(10**log10) if log10 < 300 else None
    return JointPosterior(
        n_assignments,
        n_possible,
        null,
        log_sum,
        marginal,
        tuple(_sets(weigher, number, answers) for number in families),
        tuple(_assignments(weigher, answers, best, n_assignments, log_sum - null)),
        max((answer.method for answer in answers), key=list(Method).index, default=Method.EXACT),
        max((answer.error for answer in answers), default=0.0),
    )


def _components(weigher: Weigher) -> Iterator[tuple[list[int], list[int]]]:
    """Families that compete for the same victims, with those victims; families without any are left out."""
    reach = {number: weigher.reach(number) for number in range(len(weigher.incident.families))}
    of_victim: dict[int, list[int]] = {}
    for number, victims in reach.items():
        for victim in victims:
            of_victim.setdefault(victim, []).append(number)
    waiting = {number for number, victims in reach.items() if victims}
    while waiting:
        edge = [min(waiting)]
        members: set[int] = set()
        tied: set[int] = set()
        while edge:
            number = edge.pop()
            if number not in members:
                members.add(number)
                for victim in reach[number] - tied:
                    edge += of_victim[victim]
                tied |= reach[number]
        waiting -= members
        yield sorted(members), sorted(tied)


def _component(
    weigher: Weigher,
    members: Sequence[int],
    tied: Sequence[int],
    options: Mapping[int, Options | None],
    best: int,
    effort: joint.Effort,
    sampling: Sampling,
) -> _Answer:
    if not any(number in options for number in members):
        return _of_pairs(weigher, members, tied, best, effort)
    listed: dict[int, Options] = {}
    for number in members:
        found = options[number] if number in options else _single(weigher, number)
        if found is None:
            return _of_chains(weigher, members, tied, options, sampling)
        listed[number] = found
    if len(listed) == 1:
        return _of_one_family(weigher, members[0], tied, listed[members[0]], best)
    if sum(len(one.log_lr) for one in listed.values()) * 2.0 ** min(len(tied), 40) > _MOST_WORK:
        return _of_chains(weigher, members, tied, options, sampling)
    try:
        return _of_families(weigher, listed, tied, best)
    except joint.TooEntangled:
        return _of_chains(weigher, members, tied, options, sampling)


def _single(weigher: Weigher, number: int) -> Options:
    """The options of a family that misses one person, from its pairs."""
    who = weigher.candidates(number, 0)
    column = weigher.first[number]
    placements = np.concatenate([[[-1]], who[:, None]]).astype(np.int64)
    log_lr = np.concatenate([[0.0], weigher.pairs[who, column]])
    return Options(placements, log_lr, log_lr + np.concatenate([[0.0], weigher.odds[who, column]]))


def _of_pairs(
    weigher: Weigher, members: Sequence[int], tied: Sequence[int], best: int, effort: joint.Effort
) -> _Answer:
    """Every family misses one person."""
    columns = [int(weigher.first[number]) for number in members]
    log_weight = weigher.pairs[np.ix_(tied, columns)] + weigher.odds[np.ix_(tied, columns)]
    rows, cols = np.nonzero(weigher.possible[np.ix_(tied, columns)])
    answer = joint.posterior(rows, cols, log_weight[rows, cols] / _LN10, effort=effort)
    methods = set(answer.components.method.tolist())
    pairs = {
        (tied[i], columns[j]): float(chance)
        for i, j, chance in zip(rows.tolist(), cols.tolist(), answer.pair.tolist(), strict=True)
    }
    nobody = {tied[int(row)]: float(chance) for row, chance in zip(answer.row_ids, answer.not_here, strict=True)}
    if methods <= {joint.Method.EXACT}:
        listed = {number: _single(weigher, number) for number in members}
        count = joint.posterior(rows, cols, np.zeros(len(rows)), effort=effort).log10_evidence
        top = best_of_component(list(listed.values()), best) if best else []
        chosen = [_placed(listed, entry) for _, entry in top]
        return _Answer(answer.log10_evidence * _LN10, count, {}, pairs, nobody, top, chosen)
    value, matched = best_pairs(np.where(np.isnan(log_weight), -math.inf, log_weight))
    at: dict[int, tuple[int, ...]] = dict.fromkeys(members, (-1,))
    at |= {members[j]: (tied[i],) for i, j in matched}
    method = Method.SAMPLED if joint.Method.SAMPLING in methods else Method.APPROXIMATE
    error = float(np.nanmax(answer.components.residual))
    return _Answer(math.nan, math.nan, {}, pairs, nobody, [(value, ())], [at], method, error)


def _of_one_family(weigher: Weigher, number: int, tied: Sequence[int], options: Options, best: int) -> _Answer:
    peak = float(options.log_weight.max())
    shares = np.exp(options.log_weight - peak)
    log_sum = peak + math.log(math.fsum(shares))
    shares = np.exp(options.log_weight - log_sum)
    pairs, nobody = _from_options(weigher, number, options, shares, tied)
    top = best_of_component([options], best) if best else []
    chosen = [_placed({number: options}, entry) for _, entry in top]
    return _Answer(log_sum, math.log10(len(shares)), {number: (options, shares)}, pairs, nobody, top, chosen)


def _from_options(
    weigher: Weigher, number: int, options: Options, shares: Floats, tied: Sequence[int]
) -> tuple[dict[tuple[int, int], float], dict[int, float]]:
    pairs: dict[tuple[int, int], float] = {}
    nobody = dict.fromkeys(tied, 0.0)
    for place in range(options.placements.shape[1]):
        victims = options.placements[:, place]
        for victim in weigher.candidates(number, place).tolist():
            pairs[victim, int(weigher.first[number]) + place] = float(shares[victims == victim].sum())
    for victim in tied:
        nobody[victim] = float(shares[~(options.placements == victim).any(axis=1)].sum())
    return pairs, nobody


def _of_families(weigher: Weigher, listed: Mapping[int, Options], tied: Sequence[int], best: int) -> _Answer:
    asked = [_alternatives(number, options, options.log_weight) for number, options in listed.items()]
    answer = joint.family_posterior(asked)
    flat = [_alternatives(number, options, np.zeros(len(options.log_lr))) for number, options in listed.items()]
    count = joint.family_posterior(flat).log10_evidence
    pairs = {
        (victim, int(weigher.first[number]) + place): answer.pair.get((victim, (number, place)), 0.0)
        for number, options in listed.items()
        for place in range(options.placements.shape[1])
        for victim in weigher.candidates(number, place).tolist()
    }
    nobody = {victim: answer.nobody_of_ours.get(victim, 1.0) for victim in tied}
    shares = {
        number: (options, np.concatenate([[none], rest]))
        for (number, options), none, rest in zip(listed.items(), answer.none_here, answer.alternative, strict=True)
    }
    top = best_of_component(list(listed.values()), best) if best else []
    chosen = [_placed(listed, entry) for _, entry in top]
    return _Answer(answer.log10_evidence * _LN10, count, shares, pairs, nobody, top, chosen)


def _alternatives(number: int, options: Options, log_weight: Floats) -> joint.Family:
    return joint.Family(
        str(number),
        tuple(
            joint.Alternative(
                tuple((victim, (number, place)) for place, victim in enumerate(row) if victim >= 0), weight / _LN10
            )
            for row, weight in zip(options.placements[1:].tolist(), log_weight[1:].tolist(), strict=True)
        ),
    )


def _of_chains(
    weigher: Weigher,
    members: Sequence[int],
    tied: Sequence[int],
    options: Mapping[int, Options | None],
    sampling: Sampling,
) -> _Answer:
    samples = sampled(weigher, members, {n: one for n, one in options.items() if one is not None}, sampling)
    pairs = {
        (victim, column): float(samples.marginal[victim, column])
        for column in samples.columns
        for victim in tied
        if weigher.possible[victim, column]
    }
    nobody = {victim: max(0.0, 1.0 - float(samples.marginal[victim].sum())) for victim in tied}
    return _Answer(
        math.nan,
        math.nan,
        samples.shares,
        pairs,
        nobody,
        [(samples.best_log_weight, ())],
        [samples.best],
        Method.SAMPLED,
        samples.standard_error,
    )


def _placed(listed: Mapping[int, Options], entry: Sequence[int]) -> dict[int, tuple[int, ...]]:
    return {
        number: tuple(options.placements[k].tolist())
        for (number, options), k in zip(listed.items(), entry, strict=True)
    }


def _sets(
    weigher: Weigher, number: int, answers: Sequence[_Answer]
) -> Mapping[tuple[frozenset[str], frozenset[str]], float]:
    """Chances that a set of a family's missing are, in some order, a set of victims; sets of two and more."""
    victims, people = list(weigher.incident.victims), weigher.incident.families[number].missing
    found: dict[tuple[frozenset[str], frozenset[str]], float] = {}
    for answer in answers:
        if number not in answer.shares:
            continue
        options, shares = answer.shares[number]
        # What is too unlikely to matter in any verdict is not worth its subsets.
        for k in np.flatnonzero(shares > 1e-6).tolist():
            used = [(place, victim) for place, victim in enumerate(options.placements[k].tolist()) if victim >= 0]
            for chosen in range(1, 1 << len(used)):
                if chosen & (chosen - 1):
                    some = [pair for bit, pair in enumerate(used) if chosen >> bit & 1]
                    key = (frozenset(people[p] for p, _ in some), frozenset(victims[v] for _, v in some))
                    found[key] = found.get(key, 0.0) + float(shares[k])
    return found


def _assignments(
    weigher: Weigher, answers: Sequence[_Answer], count: int, n_assignments: int | None, log_total: float
) -> Iterator[Assignment]:
    """The likeliest assignments, equal ones in the order of the missing persons' names, victim by victim."""
    if not count:
        return
    if n_assignments is not None and n_assignments <= count:
        found = list(_every_assignment(weigher))
    else:
        found = []
        for value, entry in best_together([answer.best for answer in answers], count):
            placed: dict[int, int] = {}
            for answer, k in zip(answers, entry, strict=True):
                for number, row in answer.chosen[k].items():
                    placed |= {v: int(weigher.first[number]) + place for place, v in enumerate(row) if v >= 0}
            found.append((value, placed))
    victims = list(weigher.incident.victims)
    people = [person for _, person in weigher.incident.missing()]

    def order(entry: tuple[float, dict[int, int]]) -> tuple[float, list[tuple[bool, str]]]:
        value, placed = entry
        names = [(v not in placed, people[placed[v]] if v in placed else "") for v in range(len(victims))]
        return -round(value, 9), names

    for value, placed in sorted(found, key=order)[:count]:
        prior = math.fsum(float(weigher.odds[victim, column]) for victim, column in placed.items())
        log_lr = value - prior if value > -math.inf else value
        yield Assignment(
            {victims[v]: people[column] for v, column in sorted(placed.items())},
            log_lr,
            math.exp(value - log_total) if not math.isnan(log_total) else math.nan,
        )


def _every_assignment(weigher: Weigher) -> Iterator[tuple[float, dict[int, int]]]:
    """All assignments that the sexes allow, the impossible ones too: for incidents of a few victims."""
    columns = [(number, place) for number, f in enumerate(weigher.incident.families) for place in range(len(f.missing))]
    allowed = ~np.isnan(weigher.pairs)

    def placed(column: int, used: frozenset[int]) -> Iterator[dict[int, int]]:
        if column == len(columns):
            yield {}
            return
        for rest in placed(column + 1, used):
            yield rest
        for victim in np.flatnonzero(allowed[:, column]).tolist():
            if victim not in used:
                for rest in placed(column + 1, used | {victim}):
                    yield {victim: column} | rest

    for one in placed(0, frozenset()):
        value = 0.0
        for number, family in enumerate(weigher.incident.families):
            row = np.full((1, len(family.missing)), -1, dtype=np.int64)
            for victim, column in one.items():
                if columns[column][0] == number:
                    row[0, columns[column][1]] = victim
            if (row >= 0).any():
                value += float(weigher.weigh(number, row)[1][0])
        yield value, one
