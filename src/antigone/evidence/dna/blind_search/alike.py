"""Families of one shape, weighed together.

A plan depends on the tree and on who is typed; so the loci of thousands of families that differ in names and alleles
only are run as rows of one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.elimination import Question, Typing
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.pedigrees import Member, Pedigree, pedigree
from antigone.evidence.dna.rows import Rows, run_rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: (family, locus) rows of one run, where unseen alleles are lumped and where they are not.
ROWS_AT_ONCE, LADDER_ROWS_AT_ONCE = 12_000, 1_000


@dataclass(frozen=True, slots=True, eq=False)
class SoughtPerson:
    """One missing person and his relatives.

    Attributes:
        name: of the family or the case.
        tree: the pedigree.
        missing: whom it misses; other missing members stay untyped.
        readings: of the relatives, over the panel of the search; people who are not members are left out.
    """

    name: str
    tree: Pedigree
    missing: str
    readings: Profiles


@dataclass(frozen=True, slots=True)
class Shape:
    """What families of one kind have in common.

    Attributes:
        tree: the pedigree, with numbers for names.
        missing: place of the missing person.
        typed: places of the relatives who were read.
        doubtful: some reading of theirs is not certain; such families are weighed one by one.
    """

    tree: Pedigree
    missing: int
    typed: tuple[int, ...]
    doubtful: bool

    @property
    def sex(self) -> str:
        """Of the missing person."""
        return self.tree.members[self.missing].sex


def shapes(families: Sequence[SoughtPerson]) -> Iterator[tuple[Shape, list[int]]]:
    """The shapes among some families, each with the rows of those that have it."""
    found: dict[tuple[object, ...], tuple[Shape, list[int]]] = {}
    described: dict[int, tuple[object, dict[str, int]]] = {}
    for row, family in enumerate(families):
        tree = family.tree
        if id(tree) not in described:
            looks = tuple((member.sex, member.inbreeding) for member in tree.members)
            places = {member.id: place for place, member in enumerate(tree.members)}
            described[id(tree)] = (tree.parents, tree.twins, looks), places
        look, at = described[id(tree)]
        missing = tree.place(family.missing)
        typed = tuple(at[person] for person in family.readings.people if person in at and at[person] != missing)
        key = (look, missing, typed, bool(family.readings.observations))
        if key not in found:
            found[key] = Shape(_nameless(tree), missing, typed, bool(family.readings.observations)), []
        found[key][1].append(row)
    yield from found.values()


def _nameless(tree: Pedigree) -> Pedigree:
    """The same pedigree with numbers for names, so that families of one shape share their plans."""
    members = []
    for place, member in enumerate(tree.members):
        father, mother = (None if parent < 0 else str(parent) for parent in tree.parents[place])
        twin = None if tree.twins[place] == place else str(tree.twins[place])
        members.append(Member(str(place), father, mother, member.sex, member.inbreeding, twin))
    return pedigree(members)


def stacked(shape: Shape, families: Sequence[SoughtPerson]) -> tuple[Ints, NDArray[np.int8]]:
    """Readings of the typed: int64[F, T, N, 2], and how each was typed, int8[F, T, N]."""
    codes, typing = [], []
    for family in families:
        members, readings = family.tree.members, family.readings
        rows = [readings.people.index(members[place].id) for place in shape.typed]
        whole = rows == list(range(len(readings.people)))
        codes.append(readings.codes if whole else readings.codes[rows])
        typing.append(readings.typing if whole else readings.typing[rows])
    return np.stack(codes), np.stack(typing)


@dataclass(frozen=True, slots=True, eq=False)
class Answers(Rows):
    """What a plan said of some (family, locus) rows.

    Attributes:
        family, locus: int64[R].
    """

    family: Ints
    locus: Ints


def answers(
    shape: Shape,
    codes: Ints,
    typing: NDArray[np.int8],
    over: Panel,
    *,
    lumpable: Flags,
    target: int = -1,
    apart: Ints | None = None,
    wanted: Flags | None = None,
) -> Iterator[Answers]:
    """Likelihoods of many families, or their tables over one member's genes.

    Rows with nobody typed are left out: their likelihood is one, and their table the population's unless the target
    is inbred.

    Args:
        shape: of the families.
        codes, typing: from `stacked`; certain readings only, others count as none.
        over: the panel.
        lumpable: bool[N], where unseen alleles may be put in one class.
        target: place of the member whose genes are left open, or -1.
        apart: int64[F, N, S], alleles that get a class of their own although nobody of the family bears them; -1 for
            none.
        wanted: bool[F, N], the rows asked for; all if not given.
    """
    n_families, n_typed, n_loci = typing.shape
    known = (typing == Typing.EXACT).transpose(0, 2, 1).reshape(n_families * n_loci, n_typed)
    of_locus = np.tile(np.stack([over.x_linked, ~lumpable], axis=1), (n_families, 1))
    kinds, which = _distinct(np.concatenate([known, of_locus], axis=1))
    if wanted is not None:
        which = np.where(wanted.ravel(), which, -1)
    flat = codes.transpose(0, 2, 1, 3).reshape(n_families * n_loci, n_typed, 2)
    others = None if apart is None else apart.reshape(len(flat), -1)
    for number, kind in enumerate(kinds):
        of_members = [Typing.NONE] * len(shape.tree)
        for at in np.flatnonzero(kind[:n_typed]):
            of_members[shape.typed[at]] = Typing.EXACT
        if not any(of_members) and target < 0:
            continue
        x_linked, ladder = bool(kind[-2]), bool(kind[-1])
        question = Question(tuple(of_members), x_linked, ladder, target=target)
        rows = np.flatnonzero(which == number)
        step = LADDER_ROWS_AT_ONCE if ladder else ROWS_AT_ONCE
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            family, locus = part // n_loci, part % n_loci
            beside = None if others is None else others[part]
            ran = run_rows(shape.tree, question, over, locus, shape.typed, flat[part], beside)
            yield Answers(ran.values, ran.frequencies, ran.classes, ran.sizes, family, locus)


def likelihoods_alike(shape: Shape, codes: Ints, typing: NDArray[np.int8], over: Panel) -> Floats:
    """P(certain readings) at each locus for many families of one shape, float64[F, N]."""
    found = np.ones((len(codes), len(over)))
    step = max(1, ROWS_AT_ONCE // max(1, len(over)))
    for start in range(0, len(codes), step):
        part = slice(start, start + step)
        for answer in answers(shape, codes[part], typing[part], over, lumpable=over.lumpable):
            found[start + answer.family, answer.locus] = answer.values[:, 0]
    return found


def _distinct(flags: Flags) -> tuple[Flags, Ints]:
    """The distinct rows of a table of flags, and which of them each row is."""
    key = np.zeros(len(flags), dtype=np.int64)
    for column in range(flags.shape[1]):
        key = 2 * key + flags[:, column]
        if column % 32 == 31:
            key = np.unique(key, return_inverse=True)[1]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return flags[first], which
