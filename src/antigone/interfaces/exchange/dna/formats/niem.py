"""NIEM biometrics: DNA records (STR profiles) and a pedigree that joins them; read only.

The only open XML that carries a family tree: `DNARecord` and `Pedigree` of the namespace of NIEM's biometrics domain,
within any root. Members of the tree refer to records by their DNA Profile ID; a member of status S is sought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, text_fault
from antigone.interfaces.exchange.dna.formats import markup
from antigone.interfaces.exchange.dna.loci import kit
from antigone.interfaces.exchange.dna.opening import Opened
from antigone.interfaces.exchange.dna.trees import Stated, checked, sex_of
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat, Family, Sample
from antigone.interfaces.exchange.errors import EmptyTable
from antigone.interfaces.exchange.foreign_xml import Element
from antigone.interfaces.exchange.people.rows import shortened

#: Every version of the namespace has this in it.
NAMESPACE_PART = "niem/domains/biometrics"


def read_niem(file: Opened, progress: Callable[[int], None]) -> DnaFile:
    """Samples, and families whose members bear the ids of their samples.

    Raises:
        BrokenTable: the XML is damaged.
        EmptyTable: there is neither a record nor a pedigree.
    """
    found = Collector(file.name)
    samples: dict[str, Sample] = {}
    families: list[_Read] = []
    for element, _, _ in markup.elements(file, "{*}DNARecord", "{*}Pedigree"):
        if NAMESPACE_PART not in markup.namespace(element):
            continue
        if markup.local_name(element) == "DNARecord":
            sample = _record(found, element, len(samples) + 1)
            if sample is None:
                continue
            if sample.id in samples:
                found.find(
                    sample.line,
                    f"the profile stands on line {samples[sample.id].line:,} already; this one is not read",
                    person=sample.id,
                )
                continue
            samples[sample.id] = sample
            progress(len(samples))
        else:
            families.append(_pedigree(found, element, len(families) + 1))
    if not samples and not families:
        first = f"; {found.findings[0].sentence()}" if found.findings else ""
        raise EmptyTable(f"{file.name}: there is no DNARecord and no Pedigree in it{first}")
    made = tuple(_family(found, read, samples) for read in families)
    placed = {sample.id for family in made for sample in family.samples}
    return DnaFile(
        file.name,
        DnaFormat.NIEM,
        file.sha256,
        samples=tuple(sample for sample in samples.values() if sample.id not in placed),
        families=made,
        findings=found.findings,
        notes=found.notes,
    )


def _identifications(element: Element, name: str) -> Iterator[tuple[str, str]]:
    """(category in small letters, id) of each identification of that name."""
    for one in markup.children(element, name):
        kind = markup.child_text(one, "IdentificationCategoryDescriptionText") or markup.child_text(
            one, "IdentificationCategoryText"
        )
        yield kind.casefold(), markup.child_text(one, "IdentificationID")


def _record(found: Collector, element: Element, number: int) -> Sample | None:
    line = element.line
    ids = dict(_identifications(element, "DNADataIdentification"))
    name = ids.get("dna profile id", "")
    wrong = text_fault(name)
    if wrong:
        found.find(line, f"DNA Profile ID of record {number}: {wrong}; the record is not read", value=name)
        return None
    sex = "U"
    for donor in markup.children(element, "DNADonor"):
        sex = sex_of(found, markup.child_text(donor, "PersonSexText"), name, donor.line)
    builder: SampleBuilder | None = None
    for encoding in markup.children(element, "DNAEncoding"):
        for data in markup.children(encoding, "DNASTRData"):
            partial = markup.child_text(data, "DNASTRProfilePartialIndicator")
            if builder is None:
                builder = SampleBuilder(
                    found,
                    Sample(
                        name,
                        sex,
                        category=markup.child_text(element, "DNACategoryCode")[:255],
                        case=ids.get("case id", "")[:255],
                        partial={"true": True, "1": True, "false": False, "0": False}.get(partial),
                        line=line,
                    ),
                )
            named = next((markup.child_text(one, "DNAKitName") for one in markup.children(data, "DNAKit")), "")
            batch = markup.child_text(data, "DNABatchID")[:80]
            for one in markup.children(data, "DNALocus"):
                _locus(found, builder, one, kit(named)[:80] if named else "", batch)
    if builder is None:
        found.find(line, "the record has no STR profile (DNASTRData); it is not read", person=name)
        return None
    return builder.done()


def _locus(found: Collector, builder: SampleBuilder, element: Element, kit_name: str, batch: str) -> None:
    line = element.line
    written = markup.child_text(element, "DNALocusName")
    if not written:
        found.find(line, "a DNALocus without DNALocusName; it is not read", person=builder.id)
        return
    alleles = []
    for one in markup.children(element, "DNAAllele"):
        operator = markup.child_text(one, "DNAAlleleOperatorCode").casefold()
        sign = {"": "", "equal": "", "less than": "<", "greater than": ">"}.get(operator)
        call = markup.child_text(one, "DNAAlleleCall1Text")
        if sign is None:
            found.find(
                one.line,
                f"allele «{call[:40]}» is not said to be equal («{operator[:40]}»); the reading is left out",
                person=builder.id,
                locus=written,
                value=call,
            )
            return
        if not call:
            found.find(
                one.line,
                "a DNAAllele without DNAAlleleCall1Text; the reading is left out",
                person=builder.id,
                locus=written,
            )
            return
        alleles.append(sign + call)
    reader = [
        markup.child_text(identification, "IdentificationID")
        for entity in markup.children(element, "DNAAnalysisProcessingEntity")
        for person in markup.children(entity, "EntityPerson")
        for identification in markup.children(person, "PersonOtherIdentification")
    ]
    builder.add(
        written,
        alleles,
        line,
        kit=kit_name,
        batch=batch,
        read_by=reader[0][:80] if reader else "",
        read_at=markup.child_text(element, "ProcessUTCDate")[:40],
    )


@dataclass(slots=True)
class _Read:
    """A pedigree by the ids that its members have within the file, and the profiles that they name."""

    stated: Stated
    profiles: dict[str, str] = field(default_factory=dict)
    sought: list[str] = field(default_factory=list)


def _pedigree(found: Collector, element: Element, number: int) -> _Read:
    ids = dict(_identifications(element, "PedigreeIdentification"))
    name = ids.get("case id") or next(iter(ids.values()), "") or f"Pedigree {number}"
    name = shortened(name)
    read = _Read(Stated(name, name, element.line))
    stated = read.stated
    for member in markup.children(element, "PedigreeMember"):
        line = member.line
        own = markup.attribute(member, "id")
        wrong = text_fault(own)
        if wrong or own in stated.sexes:
            found.find(line, f"{stated.where()}: {wrong or f'member «{own}» stands twice'}; not read", person=own)
            continue
        stated.sexes[own] = sex_of(found, markup.child_text(member, "PersonSexText"), own, line)
        stated.lines[own] = line
        profile = dict(_identifications(member, "PedigreeMemberIdentification")).get("dna profile id", "")
        if profile:
            read.profiles[own] = profile
        if markup.child_text(member, "PedigreeMemberStatusCode") == "S":
            read.sought.append(own)
        for role, parents in (("Father", stated.fathers), ("Mother", stated.mothers)):
            for one in markup.children(member, f"Pedigree{role}Identification"):
                reference = markup.attribute(one, "metadata") or markup.attribute(one, "ref")
                if reference:
                    parents[own] = reference
    return read


def _family(found: Collector, read: _Read, samples: dict[str, Sample]) -> Family:
    """The family with its members called by their profiles, where they have one."""
    stated = read.stated
    called: dict[str, str] = {}
    for own in stated.sexes:
        profile = read.profiles.get(own, "")
        if profile and profile not in samples:
            found.find(
                stated.lines[own],
                f"{stated.where()}: the profile «{profile[:80]}» is not in the file; the member counts as not typed",
                person=own,
            )
        name = profile if profile in samples and profile not in called.values() else own
        called[own] = name
    named = _renamed(stated, called)
    mine = []
    for name, sex in named.sexes.items():
        sample = samples.get(name)
        if sample is None:
            continue
        if "U" not in (sample.sex, sex) and sample.sex != sex:
            found.find(
                named.lines[name],
                f"{stated.where()}: the record's sex is {sample.sex} and the pedigree's {sex}; correct one of them",
                person=name,
            )
        mine.append(replace(sample, sex=sample.sex if sample.sex != "U" else sex))
    people = tuple(named.sexes.items())
    tree = checked(found, named)
    missing = tuple(called[own] for own in read.sought)
    return Family(named.family, tuple(mine), () if tree is None else (tree,), missing, people)


def _renamed(stated: Stated, called: dict[str, str]) -> Stated:
    """The same tree with its people called otherwise; a parent who is nobody in it keeps the reference as a name."""

    def of(name: str) -> str:
        return called.get(name, name)

    return replace(
        stated,
        sexes={of(name): sex for name, sex in stated.sexes.items()},
        fathers={of(child): of(parent) for child, parent in stated.fathers.items()},
        mothers={of(child): of(parent) for child, parent in stated.mothers.items()},
        lines={of(name): line for name, line in stated.lines.items()},
    )
