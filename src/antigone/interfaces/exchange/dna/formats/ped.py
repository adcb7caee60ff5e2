"""PED: one person a line with family, father, mother, sex, and genotypes; read and written.

Columns divided by white space (or tabs alone, where the header has tabs): family, id, father, mother, sex (1 male, 2
female, 0 unknown), then, in LINKAGE's and PLINK's form, a phenotype, then two alleles for each marker, or one cell
``a/b``.
0 stands for nobody and for no allele. The names of the markers stand in a header, or in a file of the same name that
ends in ``.map`` (PLINK: chromosome, marker, position).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, text_fault
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats.headers import kind_of_header
from antigone.interfaces.exchange.dna.loci import folded
from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened, opened
from antigone.interfaces.exchange.dna.trees import Stated, checked, sex_of
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat, Family, Sample, Tree
from antigone.interfaces.exchange.errors import EmptyTable, FileMissing
from antigone.interfaces.exchange.people.rows import shortened

_PHENOTYPE = ("pheno", "phenotype", "aff", "affection", "status", "trait")
_NOBODY = ("0", "")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Layout:
    markers: list[str] | None
    lead: int
    tabs: bool


@dataclass(slots=True)
class _Household:
    stated: Stated
    samples: list[Sample]


def read_ped(file: Opened, progress: Callable[[int], None]) -> DnaFile:
    """Families with one tree each; who stands alone in a family is a family of one.

    Raises:
        NotThisFormat: a line has too few columns, or genotypes have no names.
        EmptyTable: there is nobody in it.
    """
    found = Collector(file.name)
    layout: _Layout | None = None
    households: dict[str, _Household] = {}
    count = 0
    for line, text in file.lines():
        if not text.strip():
            continue
        if layout is None:
            layout, is_header = _layout(file, text)
            if is_header:
                continue
        if text.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")] if layout.tabs else _SPACE.split(text.strip())
        _person(found, file, layout, cells, line, households)
        count += 1
        if count % 500 == 0:
            progress(count)
    families = tuple(_family(found, name, household) for name, household in households.items())
    if not families:
        first = f"; {found.findings[0].sentence()}" if found.findings else ""
        raise EmptyTable(f"{file.name}: nobody stands in it{first}")
    return DnaFile(file.name, DnaFormat.PED, file.sha256, families=families, findings=found.findings, notes=found.notes)


def _layout(file: Opened, text: str) -> tuple[_Layout, bool]:
    tabs = "\t" in text
    cells = [cell.strip() for cell in text.split("\t")] if tabs else _SPACE.split(text.strip())
    if kind_of_header(cells) is not DnaFormat.PED:
        if text.lstrip().startswith("#"):
            raise NotThisFormat(
                f"{file.name}, line 1: the header must begin with FID IID PAT MAT SEX and then name the markers"
            )
        return _Layout(_companion(file), 6, tabs), False
    lead = 6 if len(cells) > 5 and folded(cells[5]) in _PHENOTYPE else 5
    return _Layout(cells[lead:], lead, tabs), True


def _companion(file: Opened) -> list[str] | None:
    """Names of markers from the file beside this one that ends in .map; None where there is none."""
    try:
        with opened(file.path.with_suffix(".map"), file.limits) as beside:
            rows = [_SPACE.split(text.strip()) for _, text in beside.lines() if text.strip() and text[0] != "#"]
    except FileMissing:
        return None
    return [row[1] if len(row) > 1 else row[0] for row in rows]


def _person(
    found: Collector, file: Opened, layout: _Layout, cells: list[str], line: int, households: dict[str, _Household]
) -> None:
    if len(cells) < 5:
        found.find(
            line, f"{len(cells)} columns; a person needs family, id, father, mother and sex; the line is not read"
        )
        return
    family, person, father, mother, sex = cells[:5]
    for what, name in (("family", family), ("person", person)):
        wrong = text_fault("" if name == "0" else name)
        if wrong:
            found.find(line, f"name of the {what}: {wrong}; the line is not read", person=person)
            return
    household = households.setdefault(family, _Household(Stated(family, family, line), []))
    stated = household.stated
    if person in stated.sexes:
        found.find(
            line, f"stands in family «{family}» on line {stated.lines[person]:,} already; not read", person=person
        )
        return
    stated.sexes[person] = sex_of(found, sex, person, line)
    stated.lines[person] = line
    if father not in _NOBODY:
        stated.fathers[person] = father
    if mother not in _NOBODY:
        stated.mothers[person] = mother
    builder = SampleBuilder(found, Sample(person, stated.sexes[person], line=line))
    _genotypes(found, file, layout, cells, line, builder)
    sample = builder.done()
    if sample.readings:
        household.samples.append(sample)


def _genotypes(
    found: Collector, file: Opened, layout: _Layout, cells: list[str], line: int, builder: SampleBuilder
) -> None:
    given = cells[layout.lead :]
    if layout.markers is None:
        if given:
            raise NotThisFormat(
                f"{file.name}, line {line:,}: there are genotypes and no names of markers; put a header above "
                "(FID IID PAT "
                f"MAT SEX and the markers), or {file.path.stem}.map beside the file"
            )
        return
    if len(given) == 2 * len(layout.markers):
        pairs = [given[place : place + 2] for place in range(0, len(given), 2)]
    elif len(given) == len(layout.markers):
        pairs = [cell.split("/") if "/" in cell else [cell] for cell in given]
    else:
        found.find(
            line,
            f"{len(given)} cells of genotypes for {len(layout.markers)} markers; two for each are needed, or one "
            "such as "
            "12/14; the genotypes are not read",
            person=builder.id,
        )
        return
    for marker, alleles in zip(layout.markers, pairs, strict=True):
        builder.add(marker, [one for one in alleles if one.strip() not in ("0", "-", "NA", "-9")], line)


def _family(found: Collector, name: str, household: _Household) -> Family:
    people = tuple(household.stated.sexes.items())
    tree = checked(found, household.stated)
    return Family(name, tuple(household.samples), () if tree is None else (tree,), people=people)


def write_ped(contents: DnaFile, found: Collector) -> str:
    """Families and their first trees; samples that stand in none are families of one.

    White space in names becomes ``_``, with a note. Who is missing cannot be said in this format.
    """
    families = [*contents.families, *(Family(sample.id, (sample,)) for sample in contents.samples)]
    if not families:
        raise ExportRefused("there is nobody to write")
    loci = list(
        dict.fromkeys(reading.locus for family in families for sample in family.samples for reading in sample.readings)
    )
    lines = ["\t".join(["#FID", "IID", "PAT", "MAT", "SEX", "PHENO", *(_joined(at) for at in loci)])]
    used_families: set[str] = set()
    for family in families:
        if family.missing:
            found.note(f"family «{family.name}»: PED cannot say that {', '.join(family.missing)} is missing")
        if len(family.trees) > 1:
            found.note(f"family «{family.name}»: PED holds one tree; «{_tree_of(family).name}» is written")
        family_name = _unused(found, family.name, used_families)
        lines += _rows(found, family, family_name, loci)
    return "\n".join(lines) + "\n"


def _rows(found: Collector, family: Family, family_name: str, loci: list[str]) -> list[str]:
    samples = {sample.id: sample for sample in family.samples}
    people = {person: (sex, "", "") for person, sex in family.people}
    people |= {sample.id: (sample.sex, "", "") for sample in family.samples}
    if family.trees:
        tree = _tree_of(family)
        for member in tree.members:
            people[member.id] = (member.sex, member.father or "", member.mother or "")
            if member.twin_of:
                found.note(f"family «{family.name}»: PED cannot say that «{member.id}» is a twin of «{member.twin_of}»")
    used: set[str] = set()
    names = {person: _unused(found, person, used) for person in people}
    rows = []
    for person, (sex, father, mother) in people.items():
        by_locus = {reading.locus: reading for reading in samples[person].readings} if person in samples else {}
        cells: list[str] = []
        for at in loci:
            reading = by_locus.get(at)
            if reading is not None and (len(reading.alleles) > 2 or any(_SPACE.search(one) for one in reading.alleles)):
                found.find(0, "PED takes two alleles; the reading is left out", person=person, locus=at)
                reading = None
            alleles = () if reading is None else reading.alleles
            cells += [*alleles, *["0"] * (2 - len(alleles))]
        lead = [family_name, names[person], names.get(father, "0"), names.get(mother, "0"), _CODES[sex], "-9"]
        rows.append("\t".join([*lead, *cells]))
    return rows


def _tree_of(family: Family) -> Tree:
    """The tree in which the missing stand, or the first."""
    return next(
        (tree for tree in family.trees if any(member.id in family.missing for member in tree.members)), family.trees[0]
    )


_CODES = {"M": "1", "F": "2", "U": "0"}


def _joined(name: str) -> str:
    return _SPACE.sub("_", name.strip())


def _unused(found: Collector, name: str, used: set[str]) -> str:
    joined = _joined(name)
    if joined != name:
        found.note(f"«{shortened(name)}» is written {joined}: PED has no white space in names")
    if joined.startswith("#") or joined in ("0", ""):
        raise ExportRefused(f"«{name}» cannot be a name in PED; rename it")
    if joined in used:
        raise ExportRefused(f"two names would be written {joined} in PED; rename one of them")
    used.add(joined)
    return joined
