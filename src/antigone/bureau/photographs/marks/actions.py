"""Search for a mark by a picture, for the staff alone: one event says who sought, and not what."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.marks.measuring import part_of
from antigone.bureau.photographs.marks.models import MarkPicture
from antigone.bureau.photographs.marks.queries import of_region, of_whole, regions_sought, wholes_sought
from antigone.bureau.photographs.marks.values import MOST_COMPARED, MarkFound, MarkSearch, MarkSought, MarksRefused
from antigone.bureau.photographs.models import Photograph, Region
from antigone.bureau.photographs.sealing import decrypted, sealed_digest
from antigone.imaging.decoding import Picture
from antigone.imaging.derivatives import Box
from antigone.imaging.marks import METHOD, NOTHING, Features, Found, query_of, ranked, unpacked


@action
def search_marks(
    picture: Picture, sought: MarkSought, *, box: Box | None = None, limit: int = 20, actor: Actor
) -> MarkSearch:
    """Marks whose pictures are alike, among those that answer what is known, the most alike first.

    Says in which order a human looks, and never that two marks are one. The picture itself is not kept; the event
    holds a seal of its digest, by which the bureau can tell whether a picture that it has was sought.

    Args:
        picture: as it was decoded in the sandbox.
        sought: what is known; the place of the body narrows before any picture is compared.
        box: the part of the picture with the mark, in shares; None for the whole.
        limit: at most so many.

    Raises:
        MarksRefused: too many pictures answer; a place of the body or words narrow them.
    """
    parts, wholes = regions_sought(sought), wholes_sought(sought)
    measured = MarkPicture.objects.filter(method=METHOD)
    kept = {row.region_id: row for row in measured.filter(region__in=[one.pk for one in parts])}
    whole = {row.photograph_id: row for row in measured.filter(region=None, photograph__in=[one.pk for one in wholes])}
    compared = [(one, kept[one.pk]) for one in parts if one.pk in kept]
    compared_wholes = [(one, whole[one.pk]) for one in wholes if one.pk in whole]
    count = len(compared) + len(compared_wholes)
    if count > MOST_COMPARED:
        raise MarksRefused("more pictures answer than can be compared; say where on the body it is, or say it in words")
    features = [
        *(_features(row, one.photograph) for one, row in compared),
        *(_features(row, one) for one, row in compared_wholes),
    ]
    told: list[Region | Photograph] = [*(one for one, _ in compared), *(one for one, _ in compared_wholes)]
    found = _told(ranked(query_of(picture.pixels, box), features, limit=limit), told)
    record_event(
        "photographs.search_marks",
        actor=actor,
        subject=Subject("sealed picture", sealed_digest(picture.pixels_sha256, settings.STAFF_KEYS.photographs)),
        detail={"place": sought.place, "side": sought.side, "shows": sought.shows, "compared": count,
                "found": len(found)},
    )  # fmt: skip
    return MarkSearch(tuple(found), count, len(parts) + len(wholes) - count)


def _features(row: MarkPicture, photograph: Photograph) -> Features:
    content = bytes(row.content)
    if not content:
        return NOTHING
    return unpacked(decrypted(content, settings.STAFF_KEYS.photographs, photograph.public_id, part_of(row.region_id)))


def _told(ranking: Sequence[Found], compared: Sequence[Region | Photograph]) -> list[MarkFound]:
    found = []
    for one in ranking:
        its = compared[one.position]
        tell = of_region if isinstance(its, Region) else of_whole
        found.append(tell(its, fitting=one.fitting, mirrored=one.mirrored))  # type: ignore[arg-type]
    return found
