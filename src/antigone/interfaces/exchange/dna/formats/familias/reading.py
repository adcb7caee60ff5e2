"""Reading a Familias file: people by number, pedigrees by pairs, the frequency table, the DVI section by names."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from antigone.evidence.dna import Model, MutationSpec, Transform
from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, allele, text_fault
from antigone.interfaces.exchange.dna.formats.familias.cursor import Cursor
from antigone.interfaces.exchange.dna.formats.familias.dvi import read_dvi, settings_of
from antigone.interfaces.exchange.dna.formats.familias.sections import sections
from antigone.interfaces.exchange.dna.frequencies import summed
from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.dna.trees import Relation, Stated, checked, with_pairs
from antigone.interfaces.exchange.dna.values import (
    DnaFile,
    DnaFormat,
    FamiliasSettings,
    Family,
    FrequencyTable,
    LocusFrequencies,
    Sample,
    Tree,
)
from antigone.interfaces.exchange.people.rows import shortened

#: The only family of the first part, which Familias leaves without a name.
CASE: Final = "Case"

_MOST_PEOPLE: Final = 100_000
_MOST_LOCI: Final = 10_000
_MOST_ALLELES: Final = 2_000
_THETA = re.compile(r"Theta/Kinship/Fst: ([0-9.,eE+-]{1,30})")
_INFO = {
    "size": re.compile(r"DatabaseSize = (\d{1,9})"),
    "dropout": re.compile(r"Dropout probability = ([0-9.,eE+-]{1,30})"),
    "least": re.compile(r"Minor allele frequency = ([0-9.,eE+-]{1,30})"),
}
_DIRECT = re.compile(r"(\d{1,6})\D*Direct.*")


@dataclass(slots=True)
class _Person:
    sample: Sample
    genotypes: list[tuple[int, int, int, int]]


@dataclass(slots=True)
class _Pedigree:
    name: str
    line: int
    women: int
    men: int
    relations: list[tuple[int, int, int]]
    twins: list[tuple[int, int, int]]


@dataclass(slots=True)
class _Ladder:
    """One locus as listed: alleles in the file's order, for the numbers of the genotypes; what became of it."""

    written: str
    alleles: list[str]
    kept: LocusFrequencies | None = field(default=None)


def read_familias(file: Opened, progress: Callable[[int], None]) -> DnaFile:
    """Everything in a ``.fam`` file.

    Of the first part comes one family with a tree for each pedigree; of the DVI section the unidentified as samples,
    and the reference families.

    Raises:
        NotThisFormat: it is no Familias file, or one with results in it.
        BrokenTable: it is damaged or cut off; the sentence names the line.
    """
    found = Collector(file.name)
    cursor = Cursor(file.name, file.lines())
    first = cursor.text("the first line")
    if "Familias" not in first:
        raise NotThisFormat(
            f"{file.name}, line 1: a Familias file begins with «Output from Familias», this one does not"
        )
    cursor.text("the second line")
    version = cursor.text("the version")[:40]
    if cursor.peek() in ('""', ""):
        cursor.text("an empty line")
    people = [_person(found, cursor) for _ in range(cursor.count("the number of persons", _MOST_PEOPLE))]
    known = _pedigree(cursor, "Known relations", named=False)
    pedigrees = _pedigrees(cursor)
    settings = FamiliasSettings(version, _theta(cursor, file.name))
    ladders, table = _database(found, cursor, file)
    progress(len(people))
    samples = tuple(_sample(found, person, ladders) for person in people)
    families = _case(found, samples, known, pedigrees) if people else ()
    loose: tuple[Sample, ...] = ()
    tops = sections(file.name, _from_heading(found, cursor))
    for top in tops:
        if top.name == "DVI":
            loose, more = read_dvi(found, top, progress)
            families += more
    settings = replace(settings, settings=tuple(settings_of(tops)))
    if table is not None:
        known_alleles = {at.locus: frozenset(at.alleles) for at in table.loci}
        loose = tuple(_on_the_ladder(found, sample, known_alleles) for sample in loose)
        families = tuple(
            replace(family, samples=tuple(_on_the_ladder(found, sample, known_alleles) for sample in family.samples))
            for family in families
        )
    return DnaFile(
        file.name,
        DnaFormat.FAMILIAS,
        file.sha256,
        samples=loose,
        families=families,
        frequencies=() if table is None else (table,),
        familias=settings,
        findings=found.findings,
        notes=found.notes,
    )


