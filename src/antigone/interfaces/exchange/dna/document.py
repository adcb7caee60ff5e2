"""A laboratory's file as one JSON document, and as a few lines for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from antigone.evidence.dna import MutationSpec
from antigone.interfaces.exchange.dna.values import (
    DnaFile,
    Family,
    FrequencyTable,
    Gravity,
    LocusFrequencies,
    Reading,
    Sample,
)

_SHOWN = 12


def document(contents: DnaFile) -> dict[str, Any]:
    """Everything that was read; what is empty or not stated is left out of samples and readings."""
    return {
        "file": contents.name,
        "sha256": contents.sha256,
        "format": str(contents.format),
        "samples": [_sample(sample) for sample in contents.samples],
        "families": [_family(family) for family in contents.families],
        "frequencies": [table_document(table) for table in contents.frequencies],
        "codis": None if contents.codis is None else asdict(contents.codis),
        "familias": None
        if contents.familias is None
        else {
            "version": contents.familias.version,
            "theta": contents.familias.theta,
            "settings": {"/".join((*path, key)): value for path, key, value in contents.familias.settings},
        },
        "findings": [finding.as_json() for finding in contents.findings],
        "notes": list(contents.notes),
    }


def _sample(sample: Sample) -> dict[str, Any]:
    said = {
        "category": sample.category,
        "case": sample.case,
        "comment": sample.comment,
        "source_known": sample.source_known,
        "may_drop_out": sample.may_drop_out,
    }
    return {
        "id": sample.id,
        "sex": sample.sex,
        **{name: value for name, value in said.items() if value},
        **({} if sample.partial is None else {"partial": sample.partial}),
        "readings": [_reading(reading) for reading in sample.readings],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    said = {
        "fault": reading.fault,
        "required": list(reading.required),
        "kit": reading.kit,
        "batch": reading.batch,
        "read_by": reading.read_by,
        "read_at": reading.read_at,
    }
    return {
        "locus": reading.locus,
        "alleles": list(reading.alleles),
        **{name: value for name, value in said.items() if value},
    }


def _family(family: Family) -> dict[str, Any]:
    return {
        "name": family.name,
        "missing": list(family.missing),
        "people": [{"id": person, "sex": sex} for person, sex in family.people],
        "samples": [_sample(sample) for sample in family.samples],
        "pedigrees": [
            {
                "name": tree.name,
                "added": sorted(tree.added),
                "members": [
                    {
                        "id": member.id,
                        "father": member.father,
                        "mother": member.mother,
                        "sex": member.sex,
                        **({"twin_of": member.twin_of} if member.twin_of else {}),
                    }
                    for member in tree.members
                ],
            }
            for tree in family.trees
        ],
    }


def table_document(table: FrequencyTable) -> dict[str, Any]:
    """A frequency table with where it comes from and what was done to it."""
    return {
        "population": table.population,
        "source": table.source,
        "sha256": table.sha256,
        "dated": table.dated,
        "changes": list(table.changes),
        "loci": [_locus(at) for at in table.loci],
    }


def _locus(at: LocusFrequencies) -> dict[str, Any]:
    said = {
        "people": at.people,
        "silent": at.silent,
        "mothers": _mutation(at.mothers),
        "fathers": _mutation(at.fathers),
        "database_size": at.database_size,
        "dropout": at.dropout,
        "minor_allele_frequency": at.least,
    }
    return {
        "locus": at.locus,
        "alleles": list(at.alleles),
        "frequencies": list(at.frequencies),
        **{name: value for name, value in said.items() if value},
    }


def _mutation(spec: MutationSpec | None) -> dict[str, Any] | None:
    if spec is None:
        return None
    return {
        "model": str(spec.model),
        "rate": spec.rate,
        "rate2": spec.rate2,
        "range": spec.range,
        "transform": None if spec.transform is None else str(spec.transform),
    }


def in_words(contents: DnaFile) -> str:
    """What is in the file, what of it is not used and why."""
    lines = [f"{contents.name}: {contents.format}"]
    everybody = list(contents.everybody())
    if everybody:
        usable = [len(sample.genotypes()) for _, sample in everybody]
        lines.append(
            f"{len(everybody)} profiles with {min(usable)} to {max(usable)} usable loci"
            f"; {len(contents.samples)} of them in no family"
        )
        single = sum(reading.one_allele and not reading.fault for _, one in everybody for reading in one.readings)
        if single:
            lines.append(
                f"{single} readings have one allele where two are due: homozygotes, or alleles that were not seen; "
                "the file does not say which, and neither do we"
            )
    for family in contents.families[:_SHOWN]:
        pedigrees = ", ".join(f"«{tree.name}» of {len(tree.members)}" for tree in family.trees) or "no pedigree"
        missing = f"; missing: {', '.join(family.missing)}" if family.missing else ""
        lines.append(f"family «{family.name}»: {len(family.samples)} typed; {pedigrees}{missing}")
    if len(contents.families) > _SHOWN:
        lines.append(f"and {len(contents.families) - _SHOWN} families more")
    for table in contents.frequencies[:_SHOWN]:
        lines.append(f"frequencies of «{table.population}»: {len(table.loci)} loci")
        lines += [f"  {change}" for change in table.changes]
    if len(contents.frequencies) > _SHOWN:
        lines.append(f"and {len(contents.frequencies) - _SHOWN} populations more")
    lines += [f"note: {note}" for note in contents.notes[:_SHOWN]]
    counted = Counter(finding.gravity for finding in contents.findings)
    lines.append(f"{counted[Gravity.REJECTED]} rejected, {counted[Gravity.WARNING]} warnings")
    lines += [f"  {finding.gravity}: {finding.sentence()}" for finding in contents.findings[:_SHOWN]]
    if len(contents.findings) > _SHOWN:
        lines.append(f"  and {len(contents.findings) - _SHOWN} more; see them all with --rejected FILE or --json")
    return "\n".join(lines)
