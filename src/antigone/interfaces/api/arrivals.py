"""What of a partner's records is kept for a registrar, and of each other one why not.

A key writes for its own domain alone. How authors are reached is not kept even until a registrar looks
(`exchange.pfif.drafts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings

from antigone.bureau.disclosure.partners import keep_delivery
from antigone.interfaces.exchange.pfif import NEWEST, Note, Person, home_of, moment, write_pfif
from antigone.interfaces.exchange.pfif.drafts import NOT_KEPT

MOST_BYTES = 1024 * 1024
MOST_RECORDS = 100


class TooMany(Exception):
    """More records than are taken at once."""


class NoRoom(Exception):
    """A hundred deliveries of the partner wait already."""


@dataclass(slots=True)
class Counted:
    """Of one type of record: how many were read, which are kept, and which not, with the reason."""

    kept: list[Person | Note] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def parsed(self) -> int:
        """How many were read."""
        return len(self.kept) + len(self.skipped)


@dataclass(slots=True)
class Arrival:
    """What came at once. A note inside its person is counted among the notes and kept with the person."""

    persons: Counted = field(default_factory=Counted)
    notes: Counted = field(default_factory=Counted)

    @property
    def notes_inside(self) -> int:
        """Kept notes that are kept inside their persons."""
        return sum(len(person.notes) for person in self.persons.kept if isinstance(person, Person))

    def keep(self, key: str) -> UUID | None:
        """Keep it as one delivery; gives the delivery's id, None where nothing is to be kept.

        Raises:
            NoRoom: a hundred wait already.
        """
        kept = [*self.persons.kept, *self.notes.kept]
        if not kept:
            return None
        delivery = keep_delivery(key, b"".join(write_pfif(kept, NEWEST)), len(kept))
        if delivery is None:
            raise NoRoom("a hundred deliveries wait for a registrar; try again when they were looked at")
        return delivery


def sorted_out(records: Iterable[Person | Note], domain: str) -> Arrival:
    """What of the records is kept for a partner that writes for this domain.

    Raises:
        TooMany: more than `MOST_RECORDS`.
    """
    arrival = Arrival()
    for number, record in enumerate(records, 1):
        if number > MOST_RECORDS:
            raise TooMany(f"send at most {MOST_RECORDS} persons and notes at once")
        if isinstance(record, Person):
            _person(arrival.persons, arrival.notes, record, domain)
        else:
            _note(arrival.notes, record, domain)
    return arrival


def _person(persons: Counted, notes: Counted, person: Person, domain: str) -> None:
    why = _why_not(person.fields.get("person_record_id", ""), person.fields.get("source_date", ""), domain)
    if not why and home_of(person.record_id) in settings.CONFIGURATION.public_hosts:
        why = "the bureau's own record"
    if why:
        persons.skipped.append((person.record_id, why))
        notes.skipped += [(note.record_id, "its person was skipped") for note in person.notes]
        return
    good = []
    for note in person.notes:
        if fault := _why_not(note.record_id, note.fields.get("source_date", ""), domain):
            notes.skipped.append((note.record_id, fault))
        else:
            good.append(_without_contacts(note))
    # Counted as notes, though they are kept inside their person.
    persons.kept.append(replace(person, fields=_said(person.fields), notes=tuple(good)))


def _note(notes: Counted, note: Note, domain: str) -> None:
    why = _why_not(note.record_id, note.fields.get("source_date", ""), domain)
    if not why and not home_of(note.person_id):
        why = "a note that stands alone needs the person_record_id of its person"
    if why:
        notes.skipped.append((note.record_id, why))
    else:
        notes.kept.append(_without_contacts(note))


def _why_not(identifier: str, source_date: str, domain: str) -> str:
    if not home_of(identifier):
        return "not in the form domain/id"
    if home_of(identifier) != domain:
        return f"not in authorized domain: this key writes for {domain}"
    if source_date and moment(source_date) is None:
        return "source_date is not written as 2026-09-01T10:00:00Z"
    return ""


def _without_contacts(note: Note) -> Note:
    return replace(note, fields=_said(note.fields))


def _said(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if name not in NOT_KEPT}
