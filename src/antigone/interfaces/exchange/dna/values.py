"""What a laboratory's file says, as values: samples with readings, families, frequency tables, and what was wrong.

Every reader ends in a `DnaFile` and every writer begins with one, so that any format can become any other as far as the
other can say it. Where two values are compared, lines and sentences do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from antigone.bureau.registry.drafts import RejectedRow
from antigone.evidence.dna import Member, MutationSpec
from antigone.interfaces.exchange.dna.loci import locus as locus_called


class DnaFormat(StrEnum):
    """The formats, by the words of the command line."""

    CMF_32 = "cmf-3.2"
    CMF_33 = "cmf-3.3"
    GENEMAPPER_LONG = "genemapper-long"
    GENEMAPPER_WIDE = "genemapper-wide"
    LRMIX = "lrmix"
    SMARTRANK = "smartrank"
    FAMILIAS = "familias"
    NIEM = "niem"
    PED = "ped"
    STRIDER = "strider"
    FREQUENCIES_LONG = "frequencies-long"
    FREQUENCIES_WIDE = "frequencies-wide"


class Gravity(StrEnum):
    """What a finding means: something is not used, or somebody should look at it."""

    REJECTED = "rejected"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that a laboratory must know of.

    Attributes:
        line: where it stands, counting from 1; 0 where it belongs to no line.
        person, locus: whose reading it is, as far as it belongs to one.
        value: as written, shortened.
        reason: one sentence with the cure.
        gravity: whether it is used all the same.
    """

    line: int
    person: str
    locus: str
    value: str
    reason: str
    gravity: Gravity = Gravity.REJECTED

    def sentence(self, file: str = "") -> str:
        """With its place: ``mix.csv, line 9, «V1», locus TH01: …``."""
        where = [file] if file else []
        where += [f"line {self.line:,}"] if self.line else []
        where += [f"«{self.person}»"] if self.person else []
        where += [f"locus {self.locus}"] if self.locus else []
        return f"{', '.join(where)}: {self.reason}" if where else self.reason

    def row(self) -> RejectedRow:
        """For the file of rejections that spreadsheet programs open."""
        return RejectedRow(
            self.line, ", ".join(filter(None, (self.person, self.locus))), self.value, f"{self.gravity}: {self.reason}"
        )

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("gravity", "line", "person", "locus", "value", "reason")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one person at one locus.

    Attributes:
        locus: its name here.
        alleles: in order of size: two, twice the same where a homozygote was written so, one where one was written;
            more in a mixture. What is no allele of the locus (``OL``, ``<12``) stands as written.
        fault: why it may not be weighed, a sentence; empty where it may.
        required: alleles that CODIS must find (ALLELEREQUIRED).
        kit, batch, read_by, read_at: as the laboratory noted them for this reading.
    """

    locus: str
    alleles: tuple[str, ...]
    fault: str = field(default="", compare=False)
    required: tuple[str, ...] = ()
    kit: str = ""
    batch: str = ""
    read_by: str = ""
    read_at: str = ""
    line: int = field(default=0, compare=False)

    @property
    def one_allele(self) -> bool:
        """One allele where a person has two: a homozygote, or an allele that was not seen; the file does not say."""
        return len(self.alleles) == 1 and locus_called(self.locus).autosomal


@dataclass(frozen=True, slots=True)
class Sample:
    """One person's, body's or swab's readings under one name.

    Attributes:
        id: the laboratory's name for it.
        sex: ``M``, ``F`` or ``U``, as stated, not as read.
        readings: in the order of the file, no locus twice.
        category: CODIS' specimen category, or what another format calls so.
        case, comment: as stated.
        partial: whether the laboratory calls the profile partial; None where it does not say.
        source_known: CODIS' SOURCEID: ``Yes``, ``No``, ``N/A`` or nothing.
        may_drop_out: Familias' "Consider dropouts".
    """

    id: str
    sex: str = "U"
    readings: tuple[Reading, ...] = ()
    category: str = ""
    case: str = ""
    comment: str = ""
    partial: bool | None = None
    source_known: str = ""
    may_drop_out: bool = False
    line: int = field(default=0, compare=False)

    def genotypes(self) -> dict[str, tuple[str, ...]]:
        """Locus -> alleles, of every reading without a fault."""
        return {reading.locus: reading.alleles for reading in self.readings if not reading.fault}


@dataclass(frozen=True, slots=True)
class Tree:
    """One family tree; a family may have several, one for each hypothesis.

    Attributes:
        name: as the file calls it.
        members: everybody in it; give them to `antigone.evidence.dna.pedigree`.
        added: ids of parents whom the file does not list, but who must have been: everyone has two.
    """

    name: str
    members: tuple[Member, ...]
    added: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Family:
    """Relatives and their trees. Samples bear the members' ids, which are unique within the family only.

    `missing` are ids of the sought, as far as the file says who is; `people` are the members that it lists by
    themselves, with their sex, in order.
    """

    name: str
    samples: tuple[Sample, ...] = ()
    trees: tuple[Tree, ...] = ()
    missing: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LocusFrequencies:
    """Allele frequencies of one locus in one population.

    Attributes:
        locus: its name here.
        alleles, frequencies: in order of size; they add up to one, the silent one included.
        people: how many people were counted, or None.
        silent: frequency of an allele that is never seen, 0 for none.
        mothers, fathers: mutation as stated beside it, or None.
        database_size: what Familias calls so, of people or of alleles it does not say; None where not stated.
        dropout, least: Familias' drop-out probability and minor allele frequency, 0 for none.
    """

    locus: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    people: int | None = None
    silent: float = 0.0
    mothers: MutationSpec | None = None
    fathers: MutationSpec | None = None
    database_size: int | None = None
    dropout: float = 0.0
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Allele frequencies of one population, and where they come from.

    Attributes:
        population: its name.
        loci: in the order of the file.
        source: the file's name.
        sha256: of the file as read.
        dated: what the file says of its own date, or nothing.
        changes: what was done to it, one sentence each: scaled, raised to a minimum, an allele added.
    """

    population: str
    loci: tuple[LocusFrequencies, ...]
    source: str = ""
    sha256: str = ""
    dated: str = ""
    changes: tuple[str, ...] = field(default=(), compare=False)

    def __getitem__(self, locus: str) -> LocusFrequencies:
        for one in self.loci:
            if one.locus == locus:
                return one
        raise KeyError(locus)

    def __contains__(self, locus: object) -> bool:
        return any(one.locus == locus for one in self.loci)


