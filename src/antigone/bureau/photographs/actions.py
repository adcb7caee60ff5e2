"""What the bureau does with photographs. Each act is one transaction and one event, which never says what is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.models import (
    Derivative,
    Manner,
    Original,
    Photograph,
    Purpose,
    Redaction,
    Region,
    SamePhotograph,
    Shows,
)
from antigone.bureau.photographs.queries import content_of
from antigone.bureau.photographs.sealing import encrypted, sealed_original
from antigone.bureau.photographs.values import (
    Look,
    LookRefused,
    PhotographDraft,
    PhotographKept,
    PhotographRefused,
    Prepared,
    RedactionRefused,
    RegionDraft,
    UnknownPhotograph,
)
from antigone.bureau.registry.models import Record
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.traits.reading import places
from antigone.imaging import derivatives
from antigone.imaging.decoding import decoded
from antigone.imaging.derivatives import Box, Encoded

_LONGEST_WORDS = 500
_PLACES = frozenset(place.code for place in places())
_PAIRED = frozenset(place.code for place in places() if place.paired)


@action
def add_photograph(record: UUID, photograph: Prepared, draft: PhotographDraft, *, actor: Actor) -> UUID:
    """Keep a photograph of a record: the original for the vault, what is made of it for the staff.

    Copies of it in other records, byte for byte or pixel for pixel, are linked as the same photograph.

    Raises:
        PhotographKept: this record has it already.
        PhotographRefused: no such record, or what is said of it cannot be kept.
    """
    public_id = keep(record, photograph, draft, actor=actor)
    record_event(
        "photographs.add_photograph",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"record": str(record), "shows": draft.shows, "sha256": photograph.sha256},
    )
    return public_id


def keep(
    record: UUID,
    photograph: Prepared,
    draft: PhotographDraft,
    *,
    actor: Actor,
    letter: tuple[UUID, UUID] | None = None,
) -> UUID:
    """The rows of a new photograph, for an action to write.

    Args:
        letter: the enquiry and the letter that it came with; the original then stays under the enquiry's seal.

    Raises:
        PhotographKept, PhotographRefused: see `add_photograph`.
    """
    kept = _checked(draft)
    row = Record.objects.filter(public_id=record).values_list("pk", flat=True).first()
    if row is None:
        raise PhotographRefused("there is no such record; it may have been deleted")
    if Photograph.objects.filter(record_id=row, sha256=photograph.sha256, withdrawn_on=None).exists():
        raise PhotographKept("the record has this photograph already")
    public_id, key = uuid4(), settings.STAFF_KEYS.photographs
    enquiry, its_letter = letter or (None, None)
    try:
        with transaction.atomic():
            made = Photograph.objects.create(
                public_id=public_id,
                record_id=row,
                shows=kept.shows,
                obtained=kept.obtained,
                taken=kept.taken,
                camera_time=photograph.camera_time,
                sha256=photograph.sha256,
                pixels_sha256=photograph.pixels_sha256,
                file_format=photograph.file_format,
                size=len(photograph.data),
                width=photograph.width,
                height=photograph.height,
                enquiry=enquiry,
                letter=its_letter,
                added_by=actor.name,
            )
    except IntegrityError as error:
        raise PhotographKept("the record has this photograph already") from error
    if letter is None:
        vault = settings.ENQUIRY_KEYS.vault_public
        sealed = sealed_original(photograph.data, vault.of_hpke, public_id)
        with connection.cursor() as cursor:
            # Plain SQL returns nothing: nobody but the vault may read an original, not even the one just written.
            cursor.execute(
                f"INSERT INTO {Original._meta.db_table} (photograph_id, sealed, vault_key) VALUES (%s, %s, %s)",  # noqa: S608
                [made.pk, sealed, vault.fingerprint],
            )
    Derivative.objects.bulk_create(
        Derivative(
            photograph_id=made.pk,
            purpose=purpose,
            width=copy.width,
            height=copy.height,
            content=encrypted(copy.content, key, public_id, purpose),
        )
        for purpose, copy in _derivatives(photograph)
    )
    _link_copies(made)
    return public_id


def _derivatives(photograph: Prepared) -> list[tuple[Purpose, Encoded]]:
    return [(Purpose.LARGE, photograph.large), (Purpose.SMALL, photograph.small), (Purpose.COVER, photograph.cover)]


@action
def describe_photograph(public_id: UUID, draft: PhotographDraft, *, actor: Actor) -> None:
    """Say better what a photograph shows, where it comes from, when it was taken.

    Raises:
        UnknownPhotograph, PhotographRefused.
    """
    kept = _checked(draft)
    changed = Photograph.objects.filter(public_id=public_id, withdrawn_on=None).update(
        shows=kept.shows, obtained=kept.obtained, taken=kept.taken
    )
    if not changed:
        raise _unknown()
    record_event(
        "photographs.describe_photograph",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"shows": kept.shows, "taken": kept.taken},
    )


@action
def withdraw_photograph(public_id: UUID, *, reason: str, actor: Actor) -> None:
    """Destroy a photograph: original, copies, features, regions and redactions go; that there was one, and why, stays.

    Raises:
        UnknownPhotograph: there is none, or it is withdrawn.
        PhotographRefused: no reason.
    """
    if not reason.strip():
        raise PhotographRefused("say why the photograph is withdrawn")
    changed = Photograph.objects.filter(public_id=public_id, withdrawn_on=None).update(
        withdrawn_by=actor.name, withdrawn_on=datetime.now(tz=UTC).date(), withdrawn_because=reason.strip()[:500]
    )
    if not changed:
        raise _unknown()
    record_event(
        "photographs.withdraw_photograph",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"reason": reason.strip()[:500]},
    )


@action
def mark_region(public_id: UUID, draft: RegionDraft, *, actor: Actor) -> UUID:
    """Mark a part of a photograph: a tattoo on the left forearm, a face, a button.

    Raises:
        UnknownPhotograph, PhotographRefused.
    """
    x, y, width, height = draft.box
    if draft.shows not in Shows.values:
        raise PhotographRefused(
            f"«{draft.shows}» is nothing that a region shows; write one of {', '.join(Shows.values)}"
        )
    if not (0 <= x < x + width <= 1 and 0 <= y < y + height <= 1):
        raise PhotographRefused("the region lies outside the photograph; its shares run from 0 to 1")
    if draft.place and draft.place not in _PLACES:
        raise PhotographRefused(f"«{draft.place}» is no place of the body that is known here")
    if draft.side not in ("", "left", "right") or (draft.side and draft.place not in _PAIRED):
        raise PhotographRefused("only a place of the body that comes twice has a left and a right side")
    photograph = _standing(public_id)
    made = Region.objects.create(
        public_id=uuid4(),
        photograph_id=photograph.pk,
        shows=draft.shows,
        place=draft.place,
        side=draft.side,
        words=" ".join(draft.words.split())[:_LONGEST_WORDS],
        x=x,
        y=y,
        width=width,
        height=height,
        marked_by=actor.name,
    )
    record_event(
        "photographs.mark_region",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"region": str(made.public_id), "shows": draft.shows, "place": draft.place, "side": draft.side},
    )
    return made.public_id


@action
def unmark_region(region: UUID, *, actor: Actor) -> None:
    """Take a region back.

    Raises:
        UnknownPhotograph: there is no such region.
    """
    found = Region.objects.select_related("photograph").filter(public_id=region).first()
    if found is None:
        raise UnknownPhotograph("there is no such region; somebody may have taken it back")
    found.delete()
    record_event(
        "photographs.unmark_region",
        actor=actor,
        subject=Subject("photograph", str(found.photograph.public_id)),
        detail={"region": str(region)},
    )


_LOOK = "INSERT INTO photographs_view (photograph, reason, viewed_by, role) VALUES (%s, %s, %s, %s) RETURNING public_id"


@action
def look_at(public_id: UUID, *, reason: str = "", actor: Actor) -> Look:
    """Somebody lifts the cover: it is counted and written down before anything is shown.

    Raises:
        LookRefused: no reason where one is asked, a role that does not look at such photographs, or the quota.
        UnknownPhotograph: there is none.
    """
    _standing(public_id)
    said = " ".join(reason.split())[:_LONGEST_WORDS]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LOOK, [public_id, said, actor.name, actor.role])
            (view,) = cursor.fetchone()
    except DatabaseError as error:
        raise _refusal(error) from error
    record_event(
        "photographs.look_at",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"reason": said, "view": str(view)},
    )
    return Look(public_id, view)


def _refusal(error: DatabaseError) -> Exception:
    said = str(error)
    if "quota of photographs" in said:
        return LookRefused("you have looked at as many photographs today as anybody may; rest, or ask a colleague")
    if "takes a reason" in said:
        return LookRefused("say in a few words why you look at this photograph")
    if "does not look at" in said:
        return LookRefused("your role does not see photographs of this kind")
    return error


@action
def propose_redaction(
    public_id: UUID, *, manner: str, boxes: Sequence[Box], purpose: str, actor: Actor
) -> tuple[UUID, Encoded]:
    """Make a copy fit to be published; it is published by nobody before another person has signed this very copy.

    Returns:
        its public id, and the copy.

    Raises:
        UnknownPhotograph, RedactionRefused.
    """
    photograph = _standing(public_id)
    if not purpose.strip():
        raise RedactionRefused("say for what the copy is made")
    if photograph.sensitivity == "prisoner":
        raise RedactionRefused("a prisoner's photograph is not published in any form")
    large = decoded(content_of(public_id, Purpose.LARGE)).pixels
    try:
        if manner == Manner.CROP:
            if len(boxes) != 1:
                raise RedactionRefused("one part is cut out; name one box")
            copy = derivatives.cropped(large, boxes[0])
        elif manner == Manner.BLUR:
            copy = derivatives.blurred(large, boxes)
        else:
            raise RedactionRefused(f"«{manner}» is no manner; write blur or crop")
    except ValueError as error:
        raise RedactionRefused(str(error)) from error
    made = Redaction.objects.create(
        public_id=uuid4(),
        photograph_id=photograph.pk,
        manner=manner,
        boxes=[list(box) for box in boxes],
        content=encrypted(copy.content, settings.STAFF_KEYS.photographs, public_id, "redaction"),
        digest=hashlib.sha256(copy.content).hexdigest(),
        purpose=purpose.strip()[:_LONGEST_WORDS],
        proposed_by=actor.name,
    )
    record_event(
        "photographs.propose_redaction",
        actor=actor,
        subject=Subject("photograph", str(public_id)),
        detail={"redaction": str(made.public_id), "manner": manner, "digest": made.digest},
    )
    return made.public_id, copy


@action
def sign_redaction(redaction: UUID, *, actor: Actor) -> None:
    """The second signature, under the copy that the first signer made; the database refuses his own.

    Raises:
        RedactionRefused: the proposer's own, signed or dropped already, or there is none.
    """
    found = _proposed(redaction)
    if found.proposed_by == actor.name:
        raise RedactionRefused("you made this copy; another person signs it")
    found.signed_by, found.signed_on = actor.name, datetime.now(tz=UTC).date()
    found.save(update_fields=["signed_by", "signed_on"])
    record_event(
        "photographs.sign_redaction",
        actor=actor,
        subject=Subject("photograph", str(found.photograph.public_id)),
        detail={"redaction": str(redaction), "digest": found.digest},
    )


@action
def drop_redaction(redaction: UUID, *, actor: Actor) -> None:
    """The copy is not published; a signed one is taken back.

    Raises:
        RedactionRefused: dropped already, or there is none.
    """
    found = Redaction.objects.select_related("photograph").filter(public_id=redaction, dropped_by="").first()
    if found is None:
        raise RedactionRefused("there is no such copy any more")
    found.dropped_by = actor.name
    found.save(update_fields=["dropped_by"])
    record_event(
        "photographs.drop_redaction",
        actor=actor,
        subject=Subject("photograph", str(found.photograph.public_id)),
        detail={"redaction": str(redaction)},
    )


@action
def part_copies(link: int, *, actor: Actor) -> None:
    """Say that two photographs are not one; they are not linked again.

    Raises:
        UnknownPhotograph: there is no such link.
    """
    found = SamePhotograph.objects.select_related("one", "other").filter(pk=link, undone_on=None).first()
    if found is None:
        raise UnknownPhotograph("there is no such link any more")
    found.undone_by, found.undone_on = actor.name, datetime.now(tz=UTC).date()
    found.save(update_fields=["undone_by", "undone_on"])
    record_event(
        "photographs.part_copies",
        actor=actor,
        subject=Subject("photograph", str(found.one.public_id)),
        detail={"other": str(found.other.public_id), "found_by": found.found_by},
    )


def _link_copies(made: Photograph) -> None:
    copies = Photograph.objects.filter(pixels_sha256=made.pixels_sha256, withdrawn_on=None).exclude(pk=made.pk)
    SamePhotograph.objects.bulk_create(
        SamePhotograph(
            one_id=copy.pk,
            other_id=made.pk,
            found_by="bytes" if copy.sha256 == made.sha256 else "pixels",
            mirrored=False,
        )
        for copy in copies[:1000]
    )


def _checked(draft: PhotographDraft) -> PhotographDraft:
    if draft.shows not in Shows.values:
        raise PhotographRefused(
            f"«{draft.shows}» is nothing that a photograph shows; write one of {', '.join(Shows.values)}"
        )
    taken = draft.taken.strip()
    if taken:
        try:
            UncertainDate.parse(taken)
        except NotADate as error:
            raise PhotographRefused(f"taken: {error}") from error
    return PhotographDraft(draft.shows, " ".join(draft.obtained.split())[:_LONGEST_WORDS], taken[:60])


def _standing(public_id: UUID) -> Photograph:
    found = Photograph.objects.filter(public_id=public_id, withdrawn_on=None).first()
    if found is None:
        raise _unknown()
    return found


def _proposed(redaction: UUID) -> Redaction:
    found = (
        Redaction.objects.select_related("photograph").filter(public_id=redaction, signed_by="", dropped_by="").first()
    )
    if found is None:
        raise RedactionRefused("there is no such copy that waits for a signature")
    return found


def _unknown() -> UnknownPhotograph:
    return UnknownPhotograph("there is no such photograph; it may have been withdrawn")
