"""What the bureau does with families, samples and profiles. Each act is one transaction and one event.

Every import can be repeated: what is there already is left alone, and what cannot be kept is told in a sentence while
the rest is kept. Events count; they name no allele.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from django.db import connection

from antigone.bureau.identification.models import (
    CustodyEvent,
    CustodyVerb,
    Donor,
    Family,
    KinshipWeight,
    PartLink,
    Population,
    Profile,
    Sample,
    SampleKind,
    Search,
    Use,
)
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.identification.sealing import LaboratoryKey, digest, sealed
from antigone.bureau.identification.to_matching import tell_matching
from antigone.bureau.identification.values import (
    AlreadyWithdrawn,
    CustodyEnded,
    DonorDraft,
    FamilyDraft,
    Kept,
    PopulationDraft,
    ProfileDraft,
    SampleDraft,
    UnknownDonor,
    UnknownSample,
)
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.drafts import RecordKind
from antigone.evidence.dna import Member, PedigreeContradiction, pedigree

#: Sentences about what was not kept that an event repeats.
_TOLD = 20


@action
def keep_population(draft: PopulationDraft, *, actor: Actor) -> bool:
    """Keep a table of allele frequencies; from now on it is in force. False when the same file is in force already."""
    newest = Population.objects.order_by("-id").first()
    in_force = newest is not None and newest.sha256 == draft.sha256
    if not in_force:
        Population.objects.create(
            name=draft.name,
            provenance=draft.provenance,
            sha256=draft.sha256,
            frequencies={locus: dict(table) for locus, table in draft.frequencies.items()},
            notes=list(draft.notes),
            kept_by=actor.name,
        )
    record_event(
        "identification.keep_population",
        actor=actor,
        subject=Subject("population", draft.sha256),
        detail={
            "name": draft.name,
            "provenance": draft.provenance,
            "loci": len(draft.frequencies),
            "was_in_force": in_force,
        },
    )
    return not in_force


@action
def keep_families(
    families: Sequence[FamilyDraft], donors: Sequence[DonorDraft], *, source: str = "", actor: Actor
) -> Kept:
    """Keep family trees, and the relatives who gave swabs with what they allowed.

    A family that is there already with the same tree is left alone; another tree replaces it and takes back the
    weights that the old one gave.

    Args:
        families: trees; each names the missing person's record by the id that its source gave it.
        donors: of these families or of families kept before.
        source: name of the source of these records, where their ids are not unique.
        actor: who keeps them.
    """
    records = _records([family.sought for family in families], RecordKind.MISSING, source)
    there = {family.label: family for family in rows_with(Family.objects.all(), "label", [f.label for f in families])}
    rejected: list[str] = []
    new: list[Family] = []
    replaced = unchanged = 0
    for draft in families:
        record = records.get(draft.sought)
        tree = [asdict(member) for member in draft.members]
        kept = there.get(draft.label)
        if not isinstance(record, int):
            rejected.append(f"family {draft.label}: {record or _no_record(draft.sought, 'of a missing person')}")
        elif fault := _fault_of_tree(draft):
            rejected.append(f"family {draft.label}: {fault}")
        elif kept is None:
            new.append(Family(label=draft.label, sought_id=record, missing=draft.missing, pedigree=tree))
            there[draft.label] = new[-1]
        elif (kept.sought_id, kept.missing, kept.pedigree) == (record, draft.missing, tree):
            unchanged += 1
        else:
            kept.sought_id, kept.missing, kept.pedigree = record, draft.missing, tree
            kept.save(update_fields=["sought", "missing", "pedigree"])
            KinshipWeight.objects.filter(family=kept).delete()
            replaced += 1
    if replaced:
        tell_matching()
    Family.objects.bulk_create(new, batch_size=1_000)
    rejected += _keep_donors(donors, actor)
    record_event(
        "identification.keep_families",
        actor=actor,
        subject=Subject("families", source or "all sources"),
        detail={
            "added": len(new),
            "replaced": replaced,
            "unchanged": unchanged,
            "donors": len(donors),
            "rejected": rejected[:_TOLD],
        },
    )
    return Kept(len(new), unchanged, replaced, tuple(rejected))


def _fault_of_tree(draft: FamilyDraft) -> str:
    """What contradicts itself in a tree, as a sentence; nothing where all is well."""
    try:
        tree = pedigree(Member(one.id, one.father or None, one.mother or None, one.sex or "U") for one in draft.members)
        tree.place(draft.missing)
    except PedigreeContradiction as trouble:
        return str(trouble)
    return ""


def _keep_donors(donors: Sequence[DonorDraft], actor: Actor) -> list[str]:
    """Donors and their samples, new ones only; gives a sentence for each that cannot be."""
    rejected: list[str] = []
    families = {
        family.label: family for family in rows_with(Family.objects.all(), "label", {donor.family for donor in donors})
    }
    there = set(rows_with(Donor.objects.values_list("family__label", "member"), "family__label", families.keys()))
    labels = set(rows_with(Sample.objects.values_list("label", flat=True), "label", [donor.sample for donor in donors]))
    new: list[tuple[Donor, str]] = []
    for draft in donors:
        family = families.get(draft.family)
        unknown = [use for use in draft.uses if use not in Use.values]
        if family is None:
            rejected.append(f"donor {draft.sample}: there is no family {draft.family}; import its tree first")
        elif draft.member not in {member["id"] for member in family.pedigree}:
            rejected.append(f"donor {draft.sample}: {draft.member} is not in the tree of family {draft.family}")
        elif unknown:
            rejected.append(f"donor {draft.sample}: «{unknown[0]}» is no use; write {' or '.join(Use.values)}")
        elif (draft.family, draft.member) in there:
            continue
        elif draft.sample in labels:
            rejected.append(f"donor {draft.sample}: a sample of this label is kept already, of somebody else")
        else:
            there.add((draft.family, draft.member))
            labels.add(draft.sample)
            donor = Donor(
                family=family,
                member=draft.member,
                relation=draft.relation,
                uses=list(draft.uses),
                consented_on=draft.consented_on,
            )
            new.append((donor, draft.sample))
    Donor.objects.bulk_create([donor for donor, _ in new], batch_size=1_000)
    samples = [Sample(label=label, kind=SampleKind.DONOR, donor=donor, material="swab") for donor, label in new]
    _receive(samples, actor)
    return rejected


@action
def keep_samples(samples: Sequence[SampleDraft], *, source: str = "", actor: Actor) -> Kept:
    """Keep samples of remains under their labels.

    Args:
        samples: each names its record by the id that the source gave it.
        source: name of the source of these records, where their ids are not unique.
        actor: who keeps them.
    """
    records = _records([sample.record for sample in samples], RecordKind.REMAINS, source)
    there = dict(rows_with(Sample.objects.values_list("label", "record_id"), "label", [s.label for s in samples]))
    rejected: list[str] = []
    new: dict[str, Sample] = {}
    unchanged = 0
    for draft in samples:
        record = records.get(draft.record)
        if not isinstance(record, int):
            rejected.append(f"sample {draft.label}: {record or _no_record(draft.record, 'of remains')}")
        elif draft.label in there:
            if there[draft.label] == record:
                unchanged += 1
            else:
                rejected.append(f"sample {draft.label}: a sample of this label is kept already, of another record")
        else:
            there[draft.label] = record
            new[draft.label] = Sample(
                label=draft.label,
                kind=SampleKind.REMAINS,
                record_id=record,
                material=draft.material,
                taken_on=draft.taken_on,
            )
    _receive(list(new.values()), actor)
    record_event(
        "identification.keep_samples",
        actor=actor,
        subject=Subject("samples", source or "all sources"),
        detail={"added": len(new), "unchanged": unchanged, "rejected": rejected[:_TOLD]},
    )
    return Kept(len(new), unchanged, rejected=tuple(rejected))


@action
def keep_staff_samples(labels: Sequence[str], *, actor: Actor) -> Kept:
    """Keep samples of people who handle samples, so that contamination can be found."""
    there = set(rows_with(Sample.objects.values_list("label", flat=True), "label", labels))
    new = [Sample(label=label, kind=SampleKind.STAFF) for label in dict.fromkeys(labels) if label not in there]
    _receive(new, actor)
    record_event(
        "identification.keep_staff_samples",
        actor=actor,
        subject=Subject("samples", "staff"),
        detail={"added": len(new), "unchanged": len(there)},
    )
    return Kept(len(new), len(there))


@action
def keep_profiles(drafts: Iterable[ProfileDraft], *, key: LaboratoryKey, actor: Actor) -> Kept:
    """Keep readings under the laboratory's seal. Only the laboratory's role may.

    The same reading of a sample is kept once. A reading of a donor who has withdrawn, or not consented, is refused.

    Args:
        drafts: readings of samples that are kept already.
        key: the laboratory's.
        actor: who keeps them.
    """
    given = list(drafts)
    samples = {
        sample.label: sample
        for sample in rows_with(Sample.objects.select_related("donor"), "label", {d.sample for d in given})
    }
    destroyed = CustodyEvent.objects.filter(verb=CustodyVerb.DESTROYED).values_list("sample_id", flat=True)
    ended = set(rows_with(destroyed, "sample", samples.values()))
    known = set(rows_with(Profile.objects.values_list("sample_id", "digest"), "sample", samples.values()))
    rejected: list[str] = []
    new: list[Profile] = []
    unchanged = 0
    for draft in given:
        sample = samples.get(draft.sample)
        if sample is None:
            rejected.append(f"profile of {draft.sample}: there is no sample of this label; keep the sample first")
        elif sample.donor is not None and (sample.donor.withdrawn_on or not sample.donor.consented_on):
            rejected.append(f"profile of {draft.sample}: the donor has withdrawn or not consented; it is not kept")
        elif sample.pk in ended:
            rejected.append(f"profile of {draft.sample}: the sample was destroyed")
        elif not draft.genotype:
            rejected.append(f"profile of {draft.sample}: no locus was read")
        else:
            fingerprint = digest(draft.genotype, sample=draft.sample, key=key)
            if (sample.pk, fingerprint) in known:
                unchanged += 1
                continue
            known.add((sample.pk, fingerprint))
            content = sealed(draft.genotype, sample=draft.sample, key=key)
            new.append(
                Profile(
                    sample=sample,
                    laboratory=draft.laboratory,
                    kit=draft.kit,
                    loci=len(draft.genotype),
                    digest=fingerprint,
                    sealed=content,
                )
            )
    Profile.objects.bulk_create(new, batch_size=1_000)
    CustodyEvent.objects.bulk_create(
        [CustodyEvent(sample=profile.sample, verb=CustodyVerb.READ, by=actor.name) for profile in new],
        batch_size=1_000,
    )
    record_event(
        "identification.keep_profiles",
        actor=actor,
        subject=Subject("profiles", "laboratory"),
        detail={"added": len(new), "unchanged": unchanged, "rejected": rejected[:_TOLD]},
    )
    return Kept(len(new), unchanged, rejected=tuple(rejected))


@action
def withdraw_consent(sample: str, *, actor: Actor) -> int:
    """A donor withdraws: every profile of theirs is destroyed at once, and so are the weights of the family.

    Gives the number of profiles destroyed.

    Raises:
        UnknownDonor: no donor gave a sample of this label.
        AlreadyWithdrawn: it happened before.
    """
    donor = Donor.objects.select_for_update(of=("self",)).filter(samples__label=sample).first()
    if donor is None:
        raise UnknownDonor(f"no donor gave a sample {sample}; look the label up with «antigone dna families»")
    if donor.withdrawn_on is not None:
        raise AlreadyWithdrawn(f"the donor of sample {sample} withdrew on {donor.withdrawn_on}")
    profiles = Profile.objects.filter(sample__donor=donor, destroyed_on__isnull=True).values_list("pk").count()
    # The database destroys in the same statement; see migration 0002.
    Donor.objects.filter(pk=donor.pk).update(withdrawn_on=date.today())
    tell_matching()
    for given in Sample.objects.filter(donor=donor).exclude(custody__verb=CustodyVerb.DESTROYED):
        CustodyEvent.objects.create(sample=given, verb=CustodyVerb.DESTROYED, by=actor.name)
    record_event(
        "identification.withdraw_consent",
        actor=actor,
        subject=Subject("sample", sample),
        detail={"family": donor.family.label, "profiles_destroyed": profiles},
    )
    return profiles


@action
def record_custody(sample: str, verb: str, *, place: str, actor: Actor) -> None:
    """Say what happened to a sample.

    Args:
        sample: its label.
        verb: one of `models.CustodyVerb`.
        place: where it is now.
        actor: who has it.

    Raises:
        UnknownSample: there is none, or no such verb.
        CustodyEnded: it was destroyed.
    """
    if verb not in CustodyVerb.values:
        raise UnknownSample(f"«{verb}» is nothing that happens to a sample; write {', '.join(CustodyVerb.values)}")
    found = Sample.objects.filter(label=sample).first()
    if found is None:
        raise UnknownSample(f"there is no sample {sample}")
    if found.custody.filter(verb=CustodyVerb.DESTROYED).exists():
        raise CustodyEnded(f"sample {sample} was destroyed; nothing can happen to it any more")
    CustodyEvent.objects.create(sample=found, verb=verb, place=place, by=actor.name)
    record_event(
        "identification.record_custody",
        actor=actor,
        subject=Subject("sample", str(found.public_id)),
        detail={"verb": verb, "place": place},
    )


@action
def keep_search(
    search: Search,
    weights: Sequence[KinshipWeight],
    links: Sequence[PartLink] = (),
    *,
    settled: Sequence[int] = (),
    actor: Actor,
) -> Search:
    """Keep what a blind search found; it takes the place of every weight and link from earlier searches.

    From now on the matches of these records are weighed with it.

    Args:
        search: made by `laboratory.blind_search`, not saved yet.
        weights, links: its hits, and the samples of one body, not saved yet.
        settled: entries of what was due that the search has taken into account.
        actor: who searched.
    """
    search.done_by = actor.name
    search.save()
    KinshipWeight.objects.all().delete()
    PartLink.objects.all().delete()
    for weight in weights:
        weight.search = search
    for link in links:
        link.search = search
    KinshipWeight.objects.bulk_create(weights, batch_size=1_000)
    PartLink.objects.bulk_create(links, batch_size=1_000)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identification_due WHERE id = ANY(%s)", [list(settled)])
    tell_matching()
    record_event(
        "identification.keep_search",
        actor=actor,
        subject=Subject("search", str(search.pk)),
        detail={
            "families": search.families,
            "bodies": search.bodies,
            "hits": len(weights),
            "links": len(links),
            "inputs": search.inputs,
        },
    )
    return search


def _receive(samples: list[Sample], actor: Actor) -> None:
    Sample.objects.bulk_create(samples, batch_size=1_000)
    CustodyEvent.objects.bulk_create(
        [CustodyEvent(sample=sample, verb=CustodyVerb.RECEIVED, by=actor.name) for sample in samples],
        batch_size=1_000,
    )


_RECORDS = """
    SELECT r.source_record_id, array_agg(r.id)
    FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    WHERE r.kind = %s AND r.source_record_id = ANY(%s) AND (%s = '' OR s.name = %s)
    GROUP BY r.source_record_id
"""


def _records(ids: list[str], kind: RecordKind, source: str) -> dict[str, int | str]:
    """For each id of a source its record, or a sentence where several records bear it; nothing where none does."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, [kind.value, ids, source, source])
        return {
            name: found[0] if len(found) == 1 else f"{len(found)} records bear the id {name}; name their source"
            for name, found in cursor.fetchall()
        }


def _no_record(name: str, what: str) -> str:
    return f"there is no record {what} with the id {name}; import the list first"
