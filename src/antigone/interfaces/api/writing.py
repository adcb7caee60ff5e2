"""Partners bring PFIF; a registrar looks at it before it goes into the registry.

The answer is the status document of the People Finder Data API: how many records were read, how many are kept, and for
each other one why not. How authors are reached is not even kept until then (`exchange.pfif.drafts`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from antigone.bureau.disclosure.partners import Admitted, Scope, keep_delivery
from antigone.interfaces.api.keys import for_partners, key_of
from antigone.interfaces.api.problems import problem
from antigone.interfaces.exchange.errors import UnreadableFile
from antigone.interfaces.exchange.pfif import NEWEST, Note, Person, home_of, moment, read_stream, write_pfif
from antigone.interfaces.exchange.pfif.drafts import NOT_KEPT
from antigone.interfaces.exchange.pfif.writing import escaped

MOST_BYTES = 1024 * 1024
MOST_RECORDS = 100
_STATUS = "http://zesty.ca/pfif/1.4/status"


@dataclass(slots=True)
class _Counted:
    """Of one type of record: how many were read, which are kept, and which not, with the reason."""

    kept: list[Person | Note] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def parsed(self) -> int:
        return len(self.kept) + len(self.skipped)


@for_partners(Scope.WRITE, "POST")
def write(request: HttpRequest, partner: Admitted) -> HttpResponse:
    """Take up to a hundred records of the partner's own domain."""
    # Not `request.body`, whose bound is the families' forms'.
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {MOST_BYTES:,} bytes at once")
    persons, notes = _Counted(), _Counted()
    try:
        for number, record in enumerate(read_stream("the document", io.BytesIO(body)), 1):
            if number > MOST_RECORDS:
                detail = f"send at most {MOST_RECORDS} persons and notes at once"
                return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            if isinstance(record, Person):
                _person(persons, notes, record, partner.domain)
            else:
                _note(notes, record, partner.domain)
    except UnreadableFile as trouble:
        return problem(HTTPStatus.BAD_REQUEST, str(trouble))
    kept = [*persons.kept, *notes.kept]
    if kept and not keep_delivery(key_of(request), b"".join(write_pfif(kept, NEWEST)), len(kept)):
        detail = "a hundred deliveries wait for a registrar; try again when they were looked at"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, Retry_After="86400")
    response = HttpResponse(_status(persons, notes).encode(), content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _person(persons: _Counted, notes: _Counted, person: Person, domain: str) -> None:
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


def _note(notes: _Counted, note: Note, domain: str) -> None:
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


def _status(persons: _Counted, notes: _Counted) -> str:
    inside = sum(len(person.notes) for person in persons.kept if isinstance(person, Person))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<status:status xmlns:status="{_STATUS}" xmlns:pfif="{NEWEST.namespace}">\n'
        f"{_of_type('person', persons.parsed, len(persons.kept), persons.skipped)}"
        f"{_of_type('note', notes.parsed + inside, len(notes.kept) + inside, notes.skipped)}"
        "</status:status>\n"
    )


def _of_type(kind: str, parsed: int, written: int, skipped: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f"    <status:skipped>\n      <pfif:{kind}_record_id>{escaped(identifier)}</pfif:{kind}_record_id>\n"
        f"      <status:error>{escaped(why)}</status:error>\n    </status:skipped>\n"
        for identifier, why in skipped
    )
    return (
        f"  <status:write>\n    <status:record_type>pfif:{kind}</status:record_type>\n"
        f"    <status:parsed>{parsed}</status:parsed>\n    <status:written>{written}</status:written>\n"
        f"{lines}  </status:write>\n"
    )
