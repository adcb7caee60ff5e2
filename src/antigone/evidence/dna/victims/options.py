"""The ways in which victims may be placed in one family, and how many ways there are in all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from antigone.evidence.dna.victims.incident import Floats, Incident, Ints
from antigone.evidence.dna.victims.pairs import log_of_family, log_of_victims, log_ratios, pairwise_log_lr
from antigone.evidence.dna.victims.weighing import Bodies, bodies_of

#: A family's options beyond this are not listed; they are sampled.
MOST_OPTIONS = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Possible ways to place victims in one family; the first is that nobody is of it.

    Attributes:
        placements: int64[n, M], for each missing person the victim's number or -1.
        log_lr: float64[n], natural log of the likelihood ratio to the first.
        log_weight: float64[n], the same with the prior odds of every pair.
    """

    placements: Ints
    log_lr: Floats
    log_weight: Floats


class Weigher:
    """An incident with all that is weighed once: pairs, victims as strangers, the prior odds of pairs."""

    def __init__(self, incident: Incident, prior_log10_odds: float | Floats) -> None:
        self.incident = incident
        self.bodies: Bodies = bodies_of(incident)
        self.null = log_of_victims(incident, self.bodies)
        self.alone = [log_of_family(incident, self.bodies, number) for number in range(len(incident.families))]
        self.pairs = pairwise_log_lr(incident)
        self.odds = np.broadcast_to(np.asarray(prior_log10_odds, np.float64) * math.log(10), self.pairs.shape)
        if np.any(np.isnan(self.odds) | (self.odds == math.inf)):
            raise ValueError("prior odds must be numbers below infinity, one for all pairs or one a pair")
        #: Column of each family's first missing person.
        self.first = np.concatenate([[0], np.cumsum([len(f.missing) for f in incident.families])]).astype(np.int64)
        with np.errstate(invalid="ignore"):
            self.possible = np.isfinite(self.pairs) & np.isfinite(self.odds)

    def candidates(self, number: int, place: int) -> Ints:
        """Numbers of the victims who are possible, alone, for one missing person."""
        return np.flatnonzero(self.possible[:, self.first[number] + place])

    def reach(self, number: int) -> set[int]:
        """Victims who are possible for anybody of a family."""
        columns = slice(self.first[number], self.first[number + 1])
        return set(np.flatnonzero(self.possible[:, columns].any(axis=1)).tolist())

    def weigh(self, number: int, placements: Ints) -> tuple[Floats, Floats]:
        """ln LR and ln weight with the prior odds of placements int64[n, M] of a family."""
        log_lr = log_ratios(self.incident, self.bodies, number, placements, self.null, self.alone[number])
        prior = np.zeros(len(placements))
        for place in range(placements.shape[1]):
            used = placements[:, place] >= 0
            prior[used] += self.odds[placements[used, place], self.first[number] + place]
        return log_lr, log_lr + prior

    def options(self, number: int) -> Options | None:
        """All possible ways to place victims in a family; None where there are too many to list.

        Whoever is impossible at a place stays so whatever stands at the others, so that impossible beginnings are
        not continued.
        """
        n_missing = len(self.incident.families[number].missing)
        placements = np.full((1, n_missing), -1, dtype=np.int64)
        log_lr, log_weight = np.zeros(1), np.zeros(1)
        for place in range(n_missing):
            who = self.candidates(number, place)
            if len(placements) * (len(who) + 1) > 4 * MOST_OPTIONS:
                return None
            longer = np.repeat(placements, len(who), axis=0)
            new = np.tile(who, len(placements))
            free = ~(longer == new[:, None]).any(axis=1)
            longer = longer[free]
            longer[:, place] = new[free]
            if len(placements) + len(longer) > MOST_OPTIONS:
                return None
            lr, weight = self.weigh(number, longer)
            real = lr > -math.inf
            placements = np.concatenate([placements, longer[real]])
            log_lr, log_weight = np.concatenate([log_lr, lr[real]]), np.concatenate([log_weight, weight[real]])
        return Options(placements, log_lr, log_weight)


def number_of_assignments(incident: Incident) -> int | None:
    """Ways to place victims at missing people as the sexes allow, nobody twice; None beyond 10^300."""
    bodies = {sex: list(incident.victims.values()).count(sex) for sex in "MFU"}
    sought = dict.fromkeys("MFU", 0)
    for number, person in incident.missing():
        tree = incident.families[number].tree
        sought[tree.members[tree.place(person)].sex] += 1
    if min(sum(bodies.values()), sum(sought.values())) > 140:
        return None
    total = 0
    # a, b bodies of unknown sex are men, women of known sex; c, d sought people of unknown sex are men, women; e both.
    for a in range(min(bodies["U"], sought["M"]) + 1):
        for b in range(min(bodies["U"] - a, sought["F"]) + 1):
            ways_ab = math.comb(bodies["U"], a) * math.comb(bodies["U"] - a, b)
            ways_ab *= math.perm(sought["M"], a) * math.perm(sought["F"], b)
            for c in range(min(sought["U"], bodies["M"]) + 1):
                for d in range(min(sought["U"] - c, bodies["F"]) + 1):
                    ways = ways_ab * math.comb(sought["U"], c) * math.comb(sought["U"] - c, d)
                    ways *= math.perm(bodies["M"], c) * math.perm(bodies["F"], d)
                    ways *= _pairings(bodies["U"] - a - b, sought["U"] - c - d)
                    ways *= _pairings(bodies["M"] - c, sought["M"] - a) * _pairings(bodies["F"] - d, sought["F"] - b)
                    total += ways
    return total if total < 10**300 else None


def _pairings(n: int, m: int) -> int:
    """Ways to join some of n with some of m, one to one."""
    return sum(math.comb(n, k) * math.perm(m, k) for k in range(min(n, m) + 1))
