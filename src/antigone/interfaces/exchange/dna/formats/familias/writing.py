"""Writing a Familias file: its first part for one family with hypotheses, the DVI section for bodies and families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from antigone.evidence.dna import Member, Model, MutationSpec, Transform
from antigone.interfaces.exchange.dna.checking import Collector
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats.familias.dvi import MISSING_PERSON, REFERENCE_PEDIGREE
from antigone.interfaces.exchange.dna.values import (
    DnaFile,
    FamiliasSettings,
    Family,
    FrequencyTable,
    LocusFrequencies,
    Reading,
    Sample,
    Tree,
)

_UNSAYABLE = re.compile(r'["\[\]\r\n\t=]')
_SEXES = {"M": "Male", "F": "Female", "U": "Unknown"}


class _Usable:
    """What the table allows to be written of each sample; what it does not is found."""

    def __init__(self, found: Collector, table: FrequencyTable) -> None:
        self.found = found
        self.table = table
        self.ladders = {at.locus: at.alleles for at in table.loci}

    def readings(self, sample: Sample) -> list[Reading]:
        """Readings of two alleles, both in the table."""
        kept = []
        for reading in sample.readings:
            reason = self._reason(reading)
            if reason:
                self.found.find(0, f"{reason}; it is left out", person=sample.id, locus=reading.locus)
            else:
                kept.append(reading)
        return kept

    def _reason(self, reading: Reading) -> str:
        if reading.fault:
            return "the reading has a fault"
        if reading.locus not in self.ladders:
            return f"the locus is not in the frequencies «{self.table.population}»"
        if len(reading.alleles) != 2:
            return "Familias needs two alleles; if this is a homozygote, say --single-alleles homozygous"
        ladder = self.ladders[reading.locus]
        off = next((one for one in reading.alleles if one not in ladder), None)
        return f"allele {off} is not in the frequency table; add it with --minimum-frequency" if off else ""


def write_familias(contents: DnaFile, table: FrequencyTable, found: Collector) -> str:
    """A ``.fam`` file over a frequency table.

    One family in which nobody is missing, and no loose sample, becomes the first part; anything else the DVI section.

    Raises:
        ExportRefused: a name that the format cannot hold, twins, a family that misses several people.
    """
    usable = _Usable(found, table)
    settings = contents.familias or FamiliasSettings()
    version = settings.version or "3.3.1"
    one = len(contents.families) == 1 and not contents.samples and not contents.families[0].missing
    plain = one and "DVI" not in version
    dvi = bool((contents.families or contents.samples) and not plain)
    if dvi and "DVI" not in version:
        version = f"{version} (DVI)"
    lines = [f'"Output from Familias, version {version.partition(" ")[0]}"', '"DO NOT EDIT!"', version, '""']
    lines += _first_part(usable, contents.families[0]) if plain else ["0", '"Known relations"', "0", "0", "0", "0"]
    lines += _database(table, settings.theta)
    if dvi:
        lines += ["", *_dvi_section(usable, contents)]
    lines += _settings(settings)
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    return f'"{_sayable(name)}"'


def _sayable(name: str) -> str:
    if not name.strip() or _UNSAYABLE.search(name):
        raise ExportRefused(
            f"«{name}» cannot be a name in Familias, which takes no quotation marks, brackets, = or tabs"
        )
    return name


def _first_part(usable: _Usable, family: Family) -> list[str]:
    samples = {sample.id: sample for sample in family.samples}
    people = dict(family.people) or {sample.id: sample.sex for sample in family.samples}
    numbers = {at.locus: number for number, at in enumerate(usable.table.loci)}
    lines = [str(len(people))]
    for person, sex in people.items():
        if sex == "U":
            raise ExportRefused(f"Familias asks for the sex of everybody, and that of «{person}» is not given")
        sample = samples.get(person, Sample(person, sex))
        dropout = " (Consider dropouts)" if sample.may_drop_out else ""
        lines += [_quoted(person), "#FALSE#", f"-1{dropout}", "#FALSE#", "#TRUE#" if sex == "M" else "#FALSE#"]
        readings = usable.readings(sample)
        lines.append(str(len(readings)))
        for reading in readings:
            ladder = usable.ladders[reading.locus]
            lines += [str(ladder.index(one)) for one in reading.alleles]
            lines.append(str(numbers[reading.locus]))
    lines += ['"Known relations"', "0", "0", "0", str(len(family.trees))]
    for number, tree in enumerate(family.trees):
        lines += [str(number), *_pedigree(tree, list(people))]
    return lines


def _pedigree(tree: Tree, people: Sequence[str]) -> list[str]:
    extras = [member for member in tree.members if member.id not in people and member.id not in tree.added]
    if any(member.sex == "U" for member in extras):
        raise ExportRefused(f"pedigree «{tree.name}»: Familias asks for the sex of everybody in it")
    women = [member.id for member in extras if member.sex == "F"]
    men = [member.id for member in extras if member.sex == "M"]
    order = [*people, *women, *men]
    pairs = list(_pairs(tree))
    lines = [_quoted(tree.name), str(len(women)), str(len(men)), str(len(pairs))]
    for parent, child in pairs:
        lines += [str(order.index(parent)), str(order.index(child))]
    return lines


def _pairs(tree: Tree) -> Iterator[tuple[str, str]]:
    """(parent, child), without parents that the file never listed: reading adds them again under the same names."""
    for member in tree.members:
        _refuse_twin(tree, member)
        for parent in (member.father, member.mother):
            if parent is not None and parent not in tree.added:
                yield parent, member.id


def _refuse_twin(tree: Tree, member: Member) -> None:
    if member.twin_of is not None:
        raise ExportRefused(
            f"pedigree «{tree.name}»: «{member.id}» is a twin, and how Familias writes twins is not published; "
            "leave one out"
        )


def _database(table: FrequencyTable, theta: float) -> list[str]:
    lines = [
        f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {_number(theta)} )",
        str(len(table.loci)),
        *(["#TRUE#", _quoted(table.population)] if table.population else ["#FALSE#"]),
    ]
    for at in table.loci:
        lines += _locus(at)
    return lines


def _locus(at: LocusFrequencies) -> list[str]:
    specs = (at.mothers, at.fathers)
    count = len(at.alleles)
    size = 0 if at.database_size is None else at.database_size
    info = (
        f"(DatabaseSize = {size} , Dropout probability = {_number(at.dropout)} , "
        f"Minor allele frequency = {_number(at.least)} )"
    )
    lines = [
        _quoted(at.locus),
        *(_number(0.0 if spec is None else spec.rate) for spec in specs),
        *(str(_model(at.locus, spec)) for spec in specs),
        str(count + (at.silent > 0)),
        *(_number(0.1 if spec is None else spec.range) for spec in specs),
        *(_number(0.0 if spec is None else spec.rate2) for spec in specs),
        "#TRUE#" if at.silent else "#FALSE#",
        _number(at.silent),
        f"{count}\t{info}",
    ]
    for name, value in zip(at.alleles, at.frequencies, strict=True):
        lines += [_quoted(name), _number(value)]
    return lines


def _model(at: str, spec: MutationSpec | None) -> int:
    if spec is None:
        return 0
    key = (spec.model, spec.transform, bool(spec.rate2))
    known = {
        (Model.EQUAL, None): 0,
        (Model.PROPORTIONAL, None): 1,
        (Model.STEPWISE, Transform.PM): 3,
        (Model.STEPWISE, None): 4 if key[2] else 2,
    }
    number = known.get(key[:2])
    if number is None:
        raise ExportRefused(f"locus {at}: Familias has no mutation model «{spec.model}» with this transform")
    return number


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _dvi_section(usable: _Usable, contents: DnaFile) -> list[str]:
    lines = ["[DVI]", "[[Unidentified persons]]", f"nPersons= {len(contents.samples)}"]
    for number, sample in enumerate(contents.samples, start=1):
        lines += [f"[[[Person {number} ]]]", f"Name= {_sayable(sample.id)}", f"Gender= {_SEXES[sample.sex]}"]
        lines += _dna_data(usable, sample, 4)
    count = f"nFamilies= {len(contents.families)}"
    lines += ["[[Notes]]", count, "", "[[Reference Families]]", count]
    for number, family in enumerate(contents.families, start=1):
        lines += _reference_family(usable, family, number)
    return lines


def _dna_data(usable: _Usable, sample: Sample, depth: int) -> list[str]:
    readings = usable.readings(sample)
    lines = [f"{'[' * depth}DNA data{']' * depth}", f"nSystems= {len(readings)}"]
    for reading in readings:
        lines += [f"SystemName= {reading.locus}", f"Allele1= {reading.alleles[0]}", f"Allele2= {reading.alleles[1]}"]
    return lines


def _reference_family(usable: _Usable, family: Family, number: int) -> list[str]:
    called = _called(usable.found, family)
    samples = {sample.id: sample for sample in family.samples}
    people = dict(family.people) or {sample.id: sample.sex for sample in family.samples}
    listed = [(person, sex) for person, sex in people.items() if called.get(person) != MISSING_PERSON]
    for tree in family.trees:
        beside = {person for person, _ in listed} | tree.added
        listed += [
            (member.id, member.sex)
            for member in tree.members
            if member.id not in beside and called.get(member.id, member.id) != MISSING_PERSON
        ]
    lines = [
        f"[[[Family {number} ]]]",
        f"Name= {_sayable(family.name)}",
        "[[[[Persons]]]]",
        f"nPersons= {len(listed)}",
    ]
    for place, (person, sex) in enumerate(listed, start=1):
        lines += [f"[[[[[Person {place}]]]]]", f"Name= {_sayable(person)}", f"Gender= {_SEXES[sex]}"]
        lines += _dna_data(usable, samples.get(person, Sample(person, sex)), 6)
    trees = list(family.trees)
    if trees and all(tree.name != REFERENCE_PEDIGREE for tree in trees):
        trees.insert(0, Tree(REFERENCE_PEDIGREE, trees[0].members, trees[0].added))
    lines += ["[[[[Pedigrees]]]]", f"nPedigrees= {len(trees)}"]
    for place, tree in enumerate(trees, start=1):
        pairs = list(_pairs(tree))
        lines += [f"[[[[[Pedigree {place}]]]]]", f"Name= {_sayable(tree.name)}", f"nRelations= {len(pairs)}"]
        for parent, child in pairs:
            lines += [f"Parent= {called.get(parent, parent)}", f"Child= {called.get(child, child)}"]
    return lines


def _called(found: Collector, family: Family) -> dict[str, str]:
    """The sought person under the only name that Familias knows for one."""
    if len(family.missing) > 1:
        raise ExportRefused(
            f"family «{family.name}» misses {len(family.missing)} people and Familias takes one in a family; "
            "write a family "
            "for each"
        )
    for person in family.missing:
        if person != MISSING_PERSON:
            found.note(
                f"family «{family.name}»: «{person}» is written as «{MISSING_PERSON}», as Familias calls the sought"
            )
            return {person: MISSING_PERSON}
    return {}


def _settings(settings: FamiliasSettings) -> list[str]:
    lines: list[str] = []
    open_path: tuple[str, ...] = ()
    for path, key, value in settings.settings:
        common = _common(open_path, path)
        for depth in range(common, len(path)):
            lines.append(f"{'[' * (depth + 1)}{path[depth]}{']' * (depth + 1)}")
        open_path = path
        lines.append(f"{key}= {value}")
    return lines


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
