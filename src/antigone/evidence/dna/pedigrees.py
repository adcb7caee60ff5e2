"""Family trees as values, checked for contradictions, and what they say about identity by descent.

A pedigree is the list of its members exactly as stated: several families or unrelated people may stand in one list. The
likelihood is that of the pedigree as listed; nobody is silently left out (see `elimination` for what may be pruned
exactly).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


class PedigreeContradiction(ValueError):
    """A family tree that cannot be: the sentence names the person."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a family tree.

    Attributes:
        id: the person's name within the case.
        father, mother: ids of both parents, or None for a founder; one parent alone is not enough.
        sex: ``"M"``, ``"F"`` or ``"U"`` (unknown; allowed where it makes no difference).
        inbreeding: a founder's own coefficient of inbreeding, the chance that his two genes are identical by descent.
        twin_of: the monozygotic twin listed before, whose genes are this person's too.
    """

    id: str
    father: str | None = None
    mother: str | None = None
    sex: str = "U"
    inbreeding: float = 0.0
    twin_of: str | None = None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """Members of one or more families, parents before or after children; equal pedigrees are equal values.

    Attributes:
        members: the people, in the order given.
        parents: for each member the places of father and mother in `members`, or (-1, -1) for a founder.
        order: places of the members, every parent before his children.
        twins: for each member the place of the twin whose genes he shares, or his own.
    """

    members: tuple[Member, ...]
    parents: tuple[tuple[int, int], ...]
    order: tuple[int, ...]
    twins: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.members)

    def place(self, person: str) -> int:
        """Where a person stands in `members`; `PedigreeContradiction` when he is not there."""
        for place, member in enumerate(self.members):
            if member.id == person:
                return place
        raise PedigreeContradiction(f"nobody in the pedigree is called «{person}»")

    def is_founder(self, place: int) -> bool:
        """Whether this member has no parents in the pedigree."""
        return self.parents[place][0] < 0


def pedigree(members: Iterable[Member]) -> Pedigree:
    """A checked family tree.

    Raises:
        PedigreeContradiction: a name twice, a parent who is not listed, one parent without the other, a father who is
            a woman or a mother who is a man, a person who is his own ancestor, an inbreeding coefficient out of range
            or of somebody whose parents are known, twins of different sexes or parents.
    """
    people = tuple(members)
    places: dict[str, int] = {}
    for place, member in enumerate(people):
        if member.id in places:
            raise PedigreeContradiction(f"«{member.id}» stands twice in the pedigree")
        if member.sex not in ("M", "F", "U"):
            raise PedigreeContradiction(f"the sex of «{member.id}» is «{member.sex}»; write M, F or U")
        places[member.id] = place
    parents = tuple(_parents_of(member, people, places) for member in people)
    order = _parents_first(people, parents)
    twins = tuple(_twin_of(place, people, parents, places) for place in range(len(people)))
    return Pedigree(people, parents, order, twins)


def _parents_of(member: Member, people: Sequence[Member], places: dict[str, int]) -> tuple[int, int]:
    if (member.father is None) != (member.mother is None):
        known, unknown = ("father", "mother") if member.mother is None else ("mother", "father")
        raise PedigreeContradiction(
            f"«{member.id}» has a {known} but no {unknown}; list an untyped {unknown} so that both parents are named"
        )
    if not 0 <= member.inbreeding <= 1:
        raise PedigreeContradiction(f"the founder inbreeding of «{member.id}» is {member.inbreeding}, not from 0 to 1")
    if member.father is None or member.mother is None:
        return -1, -1
    if member.inbreeding:
        raise PedigreeContradiction(f"«{member.id}» has parents, so that his inbreeding follows from the pedigree")
    for role, parent, wrong in (("father", member.father, "F"), ("mother", member.mother, "M")):
        if parent not in places:
            raise PedigreeContradiction(f"«{parent}», {role} of «{member.id}», is not in the pedigree")
        if people[places[parent]].sex == wrong:
            said = "a woman" if wrong == "F" else "a man"
            raise PedigreeContradiction(
                f"«{parent}» is the {role} of «{member.id}», but the sex given is that of {said}"
            )
    if member.father == member.mother:
        raise PedigreeContradiction(f"«{member.father}» is both father and mother of «{member.id}»")
    return places[member.father], places[member.mother]


def _parents_first(people: Sequence[Member], parents: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    order: list[int] = []
    listed = [False] * len(people)
    waiting = list(range(len(people)))
    while waiting:
        ready = [place for place in waiting if all(parent < 0 or listed[parent] for parent in parents[place])]
        if not ready:
            # Whoever waits descends from a circle; going up from him long enough ends inside it.
            place = waiting[0]
            for _ in people:
                place = next(parent for parent in parents[place] if parent >= 0 and not listed[parent])
            raise PedigreeContradiction(f"«{people[place].id}» is his own ancestor")
        for place in ready:
            listed[place] = True
        order += ready
        waiting = [place for place in waiting if not listed[place]]
    return tuple(order)


def _twin_of(place: int, people: Sequence[Member], parents: Sequence[tuple[int, int]], places: dict[str, int]) -> int:
    member = people[place]
    if member.twin_of is None:
        return place
    twin = places.get(member.twin_of)
    if twin is None:
        raise PedigreeContradiction(f"«{member.twin_of}», twin of «{member.id}», is not in the pedigree")
    if people[twin].twin_of is not None or twin == place:
        raise PedigreeContradiction(
            f"name as twin of «{member.id}» the first of the twins, who has no twin named himself"
        )
    if parents[twin] != parents[place] or {people[twin].sex, member.sex} == {"M", "F"}:
        raise PedigreeContradiction(
            f"identical twins «{member.id}» and «{member.twin_of}» need the same parents and sex"
        )
    return twin


@dataclass(frozen=True, slots=True)
class IdentityCoefficients:
    """How two people's genes at one autosomal locus may be identical by descent.

    Attributes:
        kinship: chance that one gene drawn from each is identical by descent.
        inbreeding: the same for the two genes of the first, and of the second person.
        jacquard: chances of the nine condensed identity states, in Jacquard's order.
        kappa: chances of sharing 0, 1, 2 genes; None when one of the two is inbred.
    """

    kinship: float
    inbreeding: tuple[float, float]
    jacquard: tuple[float, ...]
    kappa: tuple[float, float, float] | None


#: Jacquard's condensed states 1-9 by the pattern of the four genes (paternal and maternal of the first person, then of
#: the second), numbered by first appearance. Jacquard, "Structures génétiques des populations", 1970.
_CONDENSED: dict[tuple[int, ...], int] = {
    (0, 0, 0, 0): 0,
    (0, 0, 1, 1): 1,
    (0, 0, 0, 1): 2,
    (0, 0, 1, 0): 2,
    (0, 0, 1, 2): 3,
    (0, 1, 0, 0): 4,
    (0, 1, 1, 1): 4,
    (0, 1, 2, 2): 5,
    (0, 1, 0, 1): 6,
    (0, 1, 1, 0): 6,
    (0, 1, 0, 2): 7,
    (0, 1, 2, 0): 7,
    (0, 1, 1, 2): 7,
    (0, 1, 2, 1): 7,
    (0, 1, 2, 3): 8,
}

_Pattern = tuple[int, ...]


def identity_coefficients(tree: Pedigree, first: str, second: str) -> IdentityCoefficients:
    """Kinship, inbreeding, kappa and Jacquard's coefficients of two members.

    The four genes are followed upwards, the youngest person's first: a gene came from either gene of the parent with
    chance one half, and genes that meet are identical by descent (Karigl 1981, "A recursive algorithm for the
    calculation of identity coefficients", in the form of a coalescent). Loops and inbred founders need nothing special.
    """
    patterns = _gene_patterns(tree, tree.place(first), tree.place(second))
    jacquard = [0.0] * 9
    for pattern, chance in patterns:
        jacquard[_CONDENSED[pattern]] += chance
    kinship = sum(
        chance * sum(pattern[a] == pattern[b] for a in (0, 1) for b in (2, 3)) / 4 for pattern, chance in patterns
    )
    inbreeding = (
        sum(chance for pattern, chance in patterns if pattern[0] == pattern[1]),
        sum(chance for pattern, chance in patterns if pattern[2] == pattern[3]),
    )
    kappa = None if any(inbreeding) else (jacquard[8], jacquard[7], jacquard[6])
    return IdentityCoefficients(kinship, inbreeding, tuple(jacquard), kappa)


@lru_cache(maxsize=4096)
def inbreeding(tree: Pedigree, place: int) -> float:
    """Chance that a member's two genes are identical by descent."""
    return sum(chance for pattern, chance in _gene_patterns(tree, place, place) if pattern[0] == pattern[1])


def _gene_patterns(tree: Pedigree, first: int, second: int) -> tuple[tuple[_Pattern, float], ...]:
    rank = {place: rank for rank, place in enumerate(tree.order)}
    known: dict[tuple[int, ...], dict[_Pattern, float]] = {}

    def gene(place: int, strand: int) -> int:
        return 2 * tree.twins[place] + strand

    def patterns(genes: tuple[int, ...]) -> dict[_Pattern, float]:
        """Chances of the patterns of these genes; -1-g stands for a founder's gene that is known to stay apart."""
        if genes in known:
            return known[genes]
        movable = [g for g in genes if g >= 0]
        found: dict[_Pattern, float] = {}
        if not movable:
            names: dict[int, int] = {}
            found[tuple(names.setdefault(g, len(names)) for g in genes)] = 1.0
        else:
            youngest = max(movable, key=lambda g: (rank[g // 2], g))
            place, strand = divmod(youngest, 2)
            parent = tree.parents[place][strand]
            if parent >= 0:
                ways = [(gene(parent, 0), 0.5), (gene(parent, 1), 0.5)]
            else:
                f = tree.members[place].inbreeding
                ways = [(-1 - youngest, 1 - f), (-1 - 2 * place, f)] if strand else [(-1 - youngest, 1.0)]
            for new, weight in ways:
                if weight:
                    for pattern, chance in patterns(tuple(new if g == youngest else g for g in genes)).items():
                        found[pattern] = found.get(pattern, 0.0) + weight * chance
        known[genes] = found
        return found

    return tuple(patterns((gene(first, 0), gene(first, 1), gene(second, 0), gene(second, 1))).items())


def kinship_matrix(tree: Pedigree) -> NDArray[np.float64]:
    """Kinship of every two members, float64[n, n]; on the diagonal (1 + inbreeding) / 2."""
    n = len(tree)
    kinship = np.zeros((n, n))
    done: list[int] = []
    for place in tree.order:
        father, mother = tree.parents[place]
        twin = tree.twins[place]
        if twin != place and twin in done:
            kinship[place, :] = kinship[twin, :]
            kinship[:, place] = kinship[:, twin]
            kinship[place, place] = kinship[twin, twin]
        elif father < 0:
            kinship[place, place] = (1 + tree.members[place].inbreeding) / 2
        else:
            row = (kinship[father] + kinship[mother]) / 2
            kinship[place, done] = row[done]
            kinship[done, place] = row[done]
            kinship[place, place] = (1 + kinship[father, mother]) / 2
        done.append(place)
    return kinship
