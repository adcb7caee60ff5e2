"""What the parts of a case mean: markers, family trees, readings, doubts.

Amelogenin tells the sex, and the sex of the remains is weighed as evidence of its own: it is therefore checked
against the stated sex and never counted as a locus.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from antigone.evidence.dna.cases.document import CaseRejected
from antigone.evidence.dna.markers import Doubt, Marker, Panel, Profiles, marker, panel, profiles
from antigone.evidence.dna.mutation import Model, MutationSpec, Transform
from antigone.evidence.dna.pedigrees import Member, Pedigree, pedigree

#: Names under which laboratories report the sex marker.
AMELOGENIN = frozenset({"AMEL", "AMELOGENIN"})
#: Loci so near on one chromosome that they are passed on together more often than not; counted as independent here
#: unless the case is of the kind `linked_pair_lr`. O'Connor and Tillmar 2012; Phillips et al. 2012.
LINKED = (("VWA", "D12S391"), ("D5S818", "CSF1PO"), ("PENTA D", "D21S11"), ("D6S1043", "SE33"))


def part(node: Mapping[str, Any], name: str, wanted: type, where: str) -> Any:
    value = node.get(name) if isinstance(node, Mapping) else None
    if not isinstance(value, wanted) or isinstance(value, bool):
        said = "an object" if wanted is dict else "a list" if wanted is list else "a text"
        raise CaseRejected(f"{where} needs «{name}», {said}")
    return value


def number(value: object, what: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise CaseRejected(f"{what} is «{value}»; it must be a number from {low:g} to {high:g}")
    return float(value)


def tree_of(listed: object, where: str) -> Pedigree:
    if not isinstance(listed, list) or not listed:
        raise CaseRejected(f"{where} needs a list of members")
    people = []
    for entry in listed:
        person = part(entry, "id", str, f"a member of {where}")
        inbred = entry.get("founder_inbreeding")
        for name in ("father", "mother", "twin_of"):
            if not isinstance(entry.get(name), str | None):
                raise CaseRejected(f"the {name} of «{person}» is «{entry[name]}»; write an id or null")
        people.append(
            Member(
                person,
                entry.get("father"),
                entry.get("mother"),
                str(entry.get("sex") or "U"),
                0.0 if inbred is None else number(inbred, f"the founder inbreeding of «{person}»", 0, 1),
                entry.get("twin_of"),
            )
        )
    return pedigree(people)


def mutation_spec(spec: object, where: str) -> MutationSpec | None:
    if spec is None:
        return None
    if not isinstance(spec, Mapping) or spec.get("model") not in {*Model, "trivial"}:
        said = spec.get("model") if isinstance(spec, Mapping) else spec
        raise CaseRejected(f"{where}: «{said}» is no mutation model; known are {', '.join(Model)}")
    if spec["model"] == "trivial":
        return None
    transform = spec.get("transform")
    if transform is not None and transform not in set(Transform):
        raise CaseRejected(f"{where}: «{transform}» is no transform; known are {', '.join(Transform)}")
    matrix = spec.get("matrix") or ()
    if not isinstance(matrix, Sequence) or not all(isinstance(row, Sequence) for row in matrix):
        raise CaseRejected(f"{where}: the mutation matrix must be a list of rows")
    return MutationSpec(
        Model(spec["model"]),
        number(spec.get("rate") or 0, f"{where}: the mutation rate", 0, 1),
        number(spec.get("rate2") or 0, f"{where}: the mutation rate2", 0, 1),
        number(0.1 if spec.get("range") is None else spec["range"], f"{where}: the mutation range", 0, math.inf),
        tuple(tuple(row) for row in matrix),
        None if transform is None else Transform(transform),
    )


def _is_amelogenin(name: str) -> bool:
    return name.strip().upper() in AMELOGENIN


def markers_of(case: Mapping[str, Any]) -> Panel:
    made = []
    for entry in part(case, "markers", list, "the case"):
        name = part(entry, "name", str, "a marker")
        where = f"locus {name}"
        if _is_amelogenin(name):
            continue
        if entry.get("chrom", "A") not in ("A", "X"):
            raise CaseRejected(f"{where}: chromosome «{entry['chrom']}» is not weighed by pedigree; write A or X")
        made.append(_marker(entry, name, where))
    return _panel_of(tuple(made))


def _marker(entry: Mapping[str, Any], name: str, where: str) -> Marker:
    alleles = part(entry, "alleles", list, where)
    if not all(isinstance(allele, str) for allele in alleles):
        raise CaseRejected(f'{where}: write alleles as texts, like "9.3"')
    mutation = entry.get("mutation") or {}
    if not isinstance(mutation, Mapping):
        raise CaseRejected(f"{where}: «mutation» needs «female» and «male»")
    frequencies = part(entry, "freqs", list, where)
    specs = (mutation_spec(mutation.get("female"), where), mutation_spec(mutation.get("male"), where))
    try:
        return _marker_of(
            name, tuple(alleles), tuple(frequencies), entry.get("chrom") == "X", *specs, entry.get("silent")
        )
    except TypeError as trouble:
        raise CaseRejected(f"{where}: a frequency, or an entry of a mutation matrix, is not a number") from trouble


@lru_cache(maxsize=4096)
def _marker_of(
    name: str,
    alleles: tuple[str, ...],
    frequencies: tuple[float, ...],
    x_linked: bool,
    mothers: MutationSpec | None,
    fathers: MutationSpec | None,
    silent: str | None,
) -> Marker:
    """Laboratories send the same markers with every case; their matrices are made once."""
    return marker(name, alleles, frequencies, x_linked=x_linked, mothers=mothers, fathers=fathers, silent=silent)


_panel_of = lru_cache(maxsize=64)(panel)


def _doubts(case: Mapping[str, Any]) -> dict[str, dict[str, Doubt]]:
    """Drop-out, drop-in and typing error by locus and person, where a marker states them."""
    doubts: dict[str, dict[str, Doubt]] = {}
    for entry in case["markers"]:
        where = f"locus {entry['name']}"
        stated = {name: entry.get(name) or {} for name in ("dropout", "dropin", "typing_error")}
        for name, of_people in stated.items():
            if not isinstance(of_people, Mapping):
                raise CaseRejected(f"{where}: «{name}» names a chance for each person")
        people = {person for of_people in stated.values() for person in of_people}
        for person in people:
            chances = [
                number(stated[name].get(person, 0), f"{where}: the {name} of «{person}»", 0, 1)
                for name in ("dropout", "dropin", "typing_error")
            ]
            doubts.setdefault(entry["name"], {})[person] = Doubt(*chances)
    return doubts


def readings_of(case: Mapping[str, Any], field: str, over: Panel, sexes: Mapping[str, str]) -> Profiles:
    genotypes = part(case, field, dict, "the case")
    for person, readings in genotypes.items():
        if not isinstance(readings, Mapping):
            raise CaseRejected(f"the readings of «{person}» must be an object of loci")
        for locus, reading in readings.items():
            if _is_amelogenin(locus):
                _check_sex(person, reading, sexes.get(person, "U"))
    return profiles(over, genotypes, sexes, _doubts(case))


def _check_sex(person: str, reading: object, sex: str) -> None:
    seen = {str(allele).upper() for allele in reading} if isinstance(reading, list | tuple) else set()
    if not seen or not seen <= {"X", "Y"}:
        raise CaseRejected(f"«{person}», Amelogenin: write X and Y, not {reading!r}")
    if (sex == "F" and "Y" in seen) or (sex == "M" and "Y" not in seen):
        stated = "a woman" if sex == "F" else "a man"
        raise CaseRejected(f"«{person}» is stated to be {stated}, but Amelogenin reads {', '.join(sorted(seen))}")


def notes_on(over: Panel, *all_readings: Mapping[str, Mapping[str, Any]], linked_apart: bool = True) -> tuple[str, ...]:
    notes = [note for one in over.markers for note in one.notes]
    known = {one.name for one in over.markers}
    unknown = {locus for readings in all_readings for of_person in readings.values() for locus in of_person} - known
    notes += [
        f"{locus} was read but is not counted: Amelogenin speaks through the sex"
        if _is_amelogenin(locus)
        else f"{locus} was read but is not counted: no frequencies were given"
        for locus in sorted(unknown)
    ]
    as_written = {name.upper().replace("_", " "): name for name in known}
    pairs = [f"{as_written[a]} and {as_written[b]}" for a, b in LINKED if a in as_written and b in as_written]
    if pairs and linked_apart:
        notes.append(f"counted as independent although they lie close together on one chromosome: {'; '.join(pairs)}")
    return tuple(notes)


def theta_of(case: Mapping[str, Any]) -> float:
    theta = number(case.get("theta") or 0, "theta", 0, 1)
    if theta == 1:
        raise CaseRejected("theta is 1; it must be below")
    return theta
