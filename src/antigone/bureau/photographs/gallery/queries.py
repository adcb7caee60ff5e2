"""What staff ask of the gallery. What the public sees of it stands in `bureau.disclosure.gallery`."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from antigone.bureau.photographs.gallery.models import Kind, Release
from antigone.bureau.photographs.gallery.values import ReleaseCard, ReleaseDraft, Suggestion, UnknownRelease
from antigone.bureau.photographs.models import Redaction
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.places import region_of

_STAGES = {
    "proposed": Q(signed_by="", withdrawn_by=""),
    "shown": Q(signed_by__gt="", withdrawn_by=""),
    "withdrawn": Q(withdrawn_by__gt=""),
}
_HEAVY = ("small", "large", "features", "terms")


def release_card(code: str) -> ReleaseCard:
    """One release, whatever became of it.

    Raises:
        UnknownRelease: there is none.
    """
    row = Release.objects.defer(*_HEAVY).filter(code=code).first()
    if row is None:
        raise UnknownRelease("there is no such thing in the gallery; it may have been taken out")
    return _card(row)


def releases(stage: str, *, limit: int = 200) -> list[ReleaseCard]:
    """Releases of a stage, the newest first."""
    return [_card(row) for row in Release.objects.defer(*_HEAVY).filter(_STAGES[stage]).order_by("-pk")[:limit]]


def release_of_copy(redaction: UUID) -> ReleaseCard | None:
    """The release of a copy that was not taken back, if there is one."""
    row = Release.objects.defer(*_HEAVY).filter(redaction=redaction, withdrawn_by="").first()
    return _card(row) if row else None


def suggested(redaction: UUID) -> Suggestion | None:
    """What the form for a release begins with; None where the copy cannot be released."""
    row = (
        Redaction.objects.select_related("photograph__record")
        .filter(public_id=redaction, dropped_by="", signed_by__gt="")
        .first()
    )
    if row is None:
        return None
    photograph, record = row.photograph, row.photograph.record
    marked = photograph.regions.filter(shows__in=Kind.values).order_by("pk").first()
    kind = marked.shows if marked else photograph.shows if photograph.shows in Kind.values else Kind.EFFECT.value
    first, last = _years(record.occurred_date)
    return Suggestion(
        photograph.public_id,
        ReleaseDraft(
            kind=kind,
            because="",
            place=marked.place if marked else "",
            side=marked.side if marked else "",
            words_uk=marked.words if marked else "",
            year_from=first,
            year_to=last,
            region=region_of(record.occurred_place),
        ),
    )


def _years(edtf: str) -> tuple[int | None, int | None]:
    try:
        first, last = UncertainDate.parse(edtf).years
    except NotADate:
        return None, None
    return (first, last) if last - first <= 10 else (None, None)


def _card(row: Release) -> ReleaseCard:
    stage = "withdrawn" if row.withdrawn_by else "shown" if row.signed_by else "proposed"
    return ReleaseCard(
        row.code,
        row.redaction,
        row.photograph,
        ReleaseDraft(
            row.kind, row.because, row.place, row.side, row.what, row.words_uk, row.words_ru, row.words_en,
            row.year_from, row.year_to, row.region,
        ),
        row.digest,
        stage,
        row.proposed_by,
        row.proposed_on,
        row.signed_by,
        row.signed_on,
        row.withdrawn_by,
        row.withdrawn_on,
        row.withdrawn_because,
    )  # fmt: skip