def _person(found: Collector, cursor: Cursor) -> _Person:
    name = cursor.text("the name of a person")
    line = cursor.line
    wrong = text_fault(name)
    if wrong:
        raise cursor.refuse("the name of a person", name)
    cursor.flag("a mark of the person")
    dropout = cursor.text("-1, with or without «Consider dropouts»,")
    if not dropout.startswith("-1"):
        raise cursor.refuse("-1, with or without «Consider dropouts»,", dropout)
    cursor.flag("a mark of the person")
    man = cursor.flag("whether the person is a man")
    genotypes = []
    for _ in range(cursor.count("the number of genotypes", _MOST_LOCI)):
        one = cursor.count("the number of an allele", _MOST_ALLELES)
        at = cursor.line
        genotypes.append(
            (
                one,
                cursor.count("the number of an allele", _MOST_ALLELES),
                cursor.count("the number of a marker", _MOST_LOCI),
                at,
            )
        )
    sample = Sample(name, "M" if man else "F", may_drop_out="dropouts" in dropout, line=line)
    return _Person(sample, genotypes)


def _pedigree(cursor: Cursor, name: str, *, named: bool) -> _Pedigree:
    if named:
        cursor.count("the number of a pedigree", _MOST_LOCI)
        name = cursor.text("the name of a pedigree")
    elif cursor.text(f"«{name}»") != name:
        raise cursor.refuse(f"«{name}»", "another line")
    pedigree = _Pedigree(
        name[:200],
        cursor.line,
        cursor.count("a number of extra women", _MOST_PEOPLE),
        cursor.count("a number of extra men", _MOST_PEOPLE),
        [],
        [],
    )
    for _ in range(cursor.count("a number of relations", _MOST_PEOPLE)):
        parent = cursor.text("the number of a parent")
        line = cursor.line
        direct = _DIRECT.fullmatch(parent)
        number = direct[1] if direct else parent
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            raise cursor.refuse("the number of a parent", parent)
        child = cursor.count("the number of a child", _MOST_PEOPLE)
        (pedigree.twins if direct else pedigree.relations).append((int(number), child, line))
    return pedigree


def _pedigrees(cursor: Cursor) -> list[_Pedigree]:
    return [_pedigree(cursor, "", named=True) for _ in range(cursor.count("the number of pedigrees", _MOST_LOCI))]


def _theta(cursor: Cursor, name: str) -> float:
    text = cursor.text("#FALSE# and the number of databases")
    if text.startswith("#TRUE#"):
        raise NotThisFormat(f"{name}, line {cursor.line:,}: the file has results in it; save the project without them")
    if not text.startswith("#FALSE#"):
        raise cursor.refuse("#FALSE# and the number of databases", text)
    return _number_in(_THETA, text)


def _number_in(pattern: re.Pattern[str], text: str) -> float:
    match = pattern.search(text)
    try:
        return float(match[1].replace(",", ".")) if match else 0.0
    except ValueError:
        return 0.0


