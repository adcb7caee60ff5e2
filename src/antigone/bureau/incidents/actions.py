"""Opening a case and taking media in. Each act is one transaction, one event of the ledger, and one of custody."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import connection

from antigone.bureau.incidents.acts import incident_coded, next_number, refusals, write_custody
from antigone.bureau.incidents.dates import Span, day_of, span_said
from antigone.bureau.incidents.files import STRETCH, media_type_of, opened, regular_file, stretches
from antigone.bureau.incidents.models import Incident, Item, OriginalPart, Verb
from antigone.bureau.incidents.sealing import sealed_part
from antigone.bureau.incidents.values import IncidentDraft, IncidentError, ItemDraft, NotAFile, TooYoung
from antigone.bureau.ledger import JSON, Actor, Subject, action, record_event
from antigone.evidence.dates import NotADate, UncertainDate

#: No bureau asks for less; the database refuses younger media whatever a setting says.
LEAST_AGE_DAYS = 30


@action
def open_incident(draft: IncidentDraft, *, actor: Actor) -> str:
    """Open a case. Gives its code.

    Raises:
        IncidentError: the code is taken or cannot be one, the claim is not whole, or a text names an exact spot.
    """
    happened = draft.happened.strip()
    if happened:
        try:
            UncertainDate.parse(happened)
        except NotADate as error:
            raise IncidentError(f"when it happened: {error}") from error
    with refusals():
        made = Incident.objects.create(
            code=draft.code.strip().upper(),
            title=draft.title.strip(),
            claim=draft.claim.strip(),
            claimed_by=draft.claimed_by.strip(),
            happened=happened,
            place=draft.place.strip(),
            opened_by=actor.name,
        )
    write_custody(made, Verb.OPENED, by=actor.name, detail={"title": made.title})
    record_event(
        "incidents.open_incident",
        actor=actor,
        subject=Subject("incident", made.code),
        detail={"title": made.title, "claimed_by": made.claimed_by},
    )
    return made.code


@action
def add_file(code: str, named: str, draft: ItemDraft, *, actor: Actor) -> int:
    """Take a file in as it is: hashed, sealed to the vault, number and custody written down. Gives its number.

    Raises:
        UnknownThing: there is no such case.
        NotAFile: no file, or of a kind that is not taken in.
        TooYoung: it may be younger than the bureau's age gate.
        IncidentError: the case has this file, or what is said of it cannot be kept.
    """
    path = regular_file(named)
    incident = incident_coded(code, locked=True)
    with opened(path) as file:
        begin = file.read(1024)
        media_type = media_type_of(begin, path.name)
        file.seek(0)
        digest, size = _hashed(file)
        item = _written(incident, draft, actor, media_type, held=True, sha256=digest, size=size, file_name=path.name)
        file.seek(0)
        if _sealed(item, file, size) != digest:
            raise NotAFile(f"{path.name} was changed while it was read; take it in again when nobody writes to it")
    write_custody(
        incident,
        Verb.ADDED,
        by=actor.name,
        item=item,
        detail={**_told(item), "sha256": digest, "size": size, "media_type": media_type, "file": path.name},
    )
    record_event(
        "incidents.add_file",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"item": item.number, "sha256": digest, "size": size},
    )
    return item.number


@action
def describe_medium(code: str, media_type: str, draft: ItemDraft, *, actor: Actor) -> int:
    """Write down a medium that somebody published and that the bureau does not hold. Gives its number.

    Raises:
        UnknownThing, TooYoung, IncidentError: as for a file.
    """
    incident = incident_coded(code, locked=True)
    item = _written(incident, draft, actor, media_type, held=False)
    write_custody(incident, Verb.DESCRIBED, by=actor.name, item=item, detail=_told(item))
    record_event(
        "incidents.describe_medium",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"item": item.number, "title": item.title},
    )
    return item.number


def least_age() -> timedelta:
    """How old media have to be that this bureau takes in."""
    return timedelta(days=max(LEAST_AGE_DAYS, settings.CONFIGURATION.footage_age_days))


def refuse_the_young(published_by: date | None, obtained: date, recorded: Span) -> None:
    """The bureau's age gate: what is published and recorded has to be older, also in the worst reading of its dates.

    Raises:
        TooYoung: it may be younger, or nobody said when it was published and it was obtained lately.
    """
    youngest = datetime.now(UTC).date() - least_age()
    days = least_age().days
    if obtained > datetime.now(UTC).date():
        raise TooYoung(f"it cannot have been obtained on {obtained}: that day is still to come")
    if published_by is None and obtained > youngest:
        raise TooYoung(f"nobody says when it was published; say so, or wait until {days} days after it was obtained")
    newest = max(filter(None, (published_by or obtained, day_of(recorded.latest or recorded.earliest))))
    if newest > youngest:
        raise TooYoung(
            f"it may have been published or recorded as late as {newest}; nothing younger than {days} days is taken in,"
            f" so that nobody can use it to find living people: wait until {newest + least_age()}"
        )


def _written(
    incident: Incident,
    draft: ItemDraft,
    actor: Actor,
    media_type: str,
    *,
    held: bool,
    sha256: str = "",
    size: int = 0,
    file_name: str = "",
) -> Item:
    published, recorded = span_said(draft.published, "published"), span_said(draft.recorded, "recorded")
    published_by = day_of(published.latest)
    refuse_the_young(published_by, draft.obtained_on, recorded)
    with refusals():
        return Item.objects.create(
            public_id=uuid4(),
            incident=incident,
            number=next_number(Item, incident),
            held=held,
            title=draft.title.strip(),
            sha256=sha256,
            size=size,
            media_type=media_type,
            file_name=file_name[:255],
            obtained_from=draft.obtained_from.strip(),
            obtained_by=draft.obtained_by.strip() or actor.name,
            obtained_on=draft.obtained_on,
            published=draft.published.strip(),
            published_by=draft.published_by.strip(),
            published_by_day=published_by,
            recorded=draft.recorded.strip(),
            recorded_from=recorded.earliest,
            recorded_to=recorded.latest,
            claimed_place=draft.claimed_place.strip(),
            generation=draft.generation,
            edited=draft.edited,
            licence=draft.licence.strip(),
            language=draft.language.strip(),
            sensitivity=draft.sensitivity,
            note=draft.note.strip(),
            added_by=actor.name,
        )


def _told(item: Item) -> dict[str, JSON]:
    """What was said of the medium when it came in, as its event of custody keeps it."""
    return {
        "title": item.title,
        "obtained_from": item.obtained_from,
        "obtained_by": item.obtained_by,
        "obtained_on": item.obtained_on.isoformat(),
        "published": item.published,
        "published_by": item.published_by,
        "recorded": item.recorded,
    }


def _hashed(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for stretch in stretches(file):
        digest.update(stretch)
        size += len(stretch)
    return digest.hexdigest(), size


def _sealed(item: Item, file: BinaryIO, size: int) -> str:
    """Seals the file's stretches; gives the SHA-256 of what was sealed."""
    vault, digest = settings.ENQUIRY_KEYS.vault_public, hashlib.sha256()
    of = -(-size // STRETCH)
    with connection.cursor() as cursor:
        for number, stretch in enumerate(stretches(file), 1):
            digest.update(stretch)
            # Plain SQL returns nothing: nobody but the vault reads an original, not even the one just written.
            cursor.execute(
                f"INSERT INTO {OriginalPart._meta.db_table} (item_id, number, sealed, vault_key)"  # noqa: S608
                " VALUES (%s, %s, %s, %s)",
                [item.pk, number, sealed_part(stretch, vault.of_hpke, item.public_id, number, of), vault.fingerprint],
            )
    return digest.hexdigest()


def item_numbered(incident: Incident, number: int) -> Item:
    """The item of this number.

    Raises:
        IncidentError: the case has none.
    """
    found = Item.objects.filter(incident=incident, number=number).first()
    if found is None:
        raise IncidentError(f"case {incident.code} has no item {number}")
    return found
