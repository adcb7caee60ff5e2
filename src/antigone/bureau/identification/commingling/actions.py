"""The laboratory compares samples pair by pair, where people hold them to be of one body or they lay in one grave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection

from antigone.bureau.identification.bench import Assumptions, panel_of, parts_read, readings_of
from antigone.bureau.identification.commingling.models import NOT_ONE, SamplePair
from antigone.bureau.identification.models import Sample, SampleKind
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.identification.values import NothingDue
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.evidence.dna.association.identity import compare, genotypes_of, identity_tables

#: Pairs of one transaction.
_BATCH = 2_000
#: No reading excludes a mistake of the laboratory more surely than this.
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class ComparedPairs:
    """How many pairs of samples were compared, and how many are not of one person."""

    pairs: int
    not_one: int


def pairs_due(most: int = _BATCH) -> list[tuple[int, int]]:
    """Samples (ids) of one body, of one record or of one grave that nobody has compared, both read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT one, other FROM identification_pairs_due(%s)", [most])
        return [(int(one), int(other)) for one, other in cursor.fetchall()]


@action
def compare_pairs(key: LaboratoryKey, *, actor: Actor, by: Assumptions | None = None) -> ComparedPairs:
    """Compare what is due, and keep what comes of it. A body whose samples are not of one person is not identified.

    Args:
        key: the laboratory's.
        by: by which numbers; those of a search that was given none, otherwise.

    Raises:
        NothingDue: every pair was compared.
        SealBroken: a profile does not open.
        NoPopulation: there are no allele frequencies.
    """
    due = pairs_due()
    if not due:
        raise NothingDue("every pair of samples of one body was compared")
    kept = [
        SamplePair(one_id=one, other_id=other, log10_lr=weight, loci=loci, by=actor.name)
        for one, other, weight, loci in _weighed(due, key, by or Assumptions())
    ]
    SamplePair.objects.bulk_create(kept, batch_size=1_000, ignore_conflicts=True)
    done = ComparedPairs(len(kept), sum(pair.log10_lr <= NOT_ONE for pair in kept))
    record_event(
        "identification.compare_pairs",
        actor=actor,
        subject=Subject("samples", "of one body"),
        detail={"pairs": done.pairs, "not_one": done.not_one},
    )
    return done


def compare_pairs_due(key: LaboratoryKey, *, actor: Actor) -> Iterator[ComparedPairs]:
    """Compare until no pair is due; gives what each transaction did, as it is done.

    Raises:
        SealBroken, NoPopulation: as `compare_pairs`.
    """
    while pairs_due(1):
        try:
            yield compare_pairs(key, actor=actor)
        except NothingDue:
            return


def _weighed(due: list[tuple[int, int]], key: LaboratoryKey, by: Assumptions) -> list[tuple[int, int, float, int]]:
    """(one, other, log10 LR, loci that both were read at) of each pair."""
    wanted = sorted({sample for pair in due for sample in pair})
    notes: list[str] = []
    readings = readings_of(key, notes, sample__in=wanted, sample__kind=SampleKind.REMAINS)
    over = panel_of(population_in_force(), readings.values(), by, notes)
    samples = parts_read(over, readings, by)
    genotypes = genotypes_of(over)
    tables = identity_tables(samples, over, genotypes)
    row = {label: at for at, label in enumerate(samples.people)}
    ids = {pk: row[label] for pk, label in Sample.objects.filter(pk__in=wanted).values_list("pk", "label")}
    read = samples.typing > 0
    found = []
    for one, other in due:
        left, right = ids[one], ids[other]
        same, siblings = compare(
            tables[left], tables[right], genotypes.columns, genotypes.first, genotypes.second, genotypes.chances,
            genotypes.shares,
        )  # fmt: skip
        weight = float(np.clip(same - max(0.0, siblings), -_MOST, _MOST))
        found.append((one, other, weight, int((read[left] & read[right]).sum())))
    return found
