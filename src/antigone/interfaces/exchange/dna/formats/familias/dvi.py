"""The section of the DVI module: unidentified persons, reference families with their pedigrees, and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, text_fault
from antigone.interfaces.exchange.dna.formats.familias.sections import Section, flattened
from antigone.interfaces.exchange.dna.trees import Relation, Stated, checked, sex_of, with_pairs
from antigone.interfaces.exchange.dna.values import Family, Sample, Tree
from antigone.interfaces.exchange.errors import BrokenTable

#: The sought person of a reference family, who stands in its pedigrees and not among its persons.
MISSING_PERSON: Final = "Missing person"
#: Familias' name for the pedigree of the other hypothesis; often a copy of the only other one.
REFERENCE_PEDIGREE: Final = "Reference pedigree"
#: Sections beside ``[DVI]`` that are kept as they are.
SETTINGS: Final = ("Prior", "Advanced")


def read_dvi(
    found: Collector, top: Section, progress: Callable[[int], None]
) -> tuple[tuple[Sample, ...], tuple[Family, ...]]:
    """The unidentified and the reference families.

    Raises:
        BrokenTable: a stated number of persons, families, pedigrees, relations or systems is not what follows.
    """
    samples: list[Sample] = []
    unidentified = top.one("Unidentified persons")
    if unidentified is not None:
        samples = _people(found, unidentified, "")
    families: list[Family] = []
    names: set[str] = set()
    reference = top.one("Reference Families")
    if reference is not None:
        listed = reference.numbered("Family")
        reference.check_count(found.file, "nFamilies", len(listed), "families")
        for section in listed:
            family = _family(found, section)
            if family is None:
                continue
            if family.name in names:
                found.find(section.line, f"family «{family.name}» stands in the file already; this one is not read")
                continue
            names.add(family.name)
            families.append(family)
            progress(len(families))
    return tuple(samples), tuple(families)


def settings_of(tops: Iterable[Section]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The lines of the sections that are kept as they are."""
    for top in tops:
        if top.name in SETTINGS:
            yield from flattened(top)


def _people(found: Collector, section: Section, family: str) -> list[Sample]:
    people: list[Sample] = []
    seen: dict[str, int] = {}
    listed = section.numbered("Person")
    section.check_count(found.file, "nPersons", len(listed), "persons")
    for one in listed:
        name = one.value("Name")
        wrong = text_fault(name)
        if wrong:
            found.find(one.line, f"name of {one.name}{_of(family)}: {wrong}; not read", value=name)
            continue
        if name in seen:
            found.find(
                one.line, f"the person{_of(family)} stands on line {seen[name]:,} already; not read", person=name
            )
            continue
        seen[name] = one.line
        sex = sex_of(found, one.value("Gender"), name, one.line)
        builder = SampleBuilder(found, Sample(name, sex, line=one.line))
        data = one.one("DNA data")
        if data is not None:
            _readings(found, builder, data)
        people.append(builder.done())
    return people


def _of(family: str) -> str:
    return f" of family «{family}»" if family else ""


def _readings(found: Collector, builder: SampleBuilder, data: Section) -> None:
    systems = [place for place, entry in enumerate(data.entries) if entry.key == "SystemName"]
    data.check_count(found.file, "nSystems", len(systems), f"systems of «{builder.id}»")
    for place, following in zip(systems, [*systems[1:], len(data.entries)], strict=False):
        entry = data.entries[place]
        alleles = [one.value for one in data.entries[place + 1 : following] if one.key.startswith("Allele")]
        if not entry.value or len(entry.value) > 100:
            found.find(entry.line, "a system without a name; it is not read", person=builder.id)
        else:
            builder.add(entry.value, alleles, entry.line)


def _family(found: Collector, section: Section) -> Family | None:
    name = section.value("Name")
    wrong = text_fault(name)
    if wrong:
        found.find(section.line, f"name of {section.name}: {wrong}; the family is not read", value=name)
        return None
    persons, pedigrees = section.one("Persons"), section.one("Pedigrees")
    if persons is None or pedigrees is None:
        lacks = "persons" if persons is None else "pedigrees"
        raise BrokenTable(
            f"{found.file}, line {section.line:,}: family «{name}» has no section of {lacks}; the file is damaged "
            "or was cut "
            "off, save it again in Familias"
        )
    people = _people(found, persons, name)
    listed = pedigrees.numbered("Pedigree")
    pedigrees.check_count(found.file, "nPedigrees", len(listed), "pedigrees")
    trees: list[Tree] = []
    for one in listed:
        tree = _tree(found, one, name, people)
        if tree is not None:
            trees.append(tree)
    if len(trees) == 2 and trees[0].name == REFERENCE_PEDIGREE and trees[0].members == trees[1].members:
        del trees[0]
    missing = any(member.id == MISSING_PERSON for tree in trees for member in tree.members)
    if trees and not missing:
        found.note(f"family «{name}»: nobody in its pedigrees is «{MISSING_PERSON}», so that nobody is sought")
    return Family(
        name,
        tuple(sample for sample in people if sample.readings),
        tuple(trees),
        (MISSING_PERSON,) if missing else (),
        tuple((sample.id, sample.sex) for sample in people),
    )


def _tree(found: Collector, section: Section, family: str, people: list[Sample]) -> Tree | None:
    stated = Stated(family, section.value("Name") or section.name, section.line)
    for sample in people:
        stated.sexes[sample.id] = sample.sex
        stated.lines[sample.id] = sample.line
    related = [entry for entry in section.entries if entry.key in ("Parent", "Child")]
    pairs = []
    for parent, child in zip(related[::2], related[1::2], strict=False):
        if (parent.key, child.key) != ("Parent", "Child"):
            raise BrokenTable(
                f"{found.file}, line {child.line:,}: here «Child=» should follow on «Parent=»; the file is "
                "damaged, save it "
                "again in Familias"
            )
        pairs.append(Relation(parent.value, child.value, parent.line))
    if len(related) % 2:
        raise BrokenTable(
            f"{found.file}, line {related[-1].line:,}: a parent without a child; save it again in Familias"
        )
    section.check_count(found.file, "nRelations", len(pairs), "relations")
    for pair in pairs:
        for person in (pair.parent, pair.child):
            if person == MISSING_PERSON:
                stated.sexes.setdefault(person, "U")
                stated.lines.setdefault(person, pair.line)
            elif person not in stated.sexes:
                found.find(
                    pair.line,
                    f"{stated.where()}: this person is not among the family's; the pedigree is not read",
                    person=person,
                )
                return None
    return checked(found, stated) if with_pairs(found, stated, pairs) else None
