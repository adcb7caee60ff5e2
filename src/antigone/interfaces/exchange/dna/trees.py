"""Family trees from what files state, by role or by pairs: completed where one parent is not listed, and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from antigone.evidence.dna import Member, PedigreeContradiction, pedigree
from antigone.interfaces.exchange.dna.checking import Collector
from antigone.interfaces.exchange.dna.values import Gravity, Tree

_NAMED = re.compile(r"«([^»]*)»")

#: More members than any family a bureau draws.
MOST_MEMBERS = 2_000


@dataclass(slots=True)
class Stated:
    """A tree as a file states it. `sexes` has everybody, `fathers` and `mothers` are by child."""

    family: str
    name: str
    line: int
    sexes: dict[str, str] = field(default_factory=dict)
    fathers: dict[str, str] = field(default_factory=dict)
    mothers: dict[str, str] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def where(self) -> str:
        return (
            f"family «{self.family}», pedigree «{self.name}»" if self.name != self.family else f"family «{self.family}»"
        )


def checked(found: Collector, stated: Stated) -> Tree | None:
    """The tree, both parents of everybody who has one; None, with a finding that names the person, where it cannot be.

    A parent who is not listed is added, untyped, under a name of his own: everyone has two, so that nothing is guessed.
    """
    people = list(stated.sexes)
    if len(people) > MOST_MEMBERS:
        found.find(
            stated.line, f"{stated.where()}: {len(people):,} members; a tree of more than {MOST_MEMBERS:,} is not read"
        )
        return None
    added: dict[str, str] = {}
    for child in people:
        if child in stated.twins:
            continue
        for role, sex, own, other in (
            ("father", "M", stated.fathers, stated.mothers),
            ("mother", "F", stated.mothers, stated.fathers),
        ):
            if child in other and child not in own:
                name = _new_name(f"{role} of {child}", stated.sexes, added)
                added[name] = sex
                own[child] = name
                found.note(f"{stated.where()}: the file lists no {role} of «{child}», and «{name}» is added, untyped")
    for twin, first in stated.twins.items():
        for own in (stated.fathers, stated.mothers):
            if first in own:
                own.setdefault(twin, own[first])
    everybody = _twins_after(people, stated.twins)
    members = [
        Member(
            person,
            stated.fathers.get(person),
            stated.mothers.get(person),
            stated.sexes[person],
            twin_of=stated.twins.get(person),
        )
        for person in everybody
    ]
    members += [Member(person, sex=sex) for person, sex in added.items()]
    try:
        pedigree(members)
    except PedigreeContradiction as trouble:
        named = _NAMED.search(str(trouble))
        person = named[1] if named else ""
        found.find(
            stated.lines.get(person, stated.line),
            f"{stated.where()}: {trouble}; the pedigree is not read",
            person=person,
        )
        return None
    return Tree(stated.name, tuple(members), frozenset(added))


def _twins_after(people: Sequence[str], twins: Mapping[str, str]) -> list[str]:
    """In the order given, except that a twin stands behind the one whose genes he shares."""
    return [person for person in people if person not in twins] + [person for person in people if person in twins]


def _new_name(wanted: str, *taken: Iterable[str]) -> str:
    names = {name for some in taken for name in some}
    name, number = wanted, 2
    while name in names:
        name, number = f"{wanted} ({number})", number + 1
    return name


@dataclass(frozen=True, slots=True)
class Relation:
    """A parent and a child as a file pairs them."""

    parent: str
    child: str
    line: int


def with_pairs(found: Collector, stated: Stated, pairs: Sequence[Relation]) -> bool:
    """Makes fathers and mothers of pairs, by the parents' sexes; False, with a finding, where that cannot be.

    The sex of a parent that the file leaves open follows from the other parent of the same child. Where it does not,
    the pedigree is not read, because nobody may guess it.
    """
    by_child: dict[str, dict[str, int]] = {}
    for pair in pairs:
        by_child.setdefault(pair.child, {}).setdefault(pair.parent, pair.line)
    if not _open_sexes_settled(found, stated, by_child):
        return False
    for child, parents in by_child.items():
        for parent, line in parents.items():
            role, own = ("father", stated.fathers) if stated.sexes[parent] == "M" else ("mother", stated.mothers)
            if child in own:
                found.find(
                    line,
                    f"{stated.where()}: «{child}» has two {role}s, «{own[child]}» and «{parent}»; correct a sex or a "
                    "relation; the pedigree is not read",
                    person=child,
                )
                return False
            own[child] = parent
    return True


def _open_sexes_settled(found: Collector, stated: Stated, by_child: Mapping[str, Mapping[str, int]]) -> bool:
    waiting = {parent: line for parents in by_child.values() for parent, line in parents.items()}
    waiting = {parent: line for parent, line in waiting.items() if stated.sexes[parent] == "U"}
    while waiting:
        settled = {}
        for parents in by_child.values():
            if len(parents) != 2:
                continue
            for parent, other in (tuple(parents), tuple(parents)[::-1]):
                if parent in waiting and stated.sexes[other] != "U":
                    settled[parent] = "F" if stated.sexes[other] == "M" else "M"
        for parent, sex in settled.items():
            stated.sexes[parent] = sex
            del waiting[parent]
            found.note(f"{stated.where()}: «{parent}» is {_IN_WORDS[sex]}, because of the other parent of a child")
        if not settled:
            parent, line = next(iter(waiting.items()))
            found.find(
                line,
                f"{stated.where()}: «{parent}» is a parent whose sex is not given and does not follow; give it; the "
                "pedigree is not read",
                person=parent,
            )
            return False
    return True


_IN_WORDS = {"M": "a man", "F": "a woman"}


def sex_of(found: Collector, written: str, person: str, line: int) -> str:
    """``M``, ``F`` or ``U`` of a word or code for a sex."""
    word = written.strip().casefold()
    for sex, words in (
        ("M", ("m", "male", "1")),
        ("F", ("f", "female", "2")),
        ("U", ("", "u", "unknown", "0", "other")),
    ):
        if word in words:
            return sex
    found.find(
        line,
        f"the sex is «{written.strip()[:40]}»; write male, female or unknown; it counts as unknown",
        person=person,
        value=written,
        gravity=Gravity.WARNING,
    )
    return "U"