def _database(found: Collector, cursor: Cursor, file: Opened) -> tuple[list[_Ladder], FrequencyTable | None]:
    count = cursor.count("the number of loci", _MOST_LOCI)
    name = cursor.text("the name of the database") if cursor.flag("whether the database has a name") else ""
    changes: list[str] = []
    ladders = [_ladder(found, cursor, changes) for _ in range(count)]
    loci: dict[str, LocusFrequencies] = {}
    for ladder in ladders:
        if ladder.kept is None:
            continue
        if ladder.kept.locus in loci:
            found.find(
                0, "the locus stands twice in the frequency table; the second is not read", locus=ladder.kept.locus
            )
            ladder.kept = None
            continue
        loci[ladder.kept.locus] = ladder.kept
    if not loci:
        return ladders, None
    table = FrequencyTable(name, tuple(loci.values()), file.name, file.sha256, changes=tuple(changes))
    return ladders, table


def _ladder(found: Collector, cursor: Cursor, changes: list[str]) -> _Ladder:
    written = cursor.text("the name of a locus")
    line = cursor.line
    if text_fault(written, most=100):
        raise cursor.refuse("the name of a locus", written)
    rates = [cursor.number(f"the mutation rate of {sex}") for sex in ("women", "men")]
    models = [cursor.count(f"the mutation model of {sex}", 4) for sex in ("women", "men")]
    cursor.count("the number of alleles with the silent one", _MOST_ALLELES + 1)
    ranges = [cursor.number(f"the mutation range of {sex}") for sex in ("women", "men")]
    second = [cursor.number(f"the second mutation rate of {sex}") for sex in ("women", "men")]
    silent = cursor.flag("whether there is a silent allele")
    silent_frequency = cursor.number("the frequency of the silent allele")
    count, info = cursor.leading_count("the number of alleles", _MOST_ALLELES)
    entries: dict[str, float] = {}
    order: list[str] = []
    doubled = ""
    for _ in range(count):
        name = allele(cursor.text("the name of an allele"))
        if text_fault(name, most=40):
            raise cursor.refuse("the name of an allele", name)
        value = cursor.number(f"the frequency of allele {name}")
        doubled = doubled or (name if name in entries else "")
        entries[name] = value
        order.append(name)
    ladder = _Ladder(found.locus(written).name, order)
    wrong = next((name for name, value in entries.items() if not 0 <= value <= 1), "")
    if doubled or wrong:
        reason = f"allele {doubled} stands twice" if doubled else f"the frequency of allele {wrong} is not from 0 to 1"
        found.find(line, f"{reason}; the locus is not read", locus=ladder.written)
        return ladder
    specs = [
        _spec(model, rate, rate2, reach)
        for model, rate, rate2, reach in zip(models, rates, second, ranges, strict=True)
    ]
    sizes = _INFO["size"].search(info)
    ladder.kept = summed(
        found,
        LocusFrequencies(
            ladder.written,
            tuple(entries),
            tuple(entries.values()),
            silent=silent_frequency if silent else 0.0,
            mothers=specs[0],
            fathers=specs[1],
            database_size=int(sizes[1]) if sizes else None,
            dropout=_number_in(_INFO["dropout"], info),
            least=_number_in(_INFO["least"], info),
        ),
        line,
        changes,
    )
    return ladder


def _spec(model: int, rate: float, rate2: float, reach: float) -> MutationSpec | None:
    """Familias' models: 0 equal, 1 proportional, 2 stepwise, 3 stepwise made stationary, 4 extended stepwise."""
    if not rate and not (rate2 and model == 4):
        return None
    if model < 2:
        return MutationSpec(Model.EQUAL if model == 0 else Model.PROPORTIONAL, rate, rate2, reach)
    if model == 4:
        return MutationSpec(Model.STEPWISE, rate, rate2, reach)
    return MutationSpec(Model.STEPWISE, rate, 0.0, reach, transform=Transform.PM if model == 3 else None)


