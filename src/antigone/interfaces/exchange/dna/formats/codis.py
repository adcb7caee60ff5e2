"""CODIS Common Message Format 3.2 and 3.3: specimens and their loci, as XML of namespace urn:CODISImportFile-schema.

CMF writes a homozygote as one ALLELE, just as it writes a single allele that was seen; reading keeps the one allele and
does not decide. Names, lengths and enumerations are those of the two published schemas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, text_fault
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats import markup
from antigone.interfaces.exchange.dna.formats.naming import distinct_names
from antigone.interfaces.exchange.dna.loci import CodisVersion, categories, kit, kit_known, locus
from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.dna.values import CodisHeader, DnaFile, DnaFormat, Gravity, Reading, Sample
from antigone.interfaces.exchange.errors import EmptyTable
from antigone.interfaces.exchange.foreign_xml import Element
from antigone.interfaces.exchange.people.rows import shortened

NAMESPACE: Final = "urn:CODISImportFile-schema"
_DATE_TIME = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_HEADER: Final = {
    "DESTINATIONORI": ("destination", 10),
    "SOURCELAB": ("laboratory", 10),
    "SUBMITBYUSERID": ("user", 20),
    "SUBMITDATETIME": ("submitted", 40),
    "BATCHID": ("batch", 32),
    "KIT": ("kit", 32),
}
_MOST_LOCI: Final = {CodisVersion.V32: 32, CodisVersion.V33: 64}
_LONGEST_ID: Final = 24


def read_codis(file: Opened, progress: Callable[[int], None]) -> DnaFile:
    """Specimens of a CMF file.

    Raises:
        NotThisFormat: it is another XML, or a version that is not read.
        BrokenTable: the XML is damaged.
        EmptyTable: there is no specimen.
    """
    found = Collector(file.name)
    header: dict[str, str] = {}
    version = ""
    samples: list[Sample] = []
    lines: dict[str, int] = {}
    for element, _, root in markup.elements(file):
        _check_root(file.name, root)
        name = markup.local_name(element)
        if name == "HEADERVERSION":
            version = _version(file.name, markup.text_of(element), element.line)
        elif name in _HEADER:
            header[_HEADER[name][0]] = _header_text(found, element)
        elif name == "SPECIMEN":
            sample = _specimen(found, element, samples)
            if sample is None:
                continue
            if sample.id in lines:
                found.find(
                    sample.line,
                    f"the specimen stands on line {lines[sample.id]:,} already; this one is not read, give it its "
                    "own id",
                    person=sample.id,
                )
                continue
            lines[sample.id] = sample.line
            samples.append(sample)
            if len(samples) % 500 == 0:
                progress(len(samples))
    if not samples:
        raise EmptyTable(f"{file.name}: there is no specimen in it that can be read{_first(found)}")
    if not version:
        found.note("the file does not say its version (HEADERVERSION); it is read as 3.2")
    filled = CodisHeader(**{"destination": "", "laboratory": "", "user": "", "submitted": "", **header})
    return DnaFile(
        file.name,
        DnaFormat.CMF_33 if version == CodisVersion.V33 else DnaFormat.CMF_32,
        file.sha256,
        samples=tuple(samples),
        codis=replace(filled, kit=kit(filled.kit) if filled.kit else ""),
        findings=found.findings,
        notes=found.notes,
    )


def _first(found: Collector) -> str:
    return f"; {found.findings[0].sentence()}" if found.findings else ""


def _check_root(name: str, root: Element) -> None:
    called, space = markup.local_name(root), markup.namespace(root)
    if called == "CODISRapidImportFile":
        raise NotThisFormat(f"{name} is a Rapid Import file, for arrests only; export CMF 3.2 or 3.3")
    if called != "CODISImportFile" or space != NAMESPACE:
        raise NotThisFormat(
            f"{name}, line {root.line:,}: the root is «{shortened(called)}» of namespace "
            f"«{shortened(space)}», "
            f"not CODISImportFile of {NAMESPACE}; this is no CMF 3.2 or 3.3"
        )


def _version(name: str, text: str, line: int) -> str:
    try:
        return CodisVersion(text)
    except ValueError:
        raise NotThisFormat(
            f"{name}, line {line:,}: CMF version «{shortened(text)}» is not read; export 3.2 or 3.3"
        ) from None


def _header_text(found: Collector, element: Element) -> str:
    """A text of the header; nothing, with a finding, where CODIS could not have written it."""
    text, name = markup.text_of(element), markup.local_name(element)
    most = _HEADER[name][1]
    if len(text) > most:
        reason = f"{name} has {len(text):,} characters and CODIS allows {most}; it is left out"
    elif name == "SUBMITDATETIME" and not _DATE_TIME.fullmatch(text):
        reason = f"{name} is «{shortened(text)}», no date and time such as 2024-05-01T12:00:00; it is left out"
    else:
        return text
    found.find(element.line, reason, value=text)
    return ""


def _specimen(found: Collector, element: Element, before: list[Sample]) -> Sample | None:
    line = element.line
    name = markup.child_text(element, "SPECIMENID")
    wrong = text_fault(name, most=_LONGEST_ID)
    if wrong:
        found.find(
            line,
            f"SPECIMENID of specimen {len(before) + 1}: {wrong}; the specimen is not read",
            person=name,
            value=name,
        )
        return None
    partial = markup.attribute(element, "PARTIAL")
    if partial not in ("", "true", "false", "1", "0"):
        found.find(line, f"PARTIAL is «{shortened(partial)}», not true or false; it is left out", person=name)
        partial = ""
    source = markup.attribute(element, "SOURCEID")
    if source not in ("", "Yes", "No", "N/A"):
        found.find(line, f"SOURCEID is «{shortened(source)}», not Yes, No or N/A; it is left out", person=name)
        source = ""
    category = markup.child_text(element, "SPECIMENCATEGORY")
    if category not in categories(CodisVersion.V32) + categories(CodisVersion.V33):
        found.find(
            line,
            f"«{shortened(category)}» is not one of CODIS' specimen categories; it is kept as written",
            person=name,
            value=category,
            gravity=Gravity.WARNING,
        )
    builder = SampleBuilder(
        found,
        Sample(
            name,
            category=category[:_LONGEST_TEXT],
            case=_attribute_within(found, element, "CASEID", 32, name),
            comment=markup.child_text(element, "SPECIMENCOMMENT")[:_LONGEST_TEXT],
            partial=None if not partial else partial in ("true", "1"),
            source_known=source,
            line=line,
        ),
    )
    for one in markup.children(element, "LOCUS"):
        _locus(found, builder, one)
    return builder.done()


_LONGEST_TEXT: Final = 255


def _attribute_within(found: Collector, element: Element, name: str, most: int, person: str) -> str:
    text = markup.attribute(element, name)
    if len(text) > most:
        found.find(
            element.line,
            f"{name} has {len(text):,} characters, {most} at most; it is left out",
            person=person,
        )
        return ""
    return text


def _locus(found: Collector, builder: SampleBuilder, element: Element) -> None:
    line = element.line
    written = markup.child_text(element, "LOCUSNAME")
    if not written:
        found.find(line, "a LOCUS without LOCUSNAME; it is not read", person=builder.id)
        return
    alleles = markup.children(element, "ALLELE")
    values = [markup.child_text(one, "ALLELEVALUE") for one in alleles]
    if not all(values) or not values:
        what = "an ALLELE without ALLELEVALUE" if values else "a LOCUS without any ALLELE"
        found.find(line, f"{what}; the reading is left out", person=builder.id, locus=written)
        return
    named = _attribute_within(found, element, "KIT", 32, builder.id)
    builder.add(
        written,
        values,
        line,
        kit=kit(named) if named else "",
        batch=_attribute_within(found, element, "BATCHID", 32, builder.id),
        read_by=markup.child_text(element, "READINGBY")[:20],
        read_at=markup.child_text(element, "READINGDATETIME")[:40],
    )
    builder.mark_required(
        written,
        (
            value
            for one, value in zip(alleles, values, strict=True)
            if markup.attribute(one, "ALLELEREQUIRED") in ("true", "1") and value
        ),
    )


@dataclass(frozen=True, slots=True)
class CodisExport:
    """What CODIS asks for and other formats do not say; used only where the file itself says nothing.

    `category` is a specimen category for samples that have none.
    """

    destination: str = ""
    laboratory: str = ""
    user: str = ""
    submitted: str = ""
    category: str = ""


def write_codis(contents: DnaFile, version: CodisVersion, given: CodisExport, found: Collector) -> str:
    """A CMF file.

    Readings that cannot be written (a locus that this version does not know) are found and left out; readings with a
    fault are written as they were read.

    Raises:
        ExportRefused: something that CODIS asks for is missing or longer than it allows.
    """
    header = _header(contents, given)
    out = markup.Writer("CODISImportFile", NAMESPACE)
    out.add(out.root, "HEADERVERSION", version)
    out.add(out.root, "MESSAGETYPE", "Import")
    for tag, (name, most) in _HEADER.items():
        text = getattr(header, name)
        if tag == "KIT" and text and not kit_known(text, version):
            found.find(0, f"CMF {version} has no kit «{text}»; the kit of the file is not written")
            text = ""
        if text:
            out.add(out.root, tag, _within(text, most, f"{tag}, {name}"))
    one_allele = 0
    for name, sample in distinct_names(contents, found):
        shown = _within(name, _LONGEST_ID, f"the id «{shortened(name)}»")
        category = sample.category if sample.category in categories(version) else ""
        if sample.category and not category:
            found.find(0, f"CMF {version} has no category «{sample.category}»", person=name, gravity=Gravity.WARNING)
        if not (category or given.category):
            raise ExportRefused(
                f"«{name}» has no specimen category of CMF {version}; say it with --category, for example "
                "--category «Unidentified Person»"
            )
        readings = [(at, reading) for reading in sample.readings if (at := _codis_name(found, name, reading, version))]
        if not readings:
            found.find(0, f"no locus of CMF {version} was read; the sample is not written", person=name)
            continue
        if len(readings) > _MOST_LOCI[version]:
            raise ExportRefused(f"«{name}» has {len(readings)} loci; CMF {version} takes {_MOST_LOCI[version]}")
        specimen = out.add(
            out.root,
            "SPECIMEN",
            SOURCEID=sample.source_known,
            CASEID=_within(sample.case, 32, f"the case of «{name}»"),
            PARTIAL="" if sample.partial is None else str(sample.partial).lower(),
        )
        out.add(specimen, "SPECIMENID", shown)
        out.add(specimen, "SPECIMENCATEGORY", category or given.category)
        if sample.comment:
            out.add(specimen, "SPECIMENCOMMENT", _within(sample.comment, 255, f"the comment of «{name}»"))
        for at, reading in readings:
            one_allele += len(reading.alleles) == 2 and len(set(reading.alleles)) == 1
            _write_locus(out, specimen, at, reading, header, version)
    if one_allele:
        found.note(f"{one_allele} homozygotes are written as one allele each, as CMF asks")
    if not len(out.root.findall(f"{{{NAMESPACE}}}SPECIMEN")):
        raise ExportRefused("there is no sample that CMF could hold")
    return out.text()


def _header(contents: DnaFile, given: CodisExport) -> CodisHeader:
    kept = contents.codis or CodisHeader("", "", "", "")
    asked = {name: getattr(given, name) for name in ("destination", "laboratory", "user", "submitted")}
    header = replace(kept, **{name: text for name, text in asked.items() if text})
    missing = [name for name in asked if not getattr(header, name)]
    if missing:
        raise ExportRefused(
            "CODIS asks who sends a file and to whom, and this one does not say: give "
            + ", ".join(f"--{name}" for name in missing)
        )
    if not _DATE_TIME.fullmatch(header.submitted):
        raise ExportRefused(f"«{header.submitted}» is no date and time; write 2024-05-01T12:00:00")
    return header


def _within(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise ExportRefused(f"{what} has {len(text)} characters and CODIS allows {most}; shorten it")
    return text


def _codis_name(found: Collector, person: str, reading: Reading, version: CodisVersion) -> str:
    name = locus(reading.locus).codis_name(version)
    if not name:
        found.find(0, f"CMF {version} does not know the locus; it is left out", person=person, locus=reading.locus)
    elif any(len(one) > 10 for one in reading.alleles):
        found.find(0, "CMF takes alleles of ten signs at most; it is left out", person=person, locus=reading.locus)
        return ""
    return name


def _write_locus(
    out: markup.Writer,
    specimen: markup.Written,
    name: str,
    reading: Reading,
    header: CodisHeader,
    version: CodisVersion,
) -> None:
    known = reading.kit if reading.kit and kit_known(reading.kit, version) else ""
    element = out.add(specimen, "LOCUS", BATCHID=reading.batch, KIT=known)
    out.add(element, "LOCUSNAME", name)
    out.add(element, "READINGBY", reading.read_by or header.user)
    out.add(element, "READINGDATETIME", reading.read_at or header.submitted)
    for one in dict.fromkeys(reading.alleles):
        allele = out.add(element, "ALLELE", ALLELEREQUIRED="true" if one in reading.required else "")
        out.add(allele, "ALLELEVALUE", one)
