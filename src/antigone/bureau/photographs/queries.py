"""What is asked of the register of photographs. Reading a picture itself is `content_of`, for who has looked."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from antigone.bureau.photographs.models import (
    Derivative,
    Photograph,
    Purpose,
    Redaction,
    Region,
    SamePhotograph,
    SetAside,
    View,
)
from antigone.bureau.photographs.sealing import decrypted
from antigone.bureau.photographs.values import (
    QUOTA,
    Exposure,
    PhotographCard,
    RedactionCard,
    RegionCard,
    SameCard,
    UnknownPhotograph,
)


def photographs_of_records(records: Iterable[UUID]) -> list[PhotographCard]:
    """Photographs that stand, of these records, the oldest first; without regions, redactions and copies."""
    return [_card(row) for row in _standing().filter(record__public_id__in=list(records)).order_by("pk")]


def photographs_of(public_ids: Iterable[UUID]) -> list[PhotographCard]:
    """Those of these photographs that stand, the oldest first; without regions, redactions and copies."""
    return [_card(row) for row in _standing().filter(public_id__in=list(public_ids)).order_by("pk")]


def photographs_of_enquiry(enquiry: UUID) -> list[PhotographCard]:
    """What a family sent with its enquiry and was taken in."""
    return [_card(row) for row in _standing().filter(enquiry=enquiry).order_by("pk")]


def set_aside_of_enquiry(enquiry: UUID) -> list[str]:
    """Why photographs of this enquiry were not taken in, a sentence each."""
    return list(SetAside.objects.filter(enquiry=enquiry).order_by("pk").values_list("why", flat=True))


def photograph_card(public_id: UUID) -> PhotographCard:
    """All that is kept of one photograph but the picture.

    Raises:
        UnknownPhotograph: there is none, or it was withdrawn.
    """
    row = _standing().filter(public_id=public_id).first()
    if row is None:
        raise UnknownPhotograph("there is no such photograph; it may have been withdrawn")
    regions = tuple(_region(region) for region in row.regions.order_by("pk"))
    redactions = tuple(_redaction(one, public_id) for one in row.redactions.filter(dropped_by="").order_by("pk"))
    return _card(row, regions, redactions, _copies(row), View.objects.filter(photograph=public_id).count())


def content_of(public_id: UUID, purpose: Purpose) -> bytes:
    """A derivative, a JPEG.

    Raises:
        UnknownPhotograph: there is none, or the photograph was withdrawn.
        SealBroken: the key is another one.
    """
    row = Derivative.objects.filter(
        photograph__public_id=public_id, photograph__withdrawn_on=None, purpose=purpose
    ).first()
    if row is None:
        raise UnknownPhotograph("there is no such photograph; it may have been withdrawn")
    return decrypted(bytes(row.content), settings.STAFF_KEYS.photographs, public_id, purpose)


def redaction_card(redaction: UUID) -> RedactionCard:
    """A copy made fit to be published, but not the copy itself.

    Raises:
        UnknownPhotograph: there is none, or it was dropped.
    """
    row = _redaction_row(redaction)
    return _redaction(row, row.photograph.public_id)


def redaction_content(redaction: UUID) -> bytes:
    """The copy made fit to be published, a JPEG.

    Raises:
        UnknownPhotograph, SealBroken: see `content_of`.
    """
    row = _redaction_row(redaction)
    return decrypted(bytes(row.content), settings.STAFF_KEYS.photographs, row.photograph.public_id, "redaction")


def exposure_of(name: str) -> Exposure:
    """How much this person has looked at today."""
    counted = View.objects.filter(viewed_by=name, day=TruncDate(Now())).aggregate(
        today=Count("pk"), hard=Count("pk", filter=~Q(sensitivity="family"))
    )
    return Exposure(counted["today"], counted["hard"], max(0, QUOTA - counted["today"]))


def view_of(view: UUID) -> tuple[UUID, str] | None:
    """The photograph of a view and who looks; None when there is no such view."""
    return View.objects.filter(public_id=view).values_list("photograph", "viewed_by").first()


def _region(row: Region) -> RegionCard:
    box = (row.x, row.y, row.width, row.height)
    return RegionCard(row.public_id, row.shows, row.place, row.side, row.words, box, row.marked_by, row.marked_on)


def _standing() -> QuerySet[Photograph]:
    return Photograph.objects.select_related("record").filter(withdrawn_on=None)


def _redaction_row(redaction: UUID) -> Redaction:
    row = Redaction.objects.select_related("photograph").filter(public_id=redaction, dropped_by="").first()
    if row is None:
        raise UnknownPhotograph("there is no such copy; it may have been dropped")
    return row


def _redaction(row: Redaction, photograph: UUID) -> RedactionCard:
    stage = "dropped" if row.dropped_by else "signed" if row.signed_by else "proposed"
    return RedactionCard(
        row.public_id,
        photograph,
        row.manner,
        row.purpose,
        stage,
        row.proposed_by,
        row.proposed_on,
        row.signed_by,
        row.signed_on,
    )


def _copies(row: Photograph) -> tuple[SameCard, ...]:
    links = SamePhotograph.objects.filter(Q(one=row) | Q(other=row), undone_on=None).select_related(
        "one__record", "other__record"
    )
    found = []
    for link in links.order_by("pk")[:50]:
        copy = link.other if link.one_id == row.pk else link.one
        if copy.withdrawn_on is None:
            found.append(SameCard(link.pk, copy.public_id, copy.record.public_id, link.found_by, link.mirrored))
    return tuple(found)


def _card(
    row: Photograph,
    regions: tuple[RegionCard, ...] = (),
    redactions: tuple[RedactionCard, ...] = (),
    copies: tuple[SameCard, ...] = (),
    views: int = 0,
) -> PhotographCard:
    return PhotographCard(
        public_id=row.public_id,
        record=row.record.public_id,
        shows=row.shows,
        sensitivity=row.sensitivity,
        obtained=row.obtained,
        taken=row.taken,
        camera_time=row.camera_time,
        file_format=row.file_format,
        size=row.size,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
        from_family=row.enquiry is not None,
        added_by=row.added_by,
        added_on=row.added_on,
        regions=regions,
        redactions=redactions,
        copies=copies,
        views=views,
    )
