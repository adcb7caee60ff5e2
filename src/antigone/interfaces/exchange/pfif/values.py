"""Persons and notes of PFIF as plain values: the fields of version 1.4, name to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from antigone.interfaces.exchange.pfif.versions import PLACEHOLDER_FIELDS, RENAMED, Version

_LABEL: Final = "description:"
_INDENT: Final = "    "
_OTHER_LABEL = re.compile(r"\S+:")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote of a person. `line` is where it begins in its file, 0 for one that comes from none."""

    fields: Mapping[str, str]
    line: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def record_id(self) -> str:
        return self.fields.get("note_record_id", "")

    @property
    def person_id(self) -> str:
        return self.fields.get("person_record_id", "")


@dataclass(frozen=True, slots=True)
class Person:
    """A person's record with the notes that stand inside it."""

    fields: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    line: int = 0
    warnings: tuple[str, ...] = field(default=())

    @property
    def record_id(self) -> str:
        return self.fields.get("person_record_id", "")


def home_of(record_id: str) -> str:
    """The domain of the home repository, which alone may change the record; empty where the id has none."""
    domain, slash, local = record_id.partition("/")
    return domain.lower() if slash and local else ""


def moment(text: str) -> datetime | None:
    """A date and time as PFIF writes them (UTC, ``2000-01-16T02:07:57Z``); None for anything else."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def moment_text(when: datetime) -> str:
    """The inverse of `moment`: whole seconds of UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def expired(person: Person, now: datetime) -> bool:
    """Whether the person's expiry date has passed, so that nothing but its placeholder may be kept or shown."""
    expiry = moment(person.fields.get("expiry_date", ""))
    return expiry is not None and expiry <= now


def placeholder(person: Person, now: datetime) -> Person:
    """What stands in the place of an expired person: ids and dates alone, entry and source date the moment of expiry.

    The dates move so that whoever mirrors the record sees that it changed.
    """
    moved = {"entry_date": moment_text(now), "source_date": moment_text(now)}
    kept = {name: text for name, text in person.fields.items() if name in PLACEHOLDER_FIELDS}
    return Person({**kept, **moved})


def newest_status(notes: Iterable[Note]) -> Note | None:
    """The note that says how the person stands: of those with a status the one with the latest source date.

    Of several from one moment the last one stands, as in the reference implementation.
    """
    latest: Note | None = None
    for note in notes:
        if note.fields.get("status") and (
            latest is None or note.fields.get("source_date", "") >= latest.fields.get("source_date", "")
        ):
            latest = note
    return latest


def description_to_other(description: str) -> str:
    """`description` as the field ``other`` of versions 1.1 to 1.3 holds it, under a label and indented."""
    if not description.strip() or description.startswith(_LABEL):
        return description
    return _LABEL + "\n" + _INDENT + f"\n{_INDENT}".join(description.split("\n")).rstrip(" ")


def other_to_description(other: str) -> str:
    """The inverse of `description_to_other`; `other` itself where it has no such label, or other labels besides."""
    lines: list[str] = []
    labelled = False
    for line in other.splitlines(keepends=True):
        rest = line
        if line.startswith(_LABEL):
            labelled = True
            rest = line.removeprefix(_LABEL)
            if not rest.strip():
                continue
        elif _OTHER_LABEL.match(line):
            return other
        lines.append(rest.strip(" \t"))
    return "".join(lines) if labelled else other


def lost_in(person: Person, version: Version) -> tuple[str, ...]:
    """Fields of a person and its notes that a version cannot say, sorted; ``note.`` stands before a note's.

    1.1 has no place for a note's person either, which the note's place inside its person says as well.
    """
    of_person = {RENAMED.get(name, name) for name in version.person}
    of_note = {RENAMED.get(name, name) for name in version.note} | {"person_record_id"}
    lost = {name for name, text in person.fields.items() if text and name not in of_person}
    for note in person.notes:
        lost |= {f"note.{name}" for name, text in note.fields.items() if text and name not in of_note}
    return tuple(sorted(lost))


def with_notes(person: Person, notes: Iterable[Note]) -> Person:
    """The person with further notes after its own."""
    return replace(person, notes=(*person.notes, *notes))
