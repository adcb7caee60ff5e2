"""Laboratories' files as what the bureau keeps: families with their donors, samples of remains, profiles, frequencies.

Profiles, trees and frequencies come in the formats of `exchange.dna`; who gave which swab, and which sample is of which
remains, comes as a plain table in any encoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from antigone.bureau.identification.values import (
    DonorDraft,
    FamilyDraft,
    PopulationDraft,
    ProfileDraft,
    SampleDraft,
    TreeMember,
)
from antigone.interfaces.exchange.dna import DnaFile, Gravity, read_dna
from antigone.interfaces.exchange.errors import NamesNobody, UnreadableFile, WrongFormat
from antigone.interfaces.exchange.tables import open_table

_DONOR_COLUMNS = ("sample", "sought", "relation", "uses", "consented")
_SAMPLE_COLUMNS = ("sample", "record")


@dataclass(frozen=True, slots=True)
class Swabs:
    """Families and donors as drafts, and a sentence for each thing that could not be read."""

    families: tuple[FamilyDraft, ...]
    donors: tuple[DonorDraft, ...]
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadProfiles:
    """Profiles as drafts, and a sentence for each thing that could not be read."""

    profiles: tuple[ProfileDraft, ...]
    rejected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadSamples:
    """Samples of remains as drafts, and a sentence for each thing that could not be read."""

    samples: tuple[SampleDraft, ...]
    rejected: tuple[str, ...]


def read_swabs(trees: Path, donors: Path) -> Swabs:
    """Families from a file of trees and a table of donors.

    The table has the columns ``sample``, ``sought`` (the id of the missing person's record, and of that person in the
    tree unless ``missing`` says otherwise), ``relation``, ``uses`` (search, quality) and ``consented`` (a day); it may
    have ``family`` and ``member`` where a sample's label does not tell them.

    Raises:
        UnreadableFile: a file that cannot be used at all.
    """
    contents = read_dna(trees)
    rejected = _rejected(contents)
    people = {
        family.name: {member.id: member for member in family.trees[0].members}
        for family in contents.families
        if family.trees
    }
    of_member = {member: family for family, members in people.items() for member in members}
    drafts: dict[str, DonorDraft] = {}
    sought: dict[str, tuple[str, str]] = {}
    for line, row in _rows(donors, _DONOR_COLUMNS):
        sample, member = row["sample"], row.get("member") or row["sample"]
        family = row.get("family") or of_member.get(member, "")
        missing = row.get("missing") or row["sought"]
        where = f"{donors.name}, line {line:,}"
        if family not in people:
            rejected.append(f"{where}: no tree in {trees.name} holds the donor «{member}»")
        elif missing not in people[family]:
            rejected.append(f"{where}: «{missing}», whom the family misses, is not in the tree «{family}»")
        elif sought.setdefault(family, (row["sought"], missing)) != (row["sought"], missing):
            rejected.append(
                f"{where}: family «{family}» misses «{sought[family][0]}» by another line; give it a tree for each"
            )
        elif sample in drafts:
            rejected.append(f"{where}: sample «{sample}» stands twice; delete one of the lines")
        else:
            try:
                consented = date.fromisoformat(row["consented"]) if row["consented"] else None
            except ValueError:
                rejected.append(f"{where}: «{row['consented']}» is not a day; write 2026-05-02")
                continue
            uses = tuple(row["uses"].replace(",", " ").split())
            drafts[sample] = DonorDraft(family, member, sample, row["relation"], uses, consented)
    families = tuple(
        FamilyDraft(
            name,
            sought[name][0],
            sought[name][1],
            tuple(
                TreeMember(member.id, member.father or "", member.mother or "", member.sex)
                for member in people[name].values()
            ),
        )
        for name in people
        if name in sought
    )
    rejected += [
        f"{trees.name}: nobody gave a swab for family «{name}»; it is not kept" for name in people if name not in sought
    ]
    return Swabs(families, tuple(drafts.values()), tuple(rejected))


def read_samples(path: Path) -> ReadSamples:
    """Samples of remains from a table with the columns ``sample``, ``record``, and perhaps ``material``, ``taken``.

    Raises:
        UnreadableFile: the file cannot be used at all.
    """
    drafts: dict[str, SampleDraft] = {}
    rejected: list[str] = []
    for line, row in _rows(path, _SAMPLE_COLUMNS):
        if not row["sample"] or not row["record"]:
            rejected.append(f"{path.name}, line {line:,}: a sample and the record of its remains are both needed")
        elif row["sample"] in drafts:
            rejected.append(
                f"{path.name}, line {line:,}: sample «{row['sample']}» stands twice; delete one of the lines"
            )
        else:
            drafts[row["sample"]] = SampleDraft(
                row["sample"], row["record"], row.get("material", ""), row.get("taken", "")
            )
    return ReadSamples(tuple(drafts.values()), tuple(rejected))


def read_profiles(path: Path, *, laboratory: str = "") -> ReadProfiles:
    """Profiles from a laboratory's file in any format that `exchange.dna` reads.

    Raises:
        UnreadableFile: the file cannot be used at all.
    """
    contents = read_dna(path)
    found = tuple(
        ProfileDraft(sample.id, sample.genotypes(), laboratory, _kit(contents))
        for _, sample in contents.everybody()
        if sample.readings
    )
    if not found:
        raise NamesNobody(f"{path.name} holds no profile; see what is in it with: antigone dna import {path.name}")
    return ReadProfiles(found, tuple(_rejected(contents)))


def read_population(path: Path, *, population: str = "") -> PopulationDraft:
    """Allele frequencies of one population.

    Raises:
        UnreadableFile: the file cannot be used, holds no frequencies, or several populations of which none was named.
    """
    contents = read_dna(path)
    names = [table.population for table in contents.frequencies]
    chosen = [table for table in contents.frequencies if not population or table.population == population]
    if len(chosen) != 1:
        said = f"holds frequencies of {', '.join(names)}; name one of them" if names else "holds no allele frequencies"
        raise WrongFormat(f"{path.name} {said}")
    (table,) = chosen
    # One population of a file of several is a table of its own.
    digest = contents.sha256 if len(names) == 1 else f"{contents.sha256[:40]}{abs(names.index(table.population)):024x}"
    return PopulationDraft(
        table.population,
        f"{path.name}{f', {table.dated}' if table.dated else ''}",
        digest,
        {locus.locus: dict(zip(locus.alleles, locus.frequencies, strict=True)) for locus in table.loci},
        tuple(table.changes),
    )


def _kit(contents: DnaFile) -> str:
    return contents.codis.kit if contents.codis is not None else ""


def _rejected(contents: DnaFile) -> list[str]:
    return [finding.sentence(contents.name) for finding in contents.findings if finding.gravity is Gravity.REJECTED]


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a table as values by column; the first line names the columns, in any order and case."""
    with open_table(path) as table:
        rows = table.rows(None)
        _, header = next(rows)
        columns = [column.strip().casefold() for column in header]
        absent = [column for column in needed if column not in columns]
        if absent:
            raise _columns_absent(path, absent, columns)
        for line, cells in rows:
            yield (
                line,
                dict.fromkeys(columns, "") | {name: cell.strip() for name, cell in zip(columns, cells, strict=False)},
            )


def _columns_absent(path: Path, absent: Sequence[str], there: Sequence[str]) -> UnreadableFile:
    return WrongFormat(f"{path.name} has no column {' and no column '.join(absent)}; it has {', '.join(there)}")
