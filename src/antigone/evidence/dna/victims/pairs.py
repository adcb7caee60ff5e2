"""Each victim against each missing person, alone: likelihood ratios and loci that exclude."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from antigone.evidence.dna.markers import panel
from antigone.evidence.dna.victims.incident import Floats, ImpossibleReadings, Incident, Ints
from antigone.evidence.dna.victims.weighing import Bodies, bodies_of, family_likelihoods, victim_likelihoods


def pairwise_log_lr(incident: Incident) -> Floats:
    """Natural log of LR(victim is this missing person : unrelated), float64[victims, missing].

    All other missing stay untyped. NaN where the sexes differ, -inf where the pair is impossible.

    Raises:
        ImpossibleReadings: a family or a victim is impossible in itself.
    """
    if not incident._pairs:
        bodies = bodies_of(incident)
        null = log_of_victims(incident, bodies)
        found = np.full((len(incident.victims), len(incident.missing())), np.nan)
        column = 0
        for number, family in enumerate(incident.families):
            of_family = log_of_family(incident, bodies, number)
            for place in range(len(family.missing)):
                who = _candidates(incident, number, place)
                alone = np.full((len(who), len(family.missing)), -1, dtype=np.int64)
                alone[:, place] = who
                found[who, column] = log_ratios(incident, bodies, number, alone, null, of_family)
                column += 1
        incident._pairs.append(found)
    return incident._pairs[0].copy()


def log_of_victims(incident: Incident, bodies: Bodies) -> Floats:
    """ln P(readings of each victim as somebody unrelated to all) at each locus, float64[V, N].

    Raises:
        ImpossibleReadings: a reading has frequency 0.
    """
    found = victim_likelihoods(incident, bodies)
    for victim, values in zip(incident.victims, found, strict=True):
        impossible = np.flatnonzero(values == 0)
        if len(impossible):
            locus = incident.over.markers[int(impossible[0])].name
            raise ImpossibleReadings(f"victim «{victim}»: the reading at {locus} has frequency 0")
    return np.asarray(np.log(found))


def log_of_family(incident: Incident, bodies: Bodies, number: int) -> Floats:
    """ln P(readings of a family's relatives) at each locus, float64[N].

    Raises:
        ImpossibleReadings: they contradict the pedigree.
    """
    family = incident.families[number]
    found = family_likelihoods(incident, bodies, number, np.full((1, len(family.missing)), -1))[0]
    impossible = np.flatnonzero(found == 0)
    if len(impossible):
        locus = incident.over.markers[int(impossible[0])].name
        raise ImpossibleReadings(
            f"family «{family.name}»: the relatives' readings at {locus} contradict the pedigree; "
            "check parentage and samples, or allow mutation"
        )
    return np.asarray(np.log(found))


def log_ratios(
    incident: Incident, bodies: Bodies, number: int, placements: Ints, null: Floats, alone: Floats
) -> Floats:
    """ln of P(family with victims placed) / (P(family) P(each victim unrelated)), float64[n].

    Args:
        incident: whose family.
        bodies: its victims.
        number: of the family.
        placements: int64[n, M], for each missing person the victim's number or -1.
        null: from `log_of_victims`.
        alone: from `log_of_family`.
    """
    with np.errstate(divide="ignore"):
        total = np.log(family_likelihoods(incident, bodies, number, placements)) - alone
    for place in range(placements.shape[1]):
        used = placements[:, place] >= 0
        total[used] -= null[placements[used, place]]
    return np.asarray(total.sum(axis=1))


def exclusion_counts(incident: Incident) -> Floats:
    """At how many loci each pairing is impossible without mutation: float64[victims, missing], NaN for other sexes."""
    unmutable = panel(
        replace(one, mothers=None, fathers=None, targets=np.zeros((2, len(one.alleles))))
        for one in incident.over.markers
    )
    strict = replace(incident, over=unmutable, theta=0.0, _pairs=[])
    bodies = bodies_of(strict)
    found = np.full((len(strict.victims), len(strict.missing())), np.nan)
    column = 0
    for number, family in enumerate(strict.families):
        for place in range(len(family.missing)):
            who = _candidates(strict, number, place)
            alone = np.full((len(who), len(family.missing)), -1, dtype=np.int64)
            alone[:, place] = who
            found[who, column] = np.count_nonzero(family_likelihoods(strict, bodies, number, alone) == 0, axis=1)
            column += 1
    return found


def _candidates(incident: Incident, number: int, place: int) -> Ints:
    """Numbers of the victims whose sex allows them to be this missing person."""
    family = incident.families[number]
    may = [incident.may_be(victim, family, family.missing[place]) for victim in incident.victims]
    return np.flatnonzero(may)
