"""The worker measures pictures of marks and things, each marked part and each photograph that shows one, once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.marks.models import MarkPicture
from antigone.bureau.photographs.marks.values import SHOWN
from antigone.bureau.photographs.models import Photograph, Purpose, Region
from antigone.bureau.photographs.queries import content_of
from antigone.bureau.photographs.rounds import in_rounds
from antigone.bureau.photographs.sealing import encrypted
from antigone.bureau.photographs.values import PhotographError
from antigone.imaging.decoding import PictureRefused, Pixels, decoded
from antigone.imaging.derivatives import Box
from antigone.imaging.marks import METHOD, Features, features_of, packed

WORKER = Actor("worker", "worker")
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class _Due:
    photograph: Photograph
    region: int | None
    box: Box | None


def measure_marks_regularly(stop: threading.Event) -> None:
    """Measure what is new, until `stop` is set."""

    def measure_all() -> None:
        while not stop.is_set() and measure_marks(actor=WORKER):
            pass

    in_rounds(stop, measure_all, what="pictures of marks")


def measure_marks(*, actor: Actor) -> int:
    """One pass over pictures that were not measured by this method; how many there were."""
    due = _due()
    measured = []
    pictures: dict[int, Pixels | None] = {}
    for one in due:
        if one.photograph.pk not in pictures:
            pictures = {one.photograph.pk: _pixels(one.photograph)}
        pixels = pictures[one.photograph.pk]
        measured.append(None if pixels is None else features_of(pixels, one.box))
    if due:
        _keep(due, measured, actor=actor)
    return len(due)


def part_of(region: int | None) -> str:
    """As which part of a photograph the features of a marked part are sealed."""
    return "mark" if region is None else f"mark {region}"


def _pixels(photograph: Photograph) -> Pixels | None:
    try:
        return decoded(content_of(photograph.public_id, Purpose.LARGE)).pixels
    except (PhotographError, PictureRefused):
        return None


def _due() -> list[_Due]:
    done = MarkPicture.objects.filter(method=METHOD)
    parts = (
        Region.objects.select_related("photograph")
        .filter(shows__in=SHOWN, photograph__withdrawn_on=None)
        .exclude(Exists(done.filter(region=OuterRef("pk"))))
        .order_by("photograph", "pk")[:_AT_ONCE]
    )
    found = [_Due(part.photograph, part.pk, (part.x, part.y, part.width, part.height)) for part in parts]
    wholes = (
        Photograph.objects.filter(shows__in=SHOWN, withdrawn_on=None)
        .exclude(Exists(done.filter(photograph=OuterRef("pk"), region=None)))
        .order_by("pk")[: _AT_ONCE - len(found)]
    )
    return found + [_Due(whole, None, None) for whole in wholes]


@action
def _keep(due: Sequence[_Due], measured: Sequence[Features | None], *, actor: Actor) -> None:
    """Keep what was measured of pictures that still stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT photographs_hold(%s::bigint[])", [[one.photograph.pk for one in due]])
        held = {number for (number,) in cursor.fetchall()}
    regions = set(Region.objects.filter(pk__in=[one.region for one in due if one.region]).values_list("pk", flat=True))
    key = settings.STAFF_KEYS.photographs
    kept = [
        MarkPicture(
            photograph_id=one.photograph.pk,
            region_id=one.region,
            method=METHOD,
            content=b""
            if features is None
            else encrypted(packed(features), key, one.photograph.public_id, part_of(one.region)),
        )
        for one, features in zip(due, measured, strict=True)
        if one.photograph.pk in held and (one.region is None or one.region in regions)
    ]
    # Another process may have been quicker with the same picture.
    MarkPicture.objects.bulk_create(kept, ignore_conflicts=True)
    record_event(
        "photographs.measure_marks",
        actor=actor,
        subject=Subject("method", METHOD),
        detail={"pictures": len(kept)},
    )
