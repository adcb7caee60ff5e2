"""Keeping what phones send from the scene, taking finds in, and photographs of parts and samples."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.conf import settings

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.photographs.actions import keep
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.values import PhotographDraft, PhotographKept, Prepared
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.entering import entered, own_source
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.actions import GRID_LETTERS, received
from antigone.bureau.remains.acts import parts_numbered, refusals
from antigone.bureau.remains.field.queries import entry_card, with_corrected
from antigone.bureau.remains.field.values import Came, EntryDiffers, EntryDraft, Sent
from antigone.bureau.remains.models import Part, PartPhotograph, SceneEntry
from antigone.bureau.remains.values import PartDraft, RecoveryDraft, RemainsError, UnknownNumber


def keep_entry(draft: EntryDraft, *, actor: Actor) -> Came:
    """Keep a find that a phone sends, once, however often it is sent.

    Raises:
        EntryDiffers: another find is kept under its id.
        RemainsError: what it says cannot be kept, such as a number that was given before. Nothing is kept.
    """
    said = _as_kept(draft)
    if _known(said):
        return Came.KEPT_BEFORE
    try:
        _keep_entry(said, actor=actor)
    except RemainsError:
        # It may have been sent twice at the same moment: whoever came second finds the first.
        if _known(said):
            return Came.KEPT_BEFORE
        raise
    return Came.KEPT


def add_photograph(
    of: UUID | str, sent: Sent, photograph: Prepared, draft: PhotographDraft, *, actor: Actor
) -> tuple[Came, UUID]:
    """Keep a photograph of a find, of a part or of a sample of one, once, however often it is sent.

    It lies in the register of photographs as those of a record of remains do: the original under the vault's seal, what
    is shown under a cover, each look in the log. Where no record describes the part yet, one is made.

    Args:
        of: the find's id, or the part's number.

    Returns:
        what became of it, and the photograph's public id.

    Raises:
        UnknownNumber: there is no such find or part.
        RemainsError: another photograph has this id, or the part has no such sample.
        PhotographRefused: what is said of it cannot be kept.
    """
    if known := PartPhotograph.objects.filter(pk=sent.id).first():
        if known.sha256 != photograph.sha256:
            raise RemainsError("another photograph was sent under this id", "remains_photograph_differs")
        return Came.KEPT_BEFORE, known.photograph
    return Came.KEPT, _add_photograph(of, sent, photograph, draft, actor=actor)


@action
def take_in_entry(
    entry: UUID, place: str, *, explosives_checked_by: str = "", brought_by: str, taken_by: str, actor: Actor
) -> str:
    """Take a find in: it becomes a part under the number on its bag, or under the register's next. Gives the number.

    Args:
        place: code of the place where it lies now.
        explosives_checked_by: who checked it, where the entry does not say.

    Raises:
        UnknownNumber: there is no such find or place.
        RemainsError: it was taken in, another entry corrects it, nobody checked for explosives, or a part bears the
            number already.
    """
    row = _entry(entry)
    if row.part_id is not None:
        raise RemainsError(f"this find was taken in already, as part {entry_card(entry).part}", "remains_find_taken_in")
    draft = PartDraft(
        row.number,
        place,
        explosives_checked_by.strip() or row.explosives_checked_by,
        row.what,
        tuple(row.tags),
        RecoveryDraft(row.reference, row.site, row.grid, row.finder, row.on, row.note),
        _record_of(row, actor).public_id,
    )
    _, (part,) = received([draft], brought_by=brought_by, taken_by=taken_by, actor=actor)
    _tie(row, part)
    record_event(
        "remains.take_in_entry", actor=actor, subject=EventSubject("part", part.number), detail={"entry": str(entry)}
    )
    return part.number


@action
def tie_entry(entry: UUID, number: str, *, actor: Actor) -> None:
    """Say that a find is a part that was taken in without its entry.

    Raises:
        UnknownNumber: there is no such find or part.
        RemainsError: the find was taken in, or its bag bears another number.
    """
    row = _entry(entry)
    (part,) = parts_numbered([number])
    _tie(row, part)
    record_event(
        "remains.tie_entry", actor=actor, subject=EventSubject("part", part.number), detail={"entry": str(entry)}
    )


@action
def _keep_entry(draft: EntryDraft, *, actor: Actor) -> None:
    corrects = _entry(draft.corrects) if draft.corrects else None
    with refusals():
        SceneEntry.objects.create(
            id=draft.id,
            reference=draft.reference,
            site=draft.site,
            grid=draft.grid,
            finder=draft.finder,
            on=draft.on,
            number=draft.number,
            what=draft.what,
            tags=list(draft.tags),
            explosives_checked_by=draft.explosives_checked_by,
            note=draft.note,
            written_at=draft.written_at,
            digest=draft.digest,
            corrects=corrects,
            by=actor.name,
        )
    record_event(
        "remains.keep_entry",
        actor=actor,
        subject=EventSubject("find", str(draft.id)),
        detail={
            "recovery": draft.reference,
            "number": draft.number,
            "digest": draft.digest,
            "corrects": str(draft.corrects) if draft.corrects else None,
        },
    )


@action
def _add_photograph(of: UUID | str, sent: Sent, photograph: Prepared, draft: PhotographDraft, *, actor: Actor) -> UUID:
    entry = _entry(of) if isinstance(of, UUID) else None
    part = None if isinstance(of, UUID) else parts_numbered([of])[0]
    record = _record_of(entry, actor) if entry else _record_of_part(part, actor)  # type: ignore[arg-type]
    try:
        public_id = keep(record.public_id, photograph, draft, actor=actor)
    except PhotographKept:
        # The same picture twice on a phone is one photograph here; the phone may forget both.
        public_id = Photograph.objects.values_list("public_id", flat=True).get(
            record=record, sha256=photograph.sha256, withdrawn_on=None
        )
    with refusals():
        PartPhotograph.objects.create(
            id=sent.id,
            photograph=public_id,
            sha256=photograph.sha256,
            entry=entry,
            part=part,
            sample=sent.sample.strip(),
            by=actor.name,
        )
    record_event(
        "remains.add_photograph",
        actor=actor,
        subject=EventSubject("photograph", str(public_id)),
        detail={
            "of": part.number if part else str(of),
            "sample": sent.sample.strip(),
            "shows": draft.shows,
            "sha256": photograph.sha256,
        },
    )
    return public_id


def _as_kept(draft: EntryDraft) -> EntryDraft:
    grid = "".join(draft.grid.split()).upper()
    if len(grid) > GRID_LETTERS:
        raise RemainsError(
            f"the grid square {draft.grid} is closer than the bureau keeps it; write an MGRS square of 10 km, such as"
            " 37UDQ41, or of 100 km, such as 37UDQ",
            "remains_recovery_grid_is_coarse",
        )
    return replace(
        draft,
        reference=draft.reference.strip(),
        site=draft.site.strip(),
        grid=grid,
        finder=draft.finder.strip(),
        number=draft.number.strip().upper(),
        what=draft.what.strip(),
        tags=tuple(tag.strip() for tag in draft.tags if tag.strip()),
        explosives_checked_by=draft.explosives_checked_by.strip(),
        note=draft.note.strip(),
    )


def _known(draft: EntryDraft) -> bool:
    digest = SceneEntry.objects.filter(pk=draft.id).values_list("digest", flat=True).first()
    if digest is not None and digest != draft.digest:
        raise EntryDiffers(entry_card(draft.id))
    return digest is not None


def _entry(entry: UUID) -> SceneEntry:
    row = SceneEntry.objects.filter(pk=entry).first()
    if row is None:
        raise UnknownNumber("there is no such find")
    return row


def _tie(row: SceneEntry, part: Part) -> None:
    with refusals():
        SceneEntry.objects.filter(pk=row.pk).update(part=part)


def _record_of(row: SceneEntry, actor: Actor) -> Record:
    """The record of remains that a find's photographs lie under. One that is made now says what the entry says; a
    registrar says it better."""
    earlier = PartPhotograph.objects.filter(entry__in=with_corrected(row.pk)).first()
    if earlier and (record := Record.objects.filter(photographs__public_id=earlier.photograph).first()):
        return record
    return _new_record(row.site, row.on, row.what, row.tags, actor)


def _record_of_part(part: Part, actor: Actor) -> Record:
    if part.record is not None:
        return part.record
    found = part.recovery
    what = part.what or ("" if found else part.number)
    record = _new_record(found.site if found else "", found.on if found else "", what, part.tags, actor)
    with refusals():
        Part.objects.filter(pk=part.pk).update(record=record)
    return record


def _new_record(site: str, on: str, what: str, tags: list[str], actor: Actor) -> Record:
    draft = RecordDraft(
        RecordKind.REMAINS, occurred_place=site, occurred_date=on, documents="; ".join(tags), description=what
    )
    return entered(draft, source=own_source(settings.CONFIGURATION.bureau_name), actor=actor)
