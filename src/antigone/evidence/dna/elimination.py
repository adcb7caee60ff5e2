"""From a family tree to a compiled plan: which tables of probability to build and in what order to sum them out.

The variables are ordered allele slots, the gene that a person has from his father and the one from his mother (a man
has only the latter on the X chromosome). Three kinds of table tie them together: founders draw from the population,
children draw from a parent's two slots with mutation, and what the laboratory saw restricts a person's slots. The
likelihood is the sum over all slots of the product of all tables; summing one slot after another, cheapest table
first, makes it affordable, and loops in the tree (cousin marriages, incest) need nothing special (Cannings, Thompson,
Skolnick 1978; Fishelson and Geiger 2002 for the greedy order). The plan depends on the tree and on who is typed, not
on the alleles: it is compiled once, and `machine` runs it over loci and families.

What is simplified, always exactly:
- descendants without typed descendants sum to one and are left out; ancestors never are;
- an untyped founder with one child is replaced by the gene that he passed on, with mutation;
- a typed founder's two genes are put in one order and counted twice when they differ;
- a typed person's slots range over his two alleles only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.pedigrees import Pedigree, PedigreeContradiction


class Typing(IntEnum):
    """What is known of a person at a locus."""

    NONE = 0
    #: Two alleles (one for a man on X) that are certain.
    EXACT = 1
    #: A table of P(observation | genotype): drop-out, drop-in, silent alleles, typing error.
    SOFT = 2


class Domain(IntEnum):
    """Which values a variable ranges over."""

    ALL = 0
    FIRST = 1
    SECOND = 2
    EITHER = 3
    SWITCH = 4


class Table(IntEnum):
    """Kinds of probability table."""

    FOUNDER = 0
    INBRED = 1
    GAMETE = 2
    TRANSMISSION = 3
    PASSED = 4
    SWITCHED = 5
    RECOMBINATION = 6
    TYPED = 7
    TYPED_SAME_GENE = 8
    SOFT = 9
    SOFT_ONE_GENE = 10
    TWICE_IF_DIFFERENT = 11


#: Assumed numbers of alleles in a family when choosing the order: few where unseen alleles are lumped, many where not.
_LUMPED_ALLELES, _LADDER_ALLELES = 6, 14
#: Tables with more dimensions than this are refused: the family is too tangled for exact calculation.
MAX_DIMENSIONS = 16

Program = NDArray[np.int64]
#: (variable to sum out, tables that it joins, variables of the new table); -1 joins what is left.
_Step = tuple[int, list[int], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What a plan is compiled for; equal questions share one plan.

    Attributes:
        typing: what is known of each member.
        x_linked: the locus lies on the X chromosome.
        full_ladder: unseen alleles are not lumped.
        linked: two loci at once, with recombination between them.
        target: whose genotype is left open, or -1.
        founders_drawn: typed founders were accounted for outside, so that their genes have weight one.
        shared_genes: for theta by identity by descent: a label for each founder gene that was not drawn before, in the
            order of `founder_genes`; equal labels are one gene.
    """

    typing: tuple[Typing, ...]
    x_linked: bool = False
    full_ladder: bool = False
    linked: bool = False
    target: int = -1
    founders_drawn: bool = False
    shared_genes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled elimination.

    Attributes:
        program: the instructions that `machine` runs.
        typed: places of the members whose observations it needs, in its own order.
        inbreeding: coefficients of inbred founders, by the number in the program.
        drawn: members among `typed` whose alleles were left to be drawn outside (`founders_drawn`).
        founder_genes: how many founder genes it draws from the population itself.
    """

    program: Program
    typed: tuple[int, ...]
    inbreeding: NDArray[np.float64]
    drawn: tuple[int, ...]
    founder_genes: int


@lru_cache(maxsize=8192)
def compiled(tree: Pedigree, question: Question) -> Plan:
    """The plan for a pedigree, who is typed how, and what is asked.

    Raises:
        PedigreeContradiction: on the X chromosome a person of unknown sex; linked loci with inbred founders; a family
            too tangled for exact calculation.
    """
    return _Compiler(tree, question).plan()


class _Compiler:
    """Collects variables and tables, then orders the elimination."""

    def __init__(self, tree: Pedigree, question: Question) -> None:
        self.tree = tree
        self.question = question
        self.variables: list[tuple[int, int, int]] = []
        self.tables: list[tuple[int, tuple[int, ...], int]] = []
        self.typed: list[int] = []
        self.inbreeding: list[float] = []
        self.drawn: list[int] = []
        self.founder_genes = 0
        self.slots: dict[tuple[int, int, int], int] = {}
        self.shared: dict[int, int] = {}

    def plan(self) -> Plan:
        needed = self._needed()
        if self.question.x_linked:
            for place in needed:
                if self.tree.members[place].sex == "U":
                    raise PedigreeContradiction(
                        f"the sex of «{self.tree.members[place].id}» must be known for loci on the X chromosome"
                    )
        passed_on = self._founders_with_one_child(needed)
        for place in self.tree.order:
            if place in needed and place not in passed_on and self.tree.twins[place] == place:
                self._add_person(place, passed_on)
        for place in sorted(needed):
            if self.tree.twins[place] != place:
                self._add_observations(place, self.tree.twins[place])
        program = _program(self.variables, self.tables, self._steps())
        return Plan(
            program, tuple(self.typed), np.array([*self.inbreeding, 0.0]), tuple(self.drawn), self.founder_genes
        )

    def _needed(self) -> set[int]:
        known = [place for place, typing in enumerate(self.question.typing) if typing or place == self.question.target]
        needed: set[int] = set()
        while known:
            place = known.pop()
            if place not in needed:
                needed.add(place)
                known += [parent for parent in self.tree.parents[place] if parent >= 0]
                known.append(self.tree.twins[place])
        return needed

    def _founders_with_one_child(self, needed: set[int]) -> set[int]:
        """Untyped founders of whom one gene reached the others."""
        children: dict[int, int] = {}
        for place in needed:
            if self.tree.twins[place] == place:
                father, mother = self.tree.parents[place]
                if father >= 0:
                    # A father's X goes to daughters only.
                    if not self._is_man_on_x(place):
                        children[father] = children.get(father, 0) + 1
                    children[mother] = children.get(mother, 0) + 1
        in_twins = {place for place in needed if self.tree.twins[place] != place}
        in_twins |= {self.tree.twins[place] for place in in_twins}
        return {
            place
            for place in needed
            if self.tree.is_founder(place)
            and not self.question.typing[place]
            and place != self.question.target
            and place not in in_twins
            and children.get(place, 0) <= 1
        }

    def _is_man_on_x(self, place: int) -> bool:
        return self.question.x_linked and self.tree.members[place].sex == "M"

    def _variable(self, domain: Domain, typed: int, locus: int) -> int:
        self.variables.append((domain, typed, locus))
        return len(self.variables) - 1

    def _number_typed(self, place: int) -> int:
        if place not in self.typed:
            self.typed.append(place)
        return self.typed.index(place)

    def _add_person(self, place: int, passed_on: set[int]) -> None:
        for locus in (0, 1) if self.question.linked else (0,):
            if self.tree.is_founder(place):
                self._add_founder(place, locus)
            else:
                self._add_child_slots(place, locus)
        if not self.tree.is_founder(place):
            for strand, parent in enumerate(self.tree.parents[place]):
                if (place, strand, 0) in self.slots:
                    self._add_meiosis(place, strand, parent, parent in passed_on)
        self._add_observations(place, place)

    def _strands(self, place: int) -> tuple[int, ...]:
        return (1,) if self._is_man_on_x(place) else (0, 1)

    def _add_founder(self, place: int, locus: int) -> None:
        member, question = self.tree.members[place], self.question
        typing = question.typing[place]
        fixed = typing == Typing.EXACT and locus == 0
        strands = self._strands(place)
        if fixed:
            number = self._number_typed(place)
            domains: tuple[Domain, ...] = (Domain.FIRST,) if len(strands) == 1 else (Domain.FIRST, Domain.SECOND)
        else:
            number = self._number_typed(place) if typing == Typing.EXACT else -1
            domains = ((Domain.EITHER if typing == Typing.EXACT else Domain.ALL),) * len(strands)
        inbred = member.inbreeding > 0 and len(strands) == 2
        if inbred and question.linked:
            raise PedigreeContradiction(f"linked loci are not weighed with an inbred founder («{member.id}»)")
        drawn = question.founders_drawn and typing == Typing.EXACT and not inbred
        for strand, domain in zip(strands, domains, strict=True):
            if not drawn and question.shared_genes:
                variable = self._shared_gene(domain, number, locus)
            else:
                variable = self._variable(domain, number, locus)
                self.founder_genes += not drawn
                if not drawn and not inbred:
                    self.tables.append((Table.FOUNDER, (variable,), 0))
            self.slots[place, strand, locus] = variable
        if drawn:
            self.drawn.append(place)
        if inbred:
            self.inbreeding.append(member.inbreeding)
            pair = (self.slots[place, 0, locus], self.slots[place, 1, locus])
            self.tables.append((Table.INBRED, pair, len(self.inbreeding) - 1))
        if fixed and len(strands) == 2:
            self.tables.append((Table.TWICE_IF_DIFFERENT, (), number))

    def _shared_gene(self, domain: Domain, number: int, locus: int) -> int:
        label = self.question.shared_genes[self.founder_genes]
        self.founder_genes += 1
        if label not in self.shared:
            self.shared[label] = self._variable(Domain.ALL, -1, locus)
            self.tables.append((Table.FOUNDER, (self.shared[label],), 0))
        if domain != Domain.ALL:
            raise AssertionError("a typed founder is drawn before genes are shared")
        return self.shared[label]

    def _add_child_slots(self, place: int, locus: int) -> None:
        typing = self.question.typing[place]
        for strand in self._strands(place):
            if typing == Typing.EXACT:
                domain = Domain.FIRST if self._is_man_on_x(place) else Domain.EITHER
                self.slots[place, strand, locus] = self._variable(domain, self._number_typed(place), locus)
            else:
                self.slots[place, strand, locus] = self._variable(Domain.ALL, -1, locus)

    def _add_meiosis(self, child: int, strand: int, parent: int, one_gene: bool) -> None:
        parent = self.tree.twins[parent]
        loci = (0, 1) if self.question.linked else (0,)
        # In the matrices 0 is the mother's, 1 the father's.
        sex = 1 if strand == 0 else 0
        if one_gene:
            for locus in loci:
                slot = self.slots[child, strand, locus]
                if self.question.shared_genes:
                    gene = self._shared_gene(Domain.ALL, -1, locus)
                    self.tables.append((Table.PASSED, (gene, slot), sex))
                else:
                    self.founder_genes += 1
                    self.tables.append((Table.GAMETE, (slot,), sex))
            return
        if self._is_man_on_x(parent):
            for locus in loci:
                passed = (self.slots[parent, 1, locus], self.slots[child, strand, locus])
                self.tables.append((Table.PASSED, passed, sex))
            return
        switches = []
        for locus in loci:
            slots = (self.slots[parent, 0, locus], self.slots[parent, 1, locus], self.slots[child, strand, locus])
            if self.question.linked:
                switches.append(self._variable(Domain.SWITCH, -1, locus))
                self.tables.append((Table.SWITCHED, (*slots, switches[-1]), sex))
            elif slots[0] == slots[1]:
                self.tables.append((Table.PASSED, slots[1:], sex))
            else:
                self.tables.append((Table.TRANSMISSION, slots, sex))
        if switches:
            self.tables.append((Table.RECOMBINATION, tuple(switches), sex))

    def _add_observations(self, place: int, bearer: int) -> None:
        """What was seen of `place`, whose genes are those of `bearer`."""
        typing = self.question.typing[place]
        if not typing:
            return
        number = self._number_typed(place)
        for locus in (0, 1) if self.question.linked else (0,):
            slots = tuple(self.slots[bearer, strand, locus] for strand in self._strands(bearer))
            if typing == Typing.SOFT:
                kind = Table.SOFT if len(set(slots)) == 2 else Table.SOFT_ONE_GENE
                self.tables.append((kind, tuple(dict.fromkeys(slots)), number))
            elif all(self.variables[slot][0] in (Domain.FIRST, Domain.SECOND) for slot in slots) and place == bearer:
                continue
            else:
                kind = Table.TYPED if len(set(slots)) == 2 else Table.TYPED_SAME_GENE
                self.tables.append((kind, tuple(dict.fromkeys(slots)), number))

    def _steps(self) -> list[_Step]:
        """The cheaper of two orders: one that makes the smallest table next, one that grows tables the least."""
        size = [self._nominal_size(*variable) for variable in self.variables]
        orders = [self._ordered(size, grows) for grows in (False, True)]
        small = [steps for steps in orders if all(len(result) < MAX_DIMENSIONS for _, _, result in steps)]
        if not small:
            raise PedigreeContradiction("the family is too tangled for an exact likelihood")
        return min(small, key=lambda steps: self._work(steps, size))

    def _ordered(self, size: Sequence[int], grows: bool) -> list[_Step]:
        scopes: dict[int, tuple[int, ...]] = {number: scope for number, (_, scope, _) in enumerate(self.tables)}
        kept = self._kept()
        waiting = set(range(len(self.variables))) - set(kept)
        steps: list[_Step] = []
        while waiting:
            variable = min(waiting, key=lambda v: (_cost(v, scopes, size, grows), v))
            inputs = [number for number, scope in scopes.items() if variable in scope]
            union = dict.fromkeys(v for number in inputs for v in scopes[number])
            result = tuple(v for v in union if v != variable)
            for number in inputs:
                del scopes[number]
            scopes[len(self.tables) + len(steps)] = result
            steps.append((variable, inputs, result))
            waiting.discard(variable)
        steps.append((-1, list(scopes), kept))
        return steps

    def _work(self, steps: Sequence[_Step], size: Sequence[int]) -> int:
        """Products that the machine will form."""
        return sum(
            len(inputs) * math.prod(size[v] for v in result) * (size[variable] if variable >= 0 else 1)
            for variable, inputs, result in steps
        )

    def _kept(self) -> tuple[int, ...]:
        target = self.question.target
        if target < 0:
            return ()
        return tuple(self.slots[self.tree.twins[target], strand, 0] for strand in self._strands(target))

    def _nominal_size(self, domain: int, _typed: int, _locus: int) -> int:
        if domain in (Domain.FIRST, Domain.SECOND):
            return 1
        if domain in (Domain.EITHER, Domain.SWITCH):
            return 2
        return _LADDER_ALLELES if self.question.full_ladder else _LUMPED_ALLELES


def _cost(variable: int, scopes: Mapping[int, tuple[int, ...]], size: Sequence[int], grows: bool) -> int:
    """Cells of the table that summing out a variable would make; less those that it takes away, where asked."""
    joined = [scope for scope in scopes.values() if variable in scope]
    made = math.prod(size[v] for v in {v for scope in joined for v in scope})
    return made - sum(math.prod(size[v] for v in scope) for scope in joined) if grows else made


def _program(
    variables: Sequence[tuple[int, int, int]],
    tables: Sequence[tuple[int, tuple[int, ...], int]],
    steps: Sequence[_Step],
) -> Program:
    """All instructions in one row of integers, as `machine.run` reads them."""
    code = [len(variables), len(tables), len(steps)]
    for domain, typed, locus in variables:
        code += [int(domain), typed, locus]
    for kind, scope, number in tables:
        code += [int(kind), int(number), len(scope), *scope]
    for summed, inputs, result in steps:
        code += [summed, len(inputs), *inputs, len(result), *result]
    return np.array(code, dtype=np.int64)
