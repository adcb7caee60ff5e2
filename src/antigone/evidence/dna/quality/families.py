"""A family's relatives against their own pedigree: a father who is not, samples that changed places.

The pedigree as stated is weighed against every pedigree that differs from it by one mishap of the kinds that happen. A
mishap that the readings prefer by far is told of; whether it is one, people must find out, and gently: a father who is
not the father is nobody's business but the laboratory's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from antigone.evidence.dna.likelihood import likelihoods
from antigone.evidence.dna.markers import Floats, Marker, Panel, Profiles, marker, panel
from antigone.evidence.dna.mutation import Model, MutationSpec
from antigone.evidence.dna.pedigrees import Member, Pedigree, pedigree
from antigone.evidence.dna.quality.findings import Concern, Finding

#: Where a case allows no mutation, a mishap must still be told from one.
_RATE = 0.002


def check_family(
    name: str, tree: Pedigree, readings: Profiles, over: Panel, *, log10_lr: float = 3.0
) -> tuple[Finding, ...]:
    """Mishaps that explain a family's readings better than its pedigree does, the likeliest first.

    Looked for are: a typed person who is no relation at all, a father or mother who is not, two samples that changed
    places. Where one mishap explains the readings, others often do nearly as well: the first is the one to ask about.

    Args:
        name: of the family, for the sentences.
        tree: as stated.
        readings: of its members.
        over: the loci.
        log10_lr: from where a mishap is told of. One family in a few hundred has one, so that 3 is even odds.
    """
    lenient = panel(_with_mutation(one) for one in over.markers)
    at_home = {member.id for member in tree.members}
    typed = [person for row, person in enumerate(readings.people) if person in at_home and readings.typing[row].any()]
    if len(typed) < 2:
        return ()
    stated = _log10(likelihoods(tree, lenient, readings))
    found = []
    for concern, people, words, other, read in _mishaps(tree, typed, readings, over):
        value = _log10(likelihoods(other, lenient, read)) - stated
        if value >= log10_lr:
            found.append(Finding(concern, people, value, f"family «{name}»: {words} (10^{value:.1f})"))
    return tuple(sorted(found, key=lambda one: -(one.log10_lr or 0.0)))


def _log10(of_loci: Floats) -> float:
    return math.fsum(math.log10(value) if value > 0 else -300.0 for value in of_loci)


def _with_mutation(one: Marker) -> Marker:
    if one.mothers is not None or one.fathers is not None or len(one.alleles) < 2 or np.any(one.frequencies <= 0):
        return one
    spec = MutationSpec(Model.PROPORTIONAL, min(_RATE, 0.5 * float(np.sum(one.frequencies * (1 - one.frequencies)))))
    silent = None if one.silent < 0 else one.alleles[one.silent]
    return marker(
        one.name,
        one.alleles,
        one.frequencies.tolist(),
        x_linked=one.x_linked,
        mothers=spec,
        fathers=spec,
        silent=silent,
    )


_Mishap = tuple[Concern, tuple[str, ...], str, Pedigree, Profiles]


def _mishaps(tree: Pedigree, typed: list[str], readings: Profiles, over: Panel) -> Iterator[_Mishap]:
    for person in typed:
        apart = _renamed(tree, person, f"{person}, as stated")
        other = pedigree([*apart, Member(person, sex=tree.members[tree.place(person)].sex)])
        words = f"the sample of «{person}» looks like no relation of the others; check the label, or ask about adoption"
        yield Concern.STRANGER, (person,), words, other, readings
    for child in tree.members:
        if child.father is None or child.mother is None or child.twin_of is not None:
            continue
        twins = {one.id for one in tree.members if one.twin_of == child.id} | {child.id}
        for role, sex in (("father", "M"), ("mother", "F")):
            parent = child.father if role == "father" else child.mother
            new = f"another {role} of {child.id}"
            members = [_with_parent(one, role, new) if one.id in twins else one for one in tree.members]
            words = f"«{parent}» looks like not the {role} of «{child.id}»; check both labels before anything is said"
            yield Concern.PARENTAGE, (child.id, parent), words, pedigree([*members, Member(new, sex=sex)]), readings
    for k, first in enumerate(typed):
        for second in typed[k + 1 :]:
            sexes = {tree.members[tree.place(person)].sex for person in (first, second)}
            if len(sexes) > 1 and over.x_linked.any():
                # A man's one gene would stand for a woman's two.
                continue
            swapped = {first: second, second: first}
            people = tuple(swapped.get(person, person) for person in readings.people)
            words = f"the samples of «{first}» and «{second}» look as if they had changed places; check both labels"
            yield Concern.SWAP, (first, second), words, tree, replace(readings, people=people)


def _with_parent(child: Member, role: str, new: str) -> Member:
    return replace(child, father=new) if role == "father" else replace(child, mother=new)


def _renamed(tree: Pedigree, person: str, new: str) -> list[Member]:
    """The members with one under another name, so that his readings are nobody's of the tree."""

    def name(old: str | None) -> str | None:
        return new if old == person else old

    return [
        replace(
            one,
            id=new if one.id == person else one.id,
            father=name(one.father),
            mother=name(one.mother),
            twin_of=name(one.twin_of),
        )
        for one in tree.members
    ]
