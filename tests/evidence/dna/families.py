"""Pedigrees and markers that several tests share; all invented."""

from __future__ import annotations

from antigone.evidence.dna import Marker, Member, Model, MutationSpec, Pedigree, Transform, marker, pedigree

LADDER = ("8", "9", "9.3", "10", "11")
SHARES = (0.1, 0.3, 0.15, 0.25, 0.2)


def locus(
    model: Model | None = None, *, x_linked: bool = False, silent: bool = False, transform: Transform | None = None
) -> Marker:
    """Five alleles; a silent sixth if asked; mothers mutate half as often as fathers."""
    alleles, shares = LADDER, SHARES
    if silent:
        alleles, shares = (*LADDER, "0"), (*(0.95 * share for share in SHARES), 0.05)
    specs = [
        None if model is None else MutationSpec(model, rate, 0.1 * rate, 0.3, transform=transform)
        for rate in (0.02, 0.04)
    ]
    return marker(
        "L", alleles, shares, x_linked=x_linked, mothers=specs[0], fathers=specs[1], silent="0" if silent else None
    )


def people(*lines: str) -> Pedigree:
    """A pedigree from lines like ``"child M father mother"`` or ``"founder F"``."""
    members = []
    for line in lines:
        words = line.split()
        members.append(
            Member(words[0], *words[2:4], sex=words[1]) if len(words) == 4 else Member(words[0], sex=words[1])
        )
    return pedigree(members)


TRIO = people("father M", "mother F", "child M father mother")
SIBS = people("father M", "mother F", "one M father mother", "two F father mother")
#: Three generations with mother, brother, uncle and daughter of the one who is sought.
THREE_GENERATIONS = people(
    "grandfather M",
    "grandmother F",
    "father M grandfather grandmother",
    "uncle M grandfather grandmother",
    "mother F",
    "sought M father mother",
    "brother M father mother",
    "wife F",
    "daughter F sought wife",
)
#: Two brothers' children marry; their two children are typed.
COUSINS_MARRY = people(
    "old M",
    "olga F",
    "b1 M old olga",
    "b2 M old olga",
    "w1 F",
    "w2 F",
    "he M b1 w1",
    "she F b2 w2",
    "first M he she",
    "second F he she",
)
#: Brother and sister have a son together, with whose own mother he has a daughter.
INCEST = people("a M", "b F", "c M a b", "d F a b", "e M c d", "f F e d")
