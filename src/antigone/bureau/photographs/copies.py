"""The worker looks for copies of each photograph among all others, once, and links them as the same photograph."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Q

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.models import Fingerprint, Photograph, Purpose, SamePhotograph
from antigone.bureau.photographs.queries import content_of
from antigone.bureau.photographs.rounds import in_rounds
from antigone.bureau.photographs.sealing import decrypted, encrypted
from antigone.bureau.photographs.values import PhotographError
from antigone.imaging.copies import (
    LEAST_SHARED,
    METHOD,
    Agreement,
    Features,
    agreement,
    features_of,
    mirror_image,
    packed,
    unpacked,
    words_of,
)
from antigone.imaging.decoding import PictureRefused, decoded

WORKER = Actor("worker", "worker")
_AT_ONCE = 20
#: Photographs that share most words with one, which are compared with it feature by feature.
_IN_QUESTION = 50
_PART = "fingerprint"
_SHARED = (
    "SELECT photograph_id FROM (SELECT photograph_id, cardinality(ARRAY(SELECT unnest(words) INTERSECT"
    " SELECT unnest(%s::bigint[]))) AS shared FROM photographs_fingerprint WHERE words && %s::bigint[] AND method = %s"
    ") AS found WHERE shared >= %s ORDER BY shared DESC, photograph_id LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class _Copy:
    photograph: int
    agreement: Agreement


def find_copies_regularly(stop: threading.Event) -> None:
    """Look for copies of what is new, until `stop` is set."""

    def find_all() -> None:
        while not stop.is_set() and find_copies(actor=WORKER):
            pass

    in_rounds(stop, find_all, what="copies of photographs")


def find_copies(*, actor: Actor) -> int:
    """One pass over photographs that were not looked at by this method; how many there were."""
    due = list(
        Photograph.objects.filter(withdrawn_on=None)
        .exclude(fingerprint__method=METHOD)
        .order_by("pk")
        .values_list("pk", flat=True)[:_AT_ONCE]
    )
    for photograph in due:
        find_copies_of(photograph, actor=actor)
    return len(due)


@action
def find_copies_of(photograph: int, *, actor: Actor) -> None:
    """Keep the features of one photograph and link what is a copy of it.

    A picture that cannot be opened any more has no features, and no copies are found of it.
    """
    row = Photograph.objects.get(pk=photograph)
    try:
        pixels = decoded(content_of(row.public_id, Purpose.LARGE)).pixels
    except (PhotographError, PictureRefused):
        features, copies, words = None, list[_Copy](), []
    else:
        features, mirror = features_of(pixels), features_of(mirror_image(pixels))
        words = words_of(features).tolist()
        copies = _copies(row.pk, features, mirror)
    key = settings.STAFF_KEYS.photographs
    content = encrypted(packed(features), key, row.public_id, _PART) if features is not None else b""
    Fingerprint.objects.create(photograph_id=row.pk, method=METHOD, words=words, content=content)
    SamePhotograph.objects.bulk_create(_link(row.pk, copy) for copy in copies)
    record_event(
        "photographs.find_copies",
        actor=actor,
        subject=Subject("photograph", str(row.public_id)),
        detail={"copies": len(copies), "method": METHOD},
    )


def _copies(photograph: int, features: Features, mirror: Features) -> list[_Copy]:
    asked = [*words_of(features).tolist(), *words_of(mirror).tolist()]
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [asked, asked, METHOD, LEAST_SHARED, _IN_QUESTION])
        in_question = [number for (number,) in cursor.fetchall()]
    known = {
        other if one == photograph else one
        for one, other in SamePhotograph.objects.filter(Q(one_id=photograph) | Q(other_id=photograph)).values_list(
            "one_id", "other_id"
        )
    }
    kept = Fingerprint.objects.select_related("photograph").filter(
        pk__in=set(in_question) - known - {photograph}, photograph__withdrawn_on=None
    )
    key = settings.STAFF_KEYS.photographs
    found = []
    for row in kept.order_by("pk"):
        other = unpacked(decrypted(bytes(row.content), key, row.photograph.public_id, _PART))
        if (agreed := agreement(features, mirror, other)) is not None:
            found.append(_Copy(row.pk, agreed))
    return found


def _link(photograph: int, copy: _Copy) -> SamePhotograph:
    return SamePhotograph(
        one_id=min(photograph, copy.photograph),
        other_id=max(photograph, copy.photograph),
        found_by="features",
        agreeing=copy.agreement.agreeing,
        mirrored=copy.agreement.mirrored,
        transform=list(copy.agreement.transform),
    )
