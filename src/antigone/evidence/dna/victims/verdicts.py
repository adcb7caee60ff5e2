"""What may be concluded of each missing person and each victim, in the words of the disaster literature.

After Vigeland and Egeland 2021 and Kling et al. 2021: who cannot be identified because nobody who was typed is his
blood relation; who is excluded everywhere; which pairs nobody disputes; and which groups are identified though nobody
can say who of the group is who: two brothers without children, "M2/M3 = V2/V3". Where that literature compares
best likelihoods, here the joint posterior decides.

A verdict is a proposal: two people decide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.pedigrees import kinship_matrix
from antigone.evidence.dna.victims.identification import JointPosterior
from antigone.evidence.dna.victims.incident import Floats, Incident
from antigone.evidence.dna.victims.options import Weigher
from antigone.evidence.dna.victims.pairs import exclusion_counts


class Conclusion(StrEnum):
    """What is concluded of one person."""

    #: Nobody who was typed is a blood relation, or the victim has no readings.
    NON_IDENTIFIABLE = "non-identifiable"
    #: Too many loci contradict every pairing.
    EXCLUDED = "excluded"
    #: One pair far above every other pair of either.
    UNDISPUTED = "undisputed"
    #: The joint posterior reaches the threshold.
    IDENTIFIED = "identified together"
    #: A group is identified, but not who of it is who.
    SYMMETRIC = "symmetric"
    #: The missing person is none of the victims, or the victim nobody listed.
    NOBODY = "nobody listed"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to conclude.

    Attributes:
        posterior: for identifications; ICMP reports from 0.9995.
        log10_lr: a pair is undisputed from here, if it is also as far above every other pair of either.
        exclusions: a pair is excluded by more inconsistent loci than this.
    """

    posterior: float = 0.9995
    log10_lr: float = 4.0
    exclusions: int = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is concluded of one missing person or one victim.

    Attributes:
        conclusion: see `Conclusion`.
        missing, victims: who is identified with whom; several where the conclusion is symmetric, and none where it is
            not an identification.
        log10_lr: of the pair alone (given the undisputed ones of its family), where it is one pair.
        posterior: joint posterior of what is concluded; of the best candidate where inconclusive. Where fewer victims
            than missing are symmetric, that each of the victims is one of the missing.
        in_words: one sentence.
    """

    conclusion: Conclusion
    missing: tuple[str, ...]
    victims: tuple[str, ...]
    log10_lr: float | None
    posterior: float
    in_words: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts by the id of the missing person, and by the id of the victim."""

    of_missing: Mapping[str, Verdict]
    of_victims: Mapping[str, Verdict]


def verdicts(incident: Incident, joint: JointPosterior, thresholds: Thresholds | None = None) -> Verdicts:
    """A verdict for every missing person and every victim.

    Args:
        incident: as `joint_posterior` was asked about.
        joint: its answer.
        thresholds: when to conclude.
    """
    limits = thresholds or Thresholds()
    victims, people = list(incident.victims), [person for _, person in incident.missing()]
    unrelated = _without_typed_relatives(incident)
    excluded = _excluded_pairs(incident, limits)
    undisputed = _undisputed(incident, excluded, unrelated, limits)
    pairs = _identified(joint.marginal, undisputed, limits)
    groups = _symmetric(incident, joint, pairs, limits)
    of_missing: dict[str, Verdict] = {}
    of_victims: dict[str, Verdict] = {}
    for (victim, column), (conclusion, log10_lr) in pairs.items():
        posterior = float(joint.marginal[victim, column])
        said = f"{people[column]} = {victims[victim]}"
        words = f"{said}: {conclusion}, posterior {_percent(posterior)}"
        verdict = Verdict(conclusion, (people[column],), (victims[victim],), log10_lr, posterior, words)
        of_missing[people[column]] = of_victims[victims[victim]] = verdict
    for missing, bodies, posterior in groups:
        together = "together" if len(missing) == len(bodies) else "each"
        words = (
            f"{'/'.join(missing)} = {'/'.join(bodies)}: symmetric, posterior {_percent(posterior)} {together}; who of "
            "them is who the readings cannot say"
        )
        verdict = Verdict(Conclusion.SYMMETRIC, missing, bodies, None, posterior, words)
        of_missing |= dict.fromkeys(missing, verdict)
        of_victims |= dict.fromkeys(bodies, verdict)
    related = np.array([person not in unrelated for person in people], dtype=bool)
    for column, person in enumerate(people):
        if person not in of_missing:
            of_missing[person] = _of_one(
                person,
                joint.marginal[:, column],
                victims,
                1 - math.fsum(joint.marginal[:, column]),
                limits,
                unknowable="no blood relation of this person was typed" if person in unrelated else "",
                excluded=bool(excluded[:, column].all()),
                nobody="not among the victims",
            )
    typed = {person for row, person in enumerate(incident.victim_readings.people)
             if incident.victim_readings.typing[row].any()}  # fmt: skip
    for row, name in enumerate(victims):
        if name not in of_victims:
            of_victims[name] = _of_one(
                name,
                joint.marginal[row, :-1],
                people,
                float(joint.marginal[row, -1]),
                limits,
                unknowable="" if name in typed else "nothing was read of this victim",
                excluded=bool(related.any() and excluded[row, related].all()),
                nobody="nobody listed",
            )
    return Verdicts({person: of_missing[person] for person in people}, {one: of_victims[one] for one in victims})


