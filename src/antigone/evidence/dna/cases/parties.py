"""Bodies and families of a case of kind `dvi`, which may also come in two files: for a blind search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.evidence.dna.blind_search import SoughtPerson
from antigone.evidence.dna.cases.document import CaseRejected
from antigone.evidence.dna.cases.parts import markers_of, notes_on, part, readings_of, tree_of
from antigone.evidence.dna.markers import Observation, Panel, Profiles
from antigone.evidence.dna.pedigrees import Pedigree, PedigreeContradiction


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """The bodies of a search: their readings, and M, F or U for each of `readings.people`."""

    readings: Profiles
    sexes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """The families of a search: a `SoughtPerson` for every missing person of theirs, over their own panel."""

    over: Panel
    sought: tuple[SoughtPerson, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StatedFamily:
    """A family as a case states it: name, tree, ids of the missing."""

    name: str
    tree: Pedigree
    missing: tuple[str, ...]


def victims_of(case: Mapping[str, Any]) -> dict[str, str]:
    """`pm` of a case: id -> sex; everybody in `pm_genotypes` must be among them."""
    victims: dict[str, str] = {}
    for entry in part(case, "pm", list, "the case"):
        victim = part(entry, "id", str, "a victim")
        if victim in victims:
            raise CaseRejected(f"victim «{victim}» stands twice")
        victims[victim] = str(entry.get("sex") or "U")
        if victims[victim] not in ("M", "F", "U"):
            raise CaseRejected(f"the sex of victim «{victim}» is «{victims[victim]}»; write M, F or U")
    for victim in part(case, "pm_genotypes", dict, "the case"):
        if victim not in victims:
            raise CaseRejected(f"«{victim}» was typed but is not among the victims")
    return victims


def families_of(case: Mapping[str, Any]) -> tuple[StatedFamily, ...]:
    """`families` of a case; nobody is missing twice, and everybody in `am_genotypes` is at home in one of them."""
    families = []
    homes: dict[str, str] = {}
    at_home: dict[str, int] = {}
    for entry in part(case, "families", list, "the case"):
        name = str(part(entry, "name", str, "a family"))
        where = f"family «{name}»"
        lost = part(entry, "missing", list, where)
        try:
            tree = tree_of(entry.get("members"), where)
            for person in lost:
                tree.place(person)
        except PedigreeContradiction as trouble:
            raise CaseRejected(f"{where}: {trouble}") from trouble
        for person in lost:
            if person in homes:
                raise CaseRejected(f"«{person}» is missing from both «{homes[person]}» and «{name}»")
            homes[person] = name
        families.append(StatedFamily(name, tree, tuple(lost)))
        for member in tree.members:
            at_home[member.id] = at_home.get(member.id, 0) + 1
    for person in part(case, "am_genotypes", dict, "the case"):
        if at_home.get(person, 0) != 1:
            where = "no family" if person not in at_home else f"{at_home[person]} families"
            raise CaseRejected(f"«{person}» was typed but is in {where}")
        if person in homes:
            raise CaseRejected(f"«{person}» is missing and yet typed among the relatives")
    return tuple(families)


def sexes_of(families: Sequence[StatedFamily]) -> dict[str, str]:
    """Everybody's sex."""
    return {member.id: member.sex for family in families for member in family.tree.members}


def read_bodies(case: Mapping[str, Any], over: Panel) -> Bodies:
    """Bodies for a search, from `pm` and `pm_genotypes` of a case.

    Args:
        case: a document from `read_case`; whatever else it has is passed over, but for doubts that `markers` state.
        over: the families' panel.

    Raises:
        CaseRejected, ReadingRejected: one sentence for what is wrong.
    """
    victims = victims_of(case)
    readings = readings_of(case, "pm_genotypes", over, victims)
    return Bodies(readings, tuple(victims[name] for name in readings.people), notes_on(over, case["pm_genotypes"]))


def read_families(case: Mapping[str, Any]) -> Families:
    """Families for a search, from `markers`, `families` and `am_genotypes` of a case; without anybody typed a family
    says nothing and is left out with a note.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for what is wrong.
    """
    found = all_families(case)
    silent = dict.fromkeys(one.name for one in found.sought if not one.readings.people)
    notes = tuple(f"family «{name}» has nobody typed and is left out" for name in silent)
    told = tuple(one for one in found.sought if one.name not in silent)
    return Families(found.over, told, (*found.notes, *notes))


def all_families(case: Mapping[str, Any]) -> Families:
    """The same with the families of which nobody is typed."""
    over = markers_of(case)
    stated = families_of(case)
    readings = readings_of(case, "am_genotypes", over, sexes_of(stated))
    rows = {person: row for row, person in enumerate(readings.people)}
    doubtful: dict[int, list[tuple[int, Observation]]] = {}
    for (row, locus), seen in readings.observations.items():
        doubtful.setdefault(row, []).append((locus, seen))
    sought = []
    for family in stated:
        people = tuple(member.id for member in family.tree.members if member.id in rows)
        order = np.array([rows[person] for person in people], dtype=np.int64)
        observations = {
            (place, locus): seen for place, row in enumerate(order.tolist()) for locus, seen in doubtful.get(row, ())
        }
        of_family = Profiles(people, readings.codes[order], readings.typing[order], observations)
        sought += [SoughtPerson(family.name, family.tree, person, of_family) for person in family.missing]
    return Families(over, tuple(sought), notes_on(over, case["am_genotypes"]))


def read_samples(case: Mapping[str, Any]) -> tuple[Panel, Profiles, tuple[str, ...], tuple[str, ...]]:
    """Markers, samples, their sexes and notes of a case of kind `direct_match`.

    Raises:
        CaseRejected, ReadingRejected: one sentence for what is wrong.
    """
    over = markers_of(case)
    sexes = case.get("sexes") or {}
    if not isinstance(sexes, Mapping) or not set(sexes.values()) <= {"M", "F", "U"}:
        raise CaseRejected("«sexes» says M, F or U for samples")
    readings = readings_of(case, "samples", over, sexes)
    notes = notes_on(over, case["samples"], linked_apart=False)
    return over, readings, tuple(sexes.get(name, "U") for name in readings.people), notes