@dataclass(frozen=True, slots=True)
class CodisHeader:
    """What a CMF file says of itself; every text as CODIS bounds it."""

    destination: str
    laboratory: str
    user: str
    submitted: str
    batch: str = ""
    kit: str = ""


@dataclass(frozen=True, slots=True)
class FamiliasSettings:
    """What a Familias file says beyond people and frequencies.

    `settings` are the lines of ``[Prior]`` and ``[Advanced]``: the sections that a line stands in, its name, its value.
    """

    version: str = "3.3.1"
    theta: float = 0.0
    settings: tuple[tuple[tuple[str, ...], str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DnaFile:
    """Everything that a file says.

    Attributes:
        name, format, sha256: of the file as read.
        samples: those that stand in no family.
        families, frequencies: as named.
        codis, familias: what these formats say of themselves.
        findings: what was wrong, in the order of the file.
        notes: what was read under another name, and the like.
    """

    name: str
    format: DnaFormat
    sha256: str = ""
    samples: tuple[Sample, ...] = ()
    families: tuple[Family, ...] = ()
    frequencies: tuple[FrequencyTable, ...] = ()
    codis: CodisHeader | None = None
    familias: FamiliasSettings | None = None
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    def everybody(self) -> Iterator[tuple[str, Sample]]:
        """(family, sample) of all samples, the family empty for those that stand in none."""
        for sample in self.samples:
            yield "", sample
        for family in self.families:
            for sample in family.samples:
                yield family.name, sample

    @property
    def rejected(self) -> int:
        return sum(finding.gravity is Gravity.REJECTED for finding in self.findings)


def homozygous_where_one(contents: DnaFile) -> DnaFile:
    """The same with every single allele of an autosomal locus written twice: the laboratory says that none dropped out.

    Nothing does this by itself, because a bone's single allele may be half of a heterozygote.
    """

    def twice(sample: Sample) -> Sample:
        readings = tuple(
            replace(reading, alleles=reading.alleles * 2) if reading.one_allele and not reading.fault else reading
            for reading in sample.readings
        )
        return replace(sample, readings=readings)

    return replace(
        contents,
        samples=tuple(map(twice, contents.samples)),
        families=tuple(replace(family, samples=tuple(map(twice, family.samples))) for family in contents.families),
    )
