"""What a PFIF person and its notes become in the registry. `docs/exchange.md` has the whole table; a test holds it.

Every person is somebody *missing*, whatever the notes say: a status is what somebody wrote on the internet.
``believed_dead`` in particular is hearsay and never a death; it is kept as the status that the source gave.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind, RowWarning, Sex
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.people.values import AgeRange, clean, read_age, why_not_a_name
from antigone.interfaces.exchange.pfif.values import Note, Person, moment, newest_status
from antigone.interfaces.exchange.pfif.versions import STATUSES

#: Never kept: how authors and those who were found are reached is for the home repository to know, and `entry_date`
#: is the moment at which a copy was made, which each mirror sets anew.
NOT_KEPT: Final = frozenset(
    {"author_email", "author_phone", "email_of_found_person", "phone_of_found_person", "entry_date"}
)
#: PFIF's status -> kind of record. All alike; the status itself is kept in the record's own field.
KINDS: Final[Mapping[str, RecordKind]] = dict.fromkeys(("", *sorted(STATUSES)), RecordKind.MISSING)
_NOTES: Final = "notes"
_HOME: Final = ("home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code", "home_country")
_MOST_TOLD: Final = 20_000


def draft_of(person: Person, kind: RecordKind | None = None) -> tuple[RecordDraft, tuple[RowWarning, ...]]:
    """The record, and what was left out or read with a guess. A person without a usable name has a draft without names.

    Args:
        kind: what the registrar says that the whole file lists; None takes it from `KINDS`.
    """
    warnings = [RowWarning(person.line, "", "", told) for told in person.warnings]
    fields = person.fields
    names = _names(fields)
    newest = newest_status(person.notes)
    status = newest.fields["status"] if newest else ""
    dates = [fields.get("source_date", ""), *(note.fields.get("source_date", "") for note in person.notes)]
    known_dates = [text for text in dates if moment(text)]
    for text in dates:
        if text and not moment(text):
            warnings.append(RowWarning(person.line, "source_date", shortened(text), "is no date of PFIF; left out"))
    draft = RecordDraft(
        kind=kind or KINDS.get(status, RecordKind.MISSING),
        names=names,
        source_record_id=person.record_id,
        status=status,
        sex=_sex(person, warnings),
        birth_date=_birth(person, warnings),
        residence=", ".join(clean(fields[name]) for name in _HOME if fields.get(name)),
        last_seen_place=_last_place(person.notes),
        circumstances=_told(person.notes),
        description=fields.get("description", ""),
        informant=clean(fields.get("author_name", "")),
        source_date=max(known_dates, default=""),
        note=_remarks(person),
        original=original_of(person),
    )
    return draft, tuple(warnings)


def original_of(person: Person) -> dict[str, str]:
    """The record as received, but for `NOT_KEPT`; the notes stand as a list of JSON under ``notes``."""
    kept = {name: text for name, text in person.fields.items() if name not in NOT_KEPT}
    notes = [{name: text for name, text in note.fields.items() if name not in NOT_KEPT} for note in person.notes]
    return {**kept, _NOTES: json.dumps(notes, ensure_ascii=False)} if notes else kept


def person_of(original: Mapping[str, str]) -> Person:
    """The inverse of `original_of`."""
    notes = json.loads(original.get(_NOTES, "[]"))
    return Person({name: text for name, text in original.items() if name != _NOTES}, tuple(map(Note, notes)))


def joined(person: Person, later: tuple[Note, ...]) -> Person:
    """The person with notes that came alone; a note that it has already, by its id, gives way to the newer one."""
    by_id = {note.record_id or str(place): note for place, note in enumerate(person.notes)}
    for place, note in enumerate(later):
        identifier = note.record_id or f"later {place}"
        before = by_id.get(identifier)
        if before is None or before.fields.get("source_date", "") <= note.fields.get("source_date", ""):
            by_id[identifier] = note
    return Person(person.fields, tuple(by_id.values()), person.line, person.warnings)


def _names(fields: Mapping[str, str]) -> tuple[NameDraft, ...]:
    whole = [name for name in map(clean, fields.get("full_name", "").split("\n")) if name]
    parts = clean(f"{fields.get('family_name', '')} {fields.get('given_name', '')}")
    if parts and not set(parts.casefold().split()) <= set(" ".join(whole).casefold().split()):
        whole.append(parts)
    whole += [name for name in map(clean, fields.get("alternate_names", "").split("\n")) if name]
    usable = [name for name in dict.fromkeys(whole) if not why_not_a_name(name)]
    return tuple(NameDraft(name, NameKind.ALIAS if place else NameKind.PRIMARY) for place, name in enumerate(usable))


def _sex(person: Person, warnings: list[RowWarning]) -> Sex:
    text = person.fields.get("sex", "").casefold()
    if text in set(Sex):
        return Sex(text)
    warnings.append(RowWarning(person.line, "sex", shortened(text), "is not female, male or other; left out"))
    return Sex.UNKNOWN


def _birth(person: Person, warnings: list[RowWarning]) -> str:
    """The date of birth; else the span of years that the age allows, for an age says something of one day only."""
    fields = person.fields
    if text := fields.get("date_of_birth", ""):
        try:
            return UncertainDate.parse(text).edtf
        except NotADate:
            warnings.append(RowWarning(person.line, "date_of_birth", shortened(text), "is no date; left out"))
    age, told = fields.get("age", ""), moment(fields.get("source_date", ""))
    if not age:
        return ""
    read = read_age(_plain_hyphens(age))
    if told is None or isinstance(read, str) or read == AgeRange(None, None):
        why = read if isinstance(read, str) else "an age says nothing without a source_date"
        warnings.append(RowWarning(person.line, "age", shortened(age), f"{why}; left out"))
        return ""
    first = told.year - read.high - 1 if read.high is not None else None
    last = told.year - read.low if read.low is not None else None
    return f"{first if first is not None else '..'}/{last if last is not None else '..'}"


def _plain_hyphens(text: str) -> str:
    return "".join("-" if letter in "‐‑‒–—―−﹣-" else letter for letter in text)


def _last_place(notes: tuple[Note, ...]) -> str:
    placed = [note for note in notes if note.fields.get("last_known_location")]
    newest = max(placed, key=lambda note: note.fields.get("source_date", ""), default=None)
    return clean(newest.fields["last_known_location"]) if newest else ""


def _told(notes: tuple[Note, ...]) -> str:
    """What the notes say, one a line, the oldest first: day, author, status, text."""
    lines = []
    for note in sorted(notes, key=lambda one: one.fields.get("source_date", "")):
        said = [note.fields.get("source_date", "")[:10], clean(note.fields.get("author_name", ""))]
        if status := note.fields.get("status"):
            said.append(status)
        if note.fields.get("author_made_contact", "").casefold() in ("true", "yes", "y", "1"):
            said.append("says that he was in contact with the person")
        lines.append(": ".join(part for part in (", ".join(filter(None, said)), note.fields.get("text", "")) if part))
    return "\n".join(filter(None, lines))[:_MOST_TOLD]


def _remarks(person: Person) -> str:
    linked = dict.fromkeys(
        note.fields["linked_person_record_id"] for note in person.notes if note.fields.get("linked_person_record_id")
    )
    remarks = [clean(person.fields.get("source_name", "")), person.fields.get("source_url", "")]
    if linked:
        remarks.append(f"linked by its source with {', '.join(linked)}")
    return "; ".join(filter(None, remarks))
