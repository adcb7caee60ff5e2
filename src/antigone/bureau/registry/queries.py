"""What can be read from the registry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from antigone.bureau.registry.models import Act, Batch, Record, Source, SourceKind
from antigone.bureau.registry.name_index import REGISTRY_INDEX, Candidate, CandidateSearch, NameIndex, limit_statements
from antigone.bureau.registry.values import BatchSummary, KeptRecord, SearchHit, SearchQuery
from antigone.bureau.registry.weighing import (
    Asked,
    Described,
    best_names,
    date_or_none,
    name_asked,
    name_weights,
    other_weights,
)
from antigone.evidence import assess, names

#: A name this near to what the query could give at most is convincing: no need to look among slips.
_CONVINCING = 0.85
#: Owners whose every line is weighed, of those that the name has left.
_FULLY_WEIGHED = 60


@dataclass(frozen=True, slots=True)
class NamedOwner:
    """A row that bears a name near to the one asked for: its id, its nearest name, that name's log10 LR."""

    owner_id: int
    name: str
    log10_lr: float


def named_owners(index: NameIndex, asked: Asked, *, limit: int = _FULLY_WEIGHED) -> list[NamedOwner]:
    """Rows whose names are nearest to the one asked for, best first; at most `limit`.

    The work is bounded: at most `name_index.CANDIDATE_LIMIT` names are weighed, each statement has half a second.
    """
    name = name_asked(asked)
    date = date_or_none(asked.born)
    search = CandidateSearch(index, name, date.years if date else None)
    best: dict[int, float] = {}
    nearest: dict[int, str] = {}

    def weigh(candidates: list[Candidate]) -> None:
        for candidate, weight in zip(
            candidates, name_weights(name, [candidate.value for candidate in candidates]), strict=True
        ):
            if weight > best.get(candidate.owner_id, float("-inf")):
                best[candidate.owner_id], nearest[candidate.owner_id] = weight, candidate.value

    try:
        with transaction.atomic():
            limit_statements()
            enough = _CONVINCING * name_weights(name, [name])[0]
            for step in (
                search.by_words,
                search.by_initials,
                search.by_slips,
                search.by_trigrams,
                search.by_single_words,
            ):
                weigh(step())
                if best and max(best.values()) >= enough:
                    break
    except OperationalError as error:
        # A step that takes too long ends the search with what the steps before it found.
        if not isinstance(error.__cause__, QueryCanceled):
            raise
    return [NamedOwner(owner, nearest[owner], best[owner]) for owner in best_names(best, limit)]


def search(query: SearchQuery, *, limit: int = 10) -> tuple[SearchHit, ...]:
    """Records that may speak of the one who is asked for, strongest evidence first. For staff: nothing is withheld.

    The prior is one person among all records of the registry.
    """
    owners = {owner.owner_id: owner for owner in named_owners(REGISTRY_INDEX, query)}
    records = Record.objects.select_related("source").only(
        "public_id", "kind", "source__name", "birth_date", "birthplace", "residence", "last_seen_place",
        "occurred_place", "occurred_date", "unit", "service_number",
    ).in_bulk(list(owners))  # fmt: skip
    weighed = []
    # A record may have been deleted since its name was found.
    for record_id, owner in ((one, owner) for one, owner in owners.items() if one in records):
        record = records[record_id]
        described = Described(
            birth_date=record.birth_date,
            places="; ".join((record.birthplace, record.residence, record.last_seen_place, record.occurred_place)),
            unit=record.unit,
            service_number=record.service_number,
        )
        others = other_weights(query, described)
        weighed.append((owner.log10_lr + sum(line.log10_lr for line in others), owner, record, others))
    weighed.sort(key=lambda entry: -entry[0])
    prior = -_log10_records()
    shown = weighed[:limit]
    reasons = names.compare_each(
        name_asked(query), [owner.name for _, owner, _, _ in shown], against=names.Strangers.ANYBODY
    )
    return tuple(
        SearchHit(
            record_id=record.pk,
            public_id=str(record.public_id),
            name=owner.name,
            kind=record.kind,
            source=record.source.name,
            birth_date=record.birth_date,
            birthplace=record.birthplace,
            occurred_date=record.occurred_date,
            assessment=assess((reason, *others), prior),
        )
        for (_, owner, record, others), reason in zip(shown, reasons, strict=True)
    )


def _log10_records() -> float:
    """log10 of about how many records there are, from the planner's own estimate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 10)::float8 FROM pg_class WHERE oid = 'registry_record'::regclass")
        row = cursor.fetchone()
    return math.log10(row[0]) if row else 1.0


def outside_sources() -> tuple[tuple[int, str], ...]:
    """Number and name of every source but the bureau itself, by name."""
    return tuple(Source.objects.exclude(kind=SourceKind.BUREAU).order_by("name").values_list("pk", "name"))


def source_named(name: str) -> int | None:
    """The number of the source of this name; None where none is kept."""
    return Source.objects.filter(name=name).values_list("pk", flat=True).first()


def kept_records(source_name: str, identifiers: Sequence[str]) -> dict[str, KeptRecord]:
    """Those of a source's records that we keep, by the source's own id."""
    found = Record.objects.filter(source__name=source_name, source_record_id__in=identifiers)
    return {
        identifier: KeptRecord(str(public_id), original)
        for identifier, public_id, original in found.values_list("source_record_id", "public_id", "original")
    }


def batch_summaries(limit: int = 50, *, source_id: int | None = None) -> tuple[BatchSummary, ...]:
    """The newest imports first; of one source when it is given."""
    batches = Batch.objects.select_related("source").filter(act=Act.IMPORT)
    if source_id is not None:
        batches = batches.filter(source=source_id)
    return tuple(batch_summary(batch) for batch in batches[:limit])


def batch_summary(batch: Batch) -> BatchSummary:
    """A batch as a plain value."""
    return BatchSummary(
        batch.pk,
        batch.source.name,
        batch.file_name,
        batch.at,
        batch.imported_by,
        batch.added,
        batch.replaced,
        batch.unchanged,
        batch.stale,
        batch.rejected,
        batch.undone_at,
        batch.undone_by,
        batch.act,
        batch.reason,
    )
