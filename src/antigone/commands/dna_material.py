"""Bodies, families and samples for `antigone dna search` and `associate`, from JSON cases or laboratories' files."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antigone.commands.frame import say

if TYPE_CHECKING:
    from antigone.evidence.dna import Bodies, Families, Panel, Pedigree, Profiles
    from antigone.interfaces.exchange.dna import DnaFile, Family, Sample


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far readings of remains may be trusted, where the file does not say.

    Attributes:
        dropout: chance that an allele is not seen; None to estimate it for each profile from itself.
        dropin: chance of a foreign allele, a locus.
        error: chance that a reading is somebody else's, a locus.
    """

    dropout: float | None = None
    dropin: float = 0.0
    error: float = 0.0


def is_case(path: Path) -> bool:
    """Whether a file is JSON rather than what a laboratory's program wrote."""
    return path.suffix.lower() == ".json"


def case_in(path: Path) -> dict[str, Any]:
    """The JSON case of a file; `CaseRejected` names the file."""
    from antigone.evidence.dna import CaseRejected, read_case

    try:
        return read_case(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as trouble:
        raise CaseRejected(f"{path}: this is not UTF-8 text (byte {trouble.start + 1})") from trouble
    except CaseRejected as trouble:
        raise CaseRejected(f"{path}: {trouble}") from trouble


def laboratory_file(path: Path) -> DnaFile:
    """What a laboratory's program wrote; findings are said."""
    from antigone.interfaces.exchange.dna import read_dna

    contents = read_dna(path)
    for finding in contents.findings:
        say(finding.sentence(path.name))
    return contents


def frequencies_in(path: Path, population: str | None, mutation_rate: float, seen: Sequence[DnaFile]) -> Panel:
    """A panel from a file of allele frequencies.

    Alleles that were seen in `seen` and have no frequency get 5/2N, or 0.001 where N is not known; every change is
    said. Loci without a mutation model get the proportional one, which is stationary, with `mutation_rate` in both
    sexes.
    """
    from antigone.evidence.dna import CaseRejected, Model, MutationSpec, panel
    from antigone.interfaces.exchange.dna import Minimum, markers_of, of_population, read_dna, with_alleles

    contents = read_dna(path)
    if population is not None:
        contents = of_population(contents, population)
    if len(contents.frequencies) != 1:
        known = ", ".join(f"«{table.population}»" for table in contents.frequencies)
        raise CaseRejected(f"{path}: " + (f"choose a --population of {known}" if known else "no allele frequencies"))
    if not 0 <= mutation_rate < 1:
        raise CaseRejected(f"a mutation rate of {mutation_rate:g} cannot be; write one such as 0.002, or 0 for none")
    table = contents.frequencies[0]
    alleles: dict[str, set[str]] = {}
    for file in seen:
        for _, sample in file.everybody():
            for locus, genotype in sample.genotypes().items():
                alleles.setdefault(locus, set()).update(genotype)
    counted = all(at.people for at in table.loci)
    table = with_alleles(table, alleles, Minimum(None if counted else 0.001))
    for change in table.changes:
        say(f"{path.name}: {change}")
    if mutation_rate:
        spec = MutationSpec(Model.PROPORTIONAL, mutation_rate)
        table = replace(
            table,
            loci=tuple(replace(at, mothers=at.mothers or spec, fathers=at.fathers or spec) for at in table.loci),
        )
    return panel(markers_of(table))


def populations_in(paths: Sequence[Path]) -> dict[str, dict[str, dict[str, float]]]:
    """Population -> locus -> allele -> frequency, of all tables in files; for sensitivity.

    Raises:
        CaseRejected: a file has none, or a population stands in two.
    """
    from antigone.evidence.dna import CaseRejected
    from antigone.interfaces.exchange.dna import markers_of, read_dna

    found: dict[str, dict[str, dict[str, float]]] = {}
    for path in paths:
        tables = read_dna(path).frequencies
        if not tables:
            raise CaseRejected(f"{path}: no allele frequencies")
        for table in tables:
            name = table.population or path.stem
            if name in found:
                raise CaseRejected(f"{path}: population «{name}» was given twice")
            found[name] = {
                one.name: dict(zip(one.alleles, one.frequencies.tolist(), strict=True)) for one in markers_of(table)
            }
    return found


def samples_in(samples: Sequence[Sample], over: Panel, reliability: Reliability) -> Profiles:
    """Readings of remains; drop-out is allowed for where one allele was seen.

    Where two alleles were seen neither dropped out, so that drop-out alone changes nothing there. Loci go by their
    usual names, however the panel spells them; those that it lacks are said.
    """
    from antigone.evidence.dna import CaseRejected, Doubt, profiles
    from antigone.interfaces.exchange.dna import locus

    as_in_panel = {locus(one.name).name: one.name for one in over.markers}
    genotypes = {
        sample.id: {as_in_panel.get(name, name): seen for name, seen in sample.genotypes().items()}
        for sample in samples
    }
    known = {one.name for one in over.markers}
    for name in sorted({name for genotype in genotypes.values() for name in genotype} - known):
        say(f"{name} was read but is not counted: no frequencies were given")
    if len(genotypes) < len(samples):
        twice = next(one.id for row, one in enumerate(samples) if any(one.id == two.id for two in samples[:row]))
        raise CaseRejected(f"sample «{twice}» stands twice")
    everything = bool(reliability.dropin or reliability.error)
    doubts: dict[str, dict[str, Doubt]] = {}
    for sample in samples:
        genotype = genotypes[sample.id]
        doubt = Doubt(_dropout(genotype, over, reliability), reliability.dropin, reliability.error)
        for one in over.markers:
            seen = genotype.get(one.name)
            if seen is not None and (everything or (len(seen) == 1 and doubt.dropout)):
                doubts.setdefault(one.name, {})[sample.id] = doubt
    return profiles(over, genotypes, {sample.id: sample.sex for sample in samples}, doubts)


def _dropout(genotype: Mapping[str, Sequence[str]], over: Panel, reliability: Reliability) -> float:
    from antigone.evidence.dna import dropout_in_steps

    if reliability.dropout is not None:
        return reliability.dropout
    if all(len(seen) != 1 for seen in genotype.values()):
        return 0.0
    return dropout_in_steps(over, genotype)


def families_of_case(path: Path) -> Families:
    """Families of a JSON case, with the markers that it states."""
    from antigone.evidence.dna import CaseRejected, PedigreeContradiction, ReadingRejected, read_families

    case = case_in(path)
    try:
        return read_families(case)
    except (PedigreeContradiction, ReadingRejected, CaseRejected) as trouble:
        raise CaseRejected(f"{path}: {trouble}") from trouble


def missing_in(path: Path) -> dict[str, tuple[str, ...]]:
    """Family -> ids of its missing, from a table with the columns ``family`` and ``missing`` (or ``sought``)."""
    from antigone.evidence.dna import CaseRejected

    found: dict[str, dict[str, None]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            columns = set(rows.fieldnames or ())
            column = next((name for name in ("missing", "sought") if name in columns), None)
            if column is None or "family" not in columns:
                raise CaseRejected(f"{path}, line 1: the table needs the columns «family» and «missing»")
            for row in rows:
                if not row["family"] or not row[column]:
                    raise CaseRejected(f"{path}, line {rows.line_num}: the family or its missing person is not named")
                found.setdefault(row["family"], {})[row[column]] = None
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise CaseRejected(f"{path}: this is no table of comma-separated values in UTF-8: {trouble}") from trouble
    return {family: tuple(people) for family, people in found.items()}


def families_of_laboratory(
    contents: DnaFile, swabs: DnaFile | None, missing: Mapping[str, tuple[str, ...]], over: Panel
) -> Families:
    """Families of a laboratory's file.

    Args:
        contents: the file.
        swabs: samples named as members, for relatives whose readings the file does not bring.
        missing: of families of whom the file does not say it; families that are nowhere said to miss anybody are left
            out with a note.
        over: the panel.
    """
    from antigone.evidence.dna import (
        CaseRejected,
        Families,
        PedigreeContradiction,
        ReadingRejected,
        SoughtPerson,
    )

    given = {sample.id: sample.genotypes() for sample in swabs.samples} if swabs is not None else {}
    sought, notes = [], []
    for family in contents.families:
        where = f"{contents.name}: family «{family.name}»"
        lost = family.missing or missing.get(family.name, ())
        if not lost:
            notes.append(f"family «{family.name}» is not said to miss anybody and is left out")
            continue
        try:
            tree, readings = family_read(family, lost, given, over, where)
        except (PedigreeContradiction, ReadingRejected) as trouble:
            raise CaseRejected(f"{where}: {trouble}") from trouble
        if not readings.typing.any():
            notes.append(f"family «{family.name}» has nobody typed and is left out")
            continue
        sought += [SoughtPerson(family.name, tree, person, readings) for person in lost]
    if not sought:
        raise CaseRejected(
            f"{contents.name}: no family misses anybody and has a relative typed; say with --missing who is missing, "
            "and with --relatives where their profiles are"
        )
    return Families(over, tuple(sought), tuple(notes))


def family_read(
    family: Family, lost: Sequence[str], given: Mapping[str, Mapping[str, Sequence[str]]], over: Panel, where: str
) -> tuple[Pedigree, Profiles]:
    """The tree of a family that has the missing in it, and what was read of the others.

    Args:
        family: of a laboratory's file.
        lost: ids of the missing; empty where the file does not say.
        given: readings by id, for members of whom the file brings none.
        over: the panel.
        where: file and family, for the sentence.

    Raises:
        CaseRejected: no tree has them in it.
        PedigreeContradiction, ReadingRejected: one sentence.
    """
    from antigone.evidence.dna import CaseRejected, pedigree, profiles

    # A file may hold one tree for each hypothesis; the missing have their relatives in those that list them.
    trees = [one for one in family.trees if {member.id for member in one.members} >= set(lost)]
    if not trees:
        raise CaseRejected(
            f"{where}: no pedigree has «{', '.join(lost)}» in it" if lost else f"{where} has no pedigree"
        )
    tree = pedigree(trees[0].members)
    sexes = {member.id: member.sex for member in tree.members}
    own = {sample.id: sample.genotypes() for sample in family.samples}
    genotypes = {
        person: own.get(person) or given.get(person, {})
        for person in sexes
        if person not in lost and (own.get(person) or given.get(person))
    }
    return tree, profiles(over, genotypes, sexes)


def bodies_of_case(path: Path, over: Panel) -> Bodies:
    """Bodies of a JSON case, from `pm` and `pm_genotypes`."""
    from antigone.evidence.dna import CaseRejected, ReadingRejected, read_bodies

    case = case_in(path)
    try:
        return read_bodies(case, over)
    except (ReadingRejected, CaseRejected) as trouble:
        raise CaseRejected(f"{path}: {trouble}") from trouble


def bodies_of_laboratory(contents: DnaFile, over: Panel, reliability: Reliability) -> Bodies:
    """The samples of a laboratory's file as bodies."""
    from antigone.evidence.dna import Bodies, CaseRejected, ReadingRejected

    try:
        readings = samples_in(contents.samples, over, reliability)
    except (ReadingRejected, CaseRejected) as trouble:
        raise CaseRejected(f"{contents.name}: {trouble}") from trouble
    return Bodies(readings, tuple(one.sex for one in contents.samples), contents.notes)
