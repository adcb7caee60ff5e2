"""Reads of what was found at scenes and of photographs of parts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from antigone.bureau.photographs.queries import photographs_of
from antigone.bureau.photographs.values import PhotographCard
from antigone.bureau.remains.field.values import EntryCard, EntryDraft
from antigone.bureau.remains.models import CustodyEvent, PartPhotograph, SceneEntry, Verb
from antigone.bureau.remains.values import UnknownNumber


def waiting_entries(limit: int = 300) -> list[EntryCard]:
    """Finds that nobody has taken in yet, the oldest first; those that another corrects are left out."""
    waiting = _entries().filter(part=None, corrected_by=None).order_by("kept_at")
    return [_card(row) for row in waiting[:limit]]


def entries_waiting() -> int:
    """How many finds nobody has taken in yet."""
    return SceneEntry.objects.filter(part=None, corrected_by=None).count()


def entry_card(entry: UUID) -> EntryCard:
    """One find.

    Raises:
        UnknownNumber: there is none.
    """
    row = _entries().filter(pk=entry).first()
    if row is None:
        raise UnknownNumber("there is no such find")
    return _card(row)


def photographs_of_part(part: UUID) -> list[tuple[PhotographCard, str]]:
    """Photographs of a part that stand, those of the scene first, each with the label of the sample that it shows."""
    found = SceneEntry.objects.filter(part__public_id=part).values_list("pk", flat=True).first()
    return _photographs(Q(part__public_id=part) | Q(entry__in=with_corrected(found) if found else []))


def photographs_of_entry(entry: UUID) -> list[tuple[PhotographCard, str]]:
    """Photographs of a find that stand, and of the entries that it corrects."""
    return _photographs(Q(entry__in=with_corrected(entry)))


def with_corrected(entry: UUID) -> list[UUID]:
    """The entry, the one that it corrects, and so on."""
    chain: list[UUID] = []
    following: UUID | None = entry
    while following is not None:
        chain.append(following)
        following = SceneEntry.objects.filter(pk=following).values_list("corrects_id", flat=True).first()
    return chain


def samples_of_part(part: UUID) -> list[str]:
    """Labels of the samples that were taken of a part, the oldest first."""
    taken = CustodyEvent.objects.filter(part__public_id=part, verb=Verb.SAMPLED).order_by("step")
    return list(dict.fromkeys(taken.values_list("act__document", flat=True)))


def _photographs(of: Q) -> list[tuple[PhotographCard, str]]:
    shows = dict(PartPhotograph.objects.filter(of).order_by("kept_at").values_list("photograph", "sample"))
    cards: Iterable[PhotographCard] = photographs_of(shows)
    return [(card, shows[card.public_id]) for card in cards]


def _entries() -> QuerySet[SceneEntry]:
    return SceneEntry.objects.select_related("part", "corrected_by").annotate(pictures=Count("photographs"))


def _card(row: SceneEntry) -> EntryCard:
    draft = EntryDraft(
        row.pk,
        row.reference,
        row.site,
        row.written_at,
        row.grid,
        row.finder,
        row.on,
        row.number,
        row.what,
        tuple(row.tags),
        row.explosives_checked_by,
        row.note,
        row.corrects_id,
    )
    return EntryCard(
        draft,
        row.by,
        row.kept_at,
        row.part.number if row.part else "",
        row.part.public_id if row.part else None,
        hasattr(row, "corrected_by"),
        int(getattr(row, "pictures", 0)),
    )
