"""One sample and one family as a case in the laboratory's format, and what should be looked at before it is believed.

For the laboratory's process alone: a case holds genotypes.
"""

from __future__ import annotations

from typing import Any

from antigone.bureau.identification.bench import (
    SEX_MARKER,
    Assumptions,
    Reading,
    Readings,
    bodies_read,
    families_read,
    panel_of,
    readings_of,
    sex_of,
    tree_of,
)
from antigone.bureau.identification.models import Donor, Family, SampleKind, Use
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.identification.values import UnknownFamily, UnknownSample
from antigone.evidence.dna import Panel, Profiles, SoughtPerson, dropout_in_steps, profiles
from antigone.evidence.dna.quality import (
    Finding,
    check_elimination,
    check_family,
    check_panel,
    check_sex,
    check_strangers,
)

FORMAT = "antigone-dna-ref/1"
KIN, STRANGER = "kin", "stranger"


def case_of(key: LaboratoryKey, family: str, sample: str, by: Assumptions) -> dict[str, Any]:
    """Is the sample of the person whom the family misses, or of a stranger? As a `kinship_lr` case, with genotypes.

    Args:
        key: the laboratory's.
        family, sample: labels.
        by: mutation, least frequency, theta.

    Raises:
        UnknownFamily, UnknownSample: there is none, or nothing of it was read.
        NoPopulation: there are no allele frequencies.
        SealBroken: a profile does not open.
    """
    kept = Family.objects.filter(label=family).first()
    if kept is None:
        raise UnknownFamily(f"there is no family {family}")
    notes: list[str] = []
    bone = readings_of(key, notes, sample__label=sample, sample__kind=SampleKind.REMAINS).get(sample)
    if bone is None:
        raise UnknownSample(f"no profile of remains is kept under the label {sample}")
    population = population_in_force()
    swabs = readings_of(key, notes, sample__donor__family=kept)
    member_of = dict(Donor.objects.filter(family=kept).values_list("samples__label", "member"))
    relatives = {member_of[label]: _autosomal(reading, whole=True) for label, reading in swabs.items()}
    if not relatives:
        raise UnknownFamily(f"no relative of family {family} has a profile; import the swabs first")
    person = _autosomal(bone)
    over = panel_of(population, [person, *relatives.values()], by, notes)
    chance = dropout_in_steps(over, person)
    read = {locus for reading in (person, *relatives.values()) for locus in reading}
    tree = tree_of(kept)
    members = [{"id": one.id, "father": one.father, "mother": one.mother, "sex": one.sex} for one in tree.members]
    named = [{name: sample if value == kept.missing else value for name, value in member.items()} for member in members]
    (sought,) = (member for member in members if member["id"] == kept.missing)
    alone = {"id": sample, "father": None, "mother": None, "sex": sought["sex"]}
    mutation = {
        "female": {"model": "proportional", "rate": by.mothers},
        "male": {"model": "proportional", "rate": by.fathers},
    }
    markers = []
    for one in over.markers:
        if one.name not in read:
            continue
        document: dict[str, Any] = {
            "name": one.name,
            "chrom": "A",
            "alleles": list(one.alleles),
            "freqs": one.frequencies.tolist(),
            "mutation": mutation,
        }
        if len(person.get(one.name, ())) == 1:
            document["dropout"] = {sample: chance}
        markers.append(document)
    return {
        "format": FORMAT,
        "id": f"{family} / {sample}",
        "title": f"{family}: {sample}",
        "kind": "kinship_lr",
        "population": population.name,
        "hypotheses": {KIN: named, STRANGER: [*members, alone]},
        "reference_hypothesis": STRANGER,
        "theta": by.theta,
        "markers": markers,
        "genotypes": {name: {locus: list(a) for locus, a in loci.items()} for name, loci in
                      {sample: person, **relatives}.items()},
        "note": "; ".join(notes) or None,
    }  # fmt: skip


def sought_person(key: LaboratoryKey, family: str, by: Assumptions) -> tuple[Panel, SoughtPerson]:
    """A family as the science takes it, with whatever its relatives were read at, and the loci.

    Raises:
        UnknownFamily: there is none, or no relative was read.
        NoPopulation: there are no allele frequencies.
        SealBroken: a profile does not open.
    """
    notes: list[str] = []
    swabs = readings_of(key, notes, sample__donor__family__label=family)
    over = panel_of(population_in_force(), swabs.values(), by, notes)
    for _, person in families_read(over, swabs):
        return over, person
    raise UnknownFamily(f"there is no family {family} of which a relative has a profile")


def findings(key: LaboratoryKey, by: Assumptions) -> tuple[Finding, ...]:
    """Mishaps among all that is kept: in families, among donors, between samples and staff, in the panel.

    Donors of different families are compared only where they allowed it (`Use.QUALITY`).

    Raises:
        NoPopulation: there are no allele frequencies.
        SealBroken: a profile does not open.
    """
    notes: list[str] = []
    bodies = readings_of(key, notes, sample__kind=SampleKind.REMAINS)
    swabs = readings_of(key, notes, sample__kind=SampleKind.DONOR)
    staff = readings_of(key, notes, sample__kind=SampleKind.STAFF)
    population = population_in_force()
    over = panel_of(population, [*bodies.values(), *swabs.values(), *staff.values()], by, notes)
    found: list[Finding] = []
    for family, person in families_read(over, swabs):
        found += check_family(family.label, person.tree, person.readings, over)
    donors = Donor.objects.order_by("id").values_list(
        "samples__label", "member", "family__label", "family__pedigree", "uses"
    )
    stated = {}
    family_of = {}
    for label, member, family_label, tree, uses in rows_with(donors, "samples__label", swabs.keys()):
        stated[label] = next((one["sex"] for one in tree if one["id"] == member), "U")
        if Use.QUALITY in uses:
            family_of[label] = family_label
    found += check_sex({label: {SEX_MARKER: reading[SEX_MARKER]} for label, reading in swabs.items()
                        if sex_of(reading) != "U"}, stated)  # fmt: skip
    donors_read = _whole(over, {label: swabs[label] for label in family_of})
    found += check_strangers(donors_read, [family_of[label] for label in donors_read.people], over)
    if staff:
        of_staff = _whole(over, staff)
        found += check_elimination(bodies_read(over, bodies), of_staff, over)
        found += check_elimination(_whole(over, swabs), of_staff, over)
    return (*found, *check_panel(over))


def _autosomal(reading: Reading, *, whole: bool = False) -> dict[str, tuple[str, ...]]:
    """Without amelogenin; `whole` leaves out loci of which one allele only was read."""
    return {
        locus: alleles for locus, alleles in reading.items() if locus != SEX_MARKER and (len(alleles) == 2 or not whole)
    }


def _whole(over: Panel, readings: Readings) -> Profiles:
    return profiles(over, {label: _autosomal(reading, whole=True) for label, reading in readings.items()}, {})