def _of_one(
    name: str,
    chances: Floats,
    others: Sequence[str],
    alone: float,
    limits: Thresholds,
    *,
    unknowable: str,
    excluded: bool,
    nobody: str,
) -> Verdict:
    """The verdict on somebody who was not identified."""
    best = int(np.argmax(chances)) if len(chances) else -1
    posterior = float(chances[best]) if best >= 0 else 0.0
    if unknowable:
        return Verdict(Conclusion.NON_IDENTIFIABLE, (), (), None, posterior, f"{name}: non-identifiable, {unknowable}")
    if excluded:
        words = f"{name}: excluded; every pairing is contradicted by sex or by more than {limits.exclusions} loci"
        return Verdict(Conclusion.EXCLUDED, (), (), None, max(0.0, alone), words)
    if alone >= limits.posterior:
        return Verdict(Conclusion.NOBODY, (), (), None, alone, f"{name}: {nobody}, posterior {_percent(alone)}")
    ranked = [k for k in np.argsort(-chances, kind="stable").tolist() if chances[k] >= 0.001][:4]
    listed = ", ".join(f"{others[k]} ({_percent(float(chances[k]))})" for k in ranked)
    words = f"{name}: inconclusive; {listed or 'nobody'}; {nobody} ({_percent(max(0.0, alone))})"
    return Verdict(Conclusion.INCONCLUSIVE, (), (), None, posterior, words)


def _percent(chance: float) -> str:
    """Enough digits to tell 99.95 % from 99.9999 %, never rounded up to certainty."""
    if chance >= 1 - 1e-7:
        return "above 99.99999 %"
    digits = 1 if chance < 0.99 else 2 - math.floor(math.log10(1 - chance)) - 2
    whole = 10.0 ** (digits + 2)
    return f"{math.floor(chance * whole + 1e-9) / whole:.{digits}%}".replace("%", " %")


def _without_typed_relatives(incident: Incident) -> set[str]:
    """Missing people who are no blood relation of anybody typed."""
    read = incident.relative_readings
    typed = {person for row, person in enumerate(read.people) if read.typing[row].any()}
    found = set()
    for family in incident.families:
        kinship = kinship_matrix(family.tree)
        places = [place for place, member in enumerate(family.tree.members) if member.id in typed]
        found |= {person for person in family.missing if not kinship[family.tree.place(person), places].any()}
    return found


def _excluded_pairs(incident: Incident, limits: Thresholds) -> NDArray[np.bool_]:
    counts = exclusion_counts(incident)
    return np.isnan(counts) | (counts > limits.exclusions)


