"""Releasing a thing into the families' gallery: one proposes, another signs, anybody of both takes it back at once."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.gallery import likeness
from antigone.bureau.photographs.gallery.models import Kind, Release
from antigone.bureau.photographs.gallery.values import (
    LARGE,
    LONGEST_WORDS,
    SMALL,
    ReleaseDraft,
    ReleaseRefused,
    UnknownRelease,
    new_code,
)
from antigone.bureau.photographs.gallery.vocabulary import CODES, terms_of
from antigone.bureau.photographs.models import Redaction
from antigone.bureau.photographs.sealing import decrypted, encrypted
from antigone.bureau.registry.models import Name
from antigone.evidence.traits.reading import places
from antigone.imaging.decoding import decoded
from antigone.imaging.derivatives import encoded

_PLACES = {place.code: place for place in places()}
_PARTS = ("small", "large", "features")
_FIRST_YEAR = 1900
_PUBLISH = """
    INSERT INTO published.thing (code, release_id, kind, place, side, what, words_uk, words_ru, words_en, year_from,
        year_to, region, terms, small, large, features)
    SELECT code, id, kind, place, side, what, words_uk, words_ru, words_en, year_from, year_to, region, terms,
        %s, %s, %s FROM photographs_release WHERE id = %s
"""


@action
def propose_release(redaction: UUID, draft: ReleaseDraft, *, actor: Actor) -> str:
    """Propose to show a thing to anybody, as a copy that two people have signed shows it. Gives its code.

    What would be published is made now, anew from the pixels of the copy, so that the second person sees and signs it.

    Raises:
        ReleaseRefused: the copy is not signed, the photograph may not be shown, or what is said cannot be published.
    """
    row = Redaction.objects.select_related("photograph").filter(public_id=redaction, dropped_by="").first()
    if row is None or not row.signed_by:
        raise ReleaseRefused("only a copy that two people have signed is released")
    said = _checked(draft, record=row.photograph.record_id)
    photograph, code, key = row.photograph.public_id, new_code(), settings.STAFF_KEYS.photographs
    pixels = decoded(decrypted(bytes(row.content), key, photograph, "redaction")).pixels
    small, large = (encoded(pixels, longest=size).content for size in (SMALL, LARGE))
    contents = (small, large, likeness.described(pixels))
    sealed = {
        part: encrypted(content, key, photograph, _part(code, part))
        for part, content in zip(_PARTS, contents, strict=True)
    }
    try:
        with transaction.atomic():
            Release.objects.create(
                code=code,
                redaction=redaction,
                photograph=photograph,
                kind=said.kind,
                place=said.place,
                side=said.side,
                what=said.what,
                words_uk=said.words_uk,
                words_ru=said.words_ru,
                words_en=said.words_en,
                year_from=said.year_from,
                year_to=said.year_to,
                region=said.region,
                because=said.because,
                terms=terms_of(
                    (said.words_uk, said.words_ru, said.words_en), kind=said.kind, what=said.what, place=said.place
                ),
                digest=hashlib.sha256(b"".join(contents)).hexdigest(),
                proposed_by=actor.name,
                **sealed,
            )
    except DatabaseError as error:
        raise _refusal(error) from error
    record_event(
        "photographs.propose_release",
        actor=actor,
        subject=Subject("photograph", str(photograph)),
        detail={"code": code, "redaction": str(redaction), "kind": said.kind, "reason": said.because},
    )
    return code


@action
def sign_release(code: str, *, actor: Actor) -> None:
    """The second signature; from this moment on anybody can see the thing.

    Raises:
        UnknownRelease: there is none that waits for a signature.
        ReleaseRefused: the proposer's own, or the photograph may not be shown any more.
    """
    row = Release.objects.select_for_update().filter(code=code, signed_by="", withdrawn_by="").first()
    if row is None:
        raise UnknownRelease("there is no such thing that waits for a signature")
    if row.proposed_by == actor.name:
        raise ReleaseRefused("you proposed this; another person signs it")
    key = settings.STAFF_KEYS.photographs
    contents = [decrypted(bytes(getattr(row, part)), key, row.photograph, _part(code, part)) for part in _PARTS]
    row.signed_by, row.signed_on = actor.name, datetime.now(tz=UTC).date()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            row.save(update_fields=["signed_by", "signed_on"])
            cursor.execute(_PUBLISH, [*contents, row.pk])
    except DatabaseError as error:
        raise _refusal(error) from error
    record_event(
        "photographs.sign_release",
        actor=actor,
        subject=Subject("photograph", str(row.photograph)),
        detail={"code": code, "digest": row.digest},
    )


@action
def withdraw_release(code: str, *, reason: str, actor: Actor) -> None:
    """Take a thing out of the gallery at once, or drop a proposal. Its code never names another thing.

    Raises:
        UnknownRelease: there is none, or it was withdrawn.
        ReleaseRefused: no reason.
    """
    if not reason.strip():
        raise ReleaseRefused("say why the thing is taken out")
    row = Release.objects.select_for_update().filter(code=code, withdrawn_by="").first()
    if row is None:
        raise UnknownRelease("there is no such thing in the gallery; it may have been taken out")
    row.withdrawn_by, row.withdrawn_on = actor.name, datetime.now(tz=UTC).date()
    row.withdrawn_because = reason.strip()[:500]
    row.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_because"])
    record_event(
        "photographs.withdraw_release",
        actor=actor,
        subject=Subject("photograph", str(row.photograph)),
        detail={"code": code, "reason": row.withdrawn_because},
    )


def content_of_release(code: str, part: str) -> bytes:
    """What would be published, or is: ``small`` or ``large``, a JPEG.

    Raises:
        UnknownRelease: there is none, or it was withdrawn.
    """
    row = Release.objects.filter(code=code, withdrawn_by="").first()
    if row is None or part not in _PARTS:
        raise UnknownRelease("there is no such thing in the gallery; it may have been taken out")
    return decrypted(bytes(getattr(row, part)), settings.STAFF_KEYS.photographs, row.photograph, _part(code, part))


def _part(code: str, part: str) -> str:
    return f"release/{code}/{part}"


def _checked(draft: ReleaseDraft, *, record: int) -> ReleaseDraft:
    if draft.kind not in Kind.values:
        raise ReleaseRefused(f"«{draft.kind}» is nothing that is released; write one of {', '.join(Kind.values)}")
    if draft.place and draft.place not in _PLACES:
        raise ReleaseRefused(f"«{draft.place}» is no place of the body that is known here")
    if draft.side not in ("", "left", "right") or (draft.side and not _is_paired(draft.place)):
        raise ReleaseRefused("only a place of the body that comes twice has a left and a right side")
    if draft.what and draft.what not in CODES[draft.kind]:
        raise ReleaseRefused("choose what it is among the words for this kind of thing")
    words = [" ".join(text.split()) for text in (draft.words_uk, draft.words_ru, draft.words_en)]
    if any(len(text) > LONGEST_WORDS for text in words):
        raise ReleaseRefused(f"the words are longer than {LONGEST_WORDS} letters; write them shorter")
    if not any(words) and not draft.what:
        raise ReleaseRefused("say in a few words what it is, or nobody can search for it")
    because = " ".join(draft.because.split())
    if len(because) < 10:
        raise ReleaseRefused("say in a few words why it is released")
    years = [year for year in (draft.year_from, draft.year_to) if year is not None]
    first, last = (years[0], years[-1]) if years else (None, None)
    if first is not None and last is not None and not _FIRST_YEAR <= first <= last <= datetime.now(tz=UTC).year:
        raise ReleaseRefused("the years are in order and not in the future")
    _refuse_names(words, record)
    return ReleaseDraft(
        kind=draft.kind,
        because=because[:500],
        place=draft.place,
        side=draft.side,
        what=draft.what,
        words_uk=words[0],
        words_ru=words[1],
        words_en=words[2],
        year_from=first,
        year_to=last,
        region=" ".join(draft.region.split())[:80],
    )


def _refuse_names(words: list[str], record: int) -> None:
    """A thing leads to an enquiry and never to a name."""
    said = set(_words_in(" ".join(words)))
    for value in Name.objects.filter(record_id=record).values_list("value", flat=True):
        if any(len(part) > 3 and part in said for part in _words_in(value)):
            raise ReleaseRefused("a name of the person stands in the words; take it out")


def _words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_paired(place: str) -> bool:
    return bool(place) and _PLACES[place].paired


def _refusal(error: DatabaseError) -> Exception:
    said = str(error)
    if "photographs_release_one_of_a_copy" in said and isinstance(error, IntegrityError):
        return ReleaseRefused("this copy is in the gallery already, or waits for its signature")
    if "photograph is not released" in said or "nothing is shown but" in said:
        return ReleaseRefused(
            "this photograph may not be shown to the public: it is of somebody named or living, withheld, sent by a "
            "family, or its source does not allow it"
        )
    if "two people have signed is released" in said:
        return ReleaseRefused("only a copy that two people have signed is released")
    return error