def _sample(found: Collector, person: _Person, ladders: list[_Ladder]) -> Sample:
    builder = SampleBuilder(found, person.sample)
    for one, other, marker, line in person.genotypes:
        if marker >= len(ladders):
            found.find(
                line + 2,
                f"marker number {marker}, and there are {len(ladders)}; the reading is left out",
                person=person.sample.id,
            )
            continue
        ladder = ladders[marker]
        out = next((number for number in (one, other) if number >= len(ladder.alleles)), None)
        if out is not None:
            found.find(
                line,
                f"allele number {out} is off the ladder, which has {len(ladder.alleles)} alleles here; the "
                "reading is left out",
                person=person.sample.id,
                locus=ladder.written,
            )
            continue
        builder.add(ladder.written, (ladder.alleles[one], ladder.alleles[other]), line)
    return builder.done()


def _case(
    found: Collector, samples: tuple[Sample, ...], known: _Pedigree, pedigrees: list[_Pedigree]
) -> tuple[Family, ...]:
    times = Counter(sample.id for sample in samples)
    doubled = next((name for name, count in times.items() if count > 1), None)
    if doubled is not None:
        found.find(0, "two people of the file bear this name; its pedigrees are not read", person=doubled)
        pedigrees = []
    listed = pedigrees or ([known] if known.relations and doubled is None else [])
    trees = []
    for pedigree in listed:
        tree = _tree(found, samples, known, pedigree)
        if tree is not None:
            trees.append(tree)
    people = tuple((sample.id, sample.sex) for sample in samples)
    return (Family(CASE, tuple(one for one in samples if one.readings), tuple(trees), people=people),)


def _tree(found: Collector, samples: tuple[Sample, ...], known: _Pedigree, pedigree: _Pedigree) -> Tree | None:
    stated = Stated(CASE, pedigree.name, pedigree.line)
    for sample in samples:
        stated.sexes[sample.id] = sample.sex
        stated.lines[sample.id] = sample.line
    extras = [known] if pedigree is known else [known, pedigree]
    if sum(part.women + part.men for part in extras) > 5_000:
        found.find(pedigree.line, f"{stated.where()}: thousands of extra persons; the pedigree is not read")
        return None
    numbers = {"F": itertools.count(1), "M": itertools.count(1)}
    for part in extras:
        for sex, word, count in (("F", "woman", part.women), ("M", "man", part.men)):
            for _ in range(count):
                stated.sexes[f"extra {word} {next(numbers[sex])}"] = sex
    order = list(stated.sexes)
    pairs = []
    for part in extras:
        for parent, child, line in (*part.relations, *part.twins):
            outside = next((number for number in (parent, child) if number >= len(order)), None)
            if outside is not None:
                found.find(
                    line,
                    f"{stated.where()}: person number {outside}, and there are {len(order)}; the pedigree is not read",
                )
                return None
            if (parent, child, line) in part.twins:
                stated.twins[order[child]] = order[parent]
            else:
                pairs.append(Relation(order[parent], order[child], line))
    return checked(found, stated) if with_pairs(found, stated, pairs) else None


def _from_heading(found: Collector, cursor: Cursor) -> list[tuple[int, str]]:
    """The lines from the first heading in brackets on; what stands before it is noted."""
    lines = list(cursor.rest())
    for place, (line, text) in enumerate(lines):
        if text.startswith("["):
            return lines[place:]
        if text.strip():
            found.note(f"line {line:,}: «{shortened(text)}» after the frequencies is not read")
    return []


def _on_the_ladder(found: Collector, sample: Sample, known_alleles: dict[str, frozenset[str]]) -> Sample:
    """The sample with a fault where an allele is not in the file's own frequency table."""
    readings = []
    for reading in sample.readings:
        ladder = known_alleles.get(reading.locus)
        if not reading.fault and ladder is not None:
            off = next((one for one in reading.alleles if one not in ladder), None)
            if off is not None:
                reason = (
                    f"allele {off} is off the ladder: the file's own frequency table does not have it; the "
                    "reading is left "
                    "out, add the allele to the table"
                )
                found.find(reading.line, reason, person=sample.id, locus=reading.locus, value=off)
                reading = replace(reading, fault=reason)
        readings.append(reading)
    return replace(sample, readings=tuple(readings))