def _undisputed(
    incident: Incident, excluded: NDArray[np.bool_], unrelated: set[str], limits: Thresholds
) -> dict[tuple[int, int], float]:
    """(victim, column) -> log10 LR of pairs far above every other of their row and column.

    Whoever is undisputed is taken into his family, and the rest are looked at again.
    """
    weigher = Weigher(incident, 0.0)
    columns = [
        (number, place) for number, family in enumerate(incident.families) for place in range(len(family.missing))
    ]
    current = np.where(np.isnan(weigher.pairs) | excluded, -math.inf, weigher.pairs) / math.log(10)
    placed = {number: [-1] * len(family.missing) for number, family in enumerate(incident.families)}
    found: dict[tuple[int, int], float] = {}
    open_rows = np.ones(len(incident.victims), dtype=bool)
    open_columns = np.ones(len(columns), dtype=bool)
    while True:
        rows, cols = np.flatnonzero(open_rows), np.flatnonzero(open_columns)
        clear = _clear_pairs(current[np.ix_(rows, cols)], limits.log10_lr)
        if not clear:
            return found
        touched = set()
        for i, j in clear:
            victim, column = int(rows[i]), int(cols[j])
            found[victim, column] = float(current[victim, column])
            open_rows[victim], open_columns[column] = False, False
            number, place = columns[column]
            placed[number][place] = victim
            touched.add(number)
        for column, (number, place) in enumerate(columns):
            if number in touched and open_columns[column]:
                current[:, column] = _given(weigher, number, place, placed[number], current[:, column])


def _given(weigher: Weigher, number: int, place: int, placed: Sequence[int], before: Floats) -> Floats:
    """log10 LR of each victim at one place of a family, those placed taken as given."""
    who = np.flatnonzero(np.isfinite(before) & ~np.isin(np.arange(len(before)), placed))
    rows = np.tile(np.array(placed, dtype=np.int64), (len(who) + 1, 1))
    rows[1:, place] = who
    weights = weigher.weigh(number, rows)[0]
    found = np.full(len(before), -math.inf)
    found[who] = (weights[1:] - weights[0]) / math.log(10)
    return found


def _clear_pairs(log10_lr: Floats, threshold: float) -> list[tuple[int, int]]:
    found = []
    for i, j in np.argwhere(log10_lr >= threshold).tolist():
        rivals = np.concatenate([np.delete(log10_lr[i], j), np.delete(log10_lr[:, j], i)])
        if not len(rivals) or log10_lr[i, j] - rivals.max() >= threshold:
            found.append((i, j))
    return found


def _identified(
    marginal: Floats, undisputed: Mapping[tuple[int, int], float], limits: Thresholds
) -> dict[tuple[int, int], tuple[Conclusion, float | None]]:
    found: dict[tuple[int, int], tuple[Conclusion, float | None]] = {
        pair: (Conclusion.UNDISPUTED, log10_lr) for pair, log10_lr in undisputed.items()
    }
    for victim, column in np.argwhere(marginal[:, :-1] >= limits.posterior).tolist():
        found.setdefault((victim, column), (Conclusion.IDENTIFIED, None))
    return found


def _symmetric(
    incident: Incident, joint: JointPosterior, pairs: Mapping[tuple[int, int], object], limits: Thresholds
) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """The smallest groups that reach the threshold together, none of whom is identified alone."""
    victims, people = list(incident.victims), [person for _, person in incident.missing()]
    known = {victims[victim] for victim, _ in pairs} | {people[column] for _, column in pairs}
    found: list[tuple[tuple[str, ...], tuple[str, ...], float]] = []
    for of_family in joint.sets:
        for (missing, bodies), chance in sorted(of_family.items(), key=lambda entry: len(entry[0][0])):
            if chance >= limits.posterior and not (missing | bodies) & known:
                known |= missing | bodies
                group = tuple(sorted(missing, key=people.index)), tuple(sorted(bodies, key=victims.index))
                found.append((*group, chance))
    return found + _fewer_bodies(incident, joint, known, limits)


def _fewer_bodies(
    incident: Incident, joint: JointPosterior, known: set[str], limits: Thresholds
) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """Victims who are certainly of one family, though more of it are missing than were found."""
    victims, people = list(incident.victims), [person for _, person in incident.missing()]
    groups: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for row, victim in enumerate(victims):
        for family in incident.families:
            columns = [people.index(person) for person in family.missing if person not in known]
            chances = joint.marginal[row, columns]
            if victim not in known and len(columns) > 1 and chances.sum() >= limits.posterior:
                order = np.argsort(-chances, kind="stable")
                enough = int(np.searchsorted(np.cumsum(chances[order]), limits.posterior)) + 1
                group = tuple(people[columns[k]] for k in sorted(order[:enough].tolist()))
                groups.setdefault(group, []).append((victim, float(chances[order[:enough]].sum())))
    return [
        (missing, tuple(victim for victim, _ in bodies), min(chance for _, chance in bodies))
        for missing, bodies in groups.items()
    ]
