"""Atom feeds of persons and notes, as other People Finder repositories read them.

Only who may be listed by anybody is in them. Whoever left the list stands there as a placeholder that has expired,
and his note without a text, so that mirrors drop their copies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from antigone.bureau.disclosure.feeds import MOST_RESULTS, MOST_SKIPPED, FeedEntry, FeedQuery, feed
from antigone.bureau.disclosure.partners import Admitted, Scope
from antigone.interfaces.api.keys import for_partners
from antigone.interfaces.api.problems import problem
from antigone.interfaces.exchange.outgoing.people import Home, NoHome, departed_person, home_of_bureau, person_of
from antigone.interfaces.exchange.pfif import Note, Person, UnknownVersion, Version, moment, moment_text, version_named
from antigone.interfaces.exchange.pfif.writing import escaped, note_xml, person_xml

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class _BadQuestion(Exception):
    """A parameter that cannot be answered; the message names it."""


@for_partners(Scope.FEED, "GET")
def person_feed(request: HttpRequest, partner: Admitted) -> HttpResponse:
    """Persons, each with the note that says how the source speaks of him."""
    return _answered(request, "person")


@for_partners(Scope.FEED, "GET")
def note_feed(request: HttpRequest, partner: Admitted) -> HttpResponse:
    """The notes alone; `person_record_id` asks for those of one person."""
    return _answered(request, "note")


def _answered(request: HttpRequest, kind: str) -> HttpResponse:
    configuration = settings.CONFIGURATION
    try:
        home = home_of_bureau(configuration.public_hosts, configuration.bureau_name)
        version = version_named(request.GET.get("version", "1.4"))
        if kind == "note" and not version.top_level_notes:
            raise _BadQuestion("version 1.1 has no notes that stand alone; ask for 1.2 or later")
        query = _query(request.GET, home)
    except NoHome:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the bureau has not said under which domain its records stand")
    except (UnknownVersion, _BadQuestion) as trouble:
        return problem(HTTPStatus.BAD_REQUEST, str(trouble))
    entries = feed(query) if query is not None else []
    text = "".join(_document(entries, kind, home, version))
    response = HttpResponse(text.encode(), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _query(asked: QueryDict, home: Home) -> FeedQuery | None:
    """What is asked; None for a person who is not of this repository."""
    since = None
    if text := asked.get("min_entry_date", ""):
        since = moment(text)
        if since is None:
            raise _BadQuestion(f"min_entry_date is «{text[:40]}»; write it in UTC as 2026-09-01T10:00:00Z")
    person = ""
    if identifier := asked.get("person_record_id", ""):
        try:
            person = str(UUID(identifier.removeprefix(home.person_id(""))))
        except ValueError:
            return None
    return FeedQuery(
        since,
        _number(asked, "skip", 0, MOST_SKIPPED),
        max(1, _number(asked, "max_results", MOST_RESULTS, MOST_RESULTS)),
        person,
    )


def _number(asked: QueryDict, name: str, usual: int, most: int) -> int:
    text = asked.get(name, "")
    if not text:
        return usual
    if not _NUMBER.fullmatch(text):
        raise _BadQuestion(f"{name} is «{text[:40]}»; write a whole number")
    if int(text) > most:
        raise _BadQuestion(f"{name} is {int(text)}; {most} at most")
    return int(text)


def _document(entries: Sequence[FeedEntry], kind: str, home: Home, version: Version) -> list[str]:
    newest = max((entry.person.changed_at for entry in entries), default=datetime.now(UTC))
    address = f"https://{home.domain}/partners/feeds/{kind}"
    return [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:pfif="{version.namespace}">\n'
        f"  <id>{address}</id>\n  <title>{escaped(home.name)}</title>\n  <updated>{moment_text(newest)}</updated>\n"
        f'  <link rel="self">{address}</link>\n',
        *(_entry(entry, kind, home, version) for entry in entries),
        "</feed>\n",
    ]


def _entry(entry: FeedEntry, kind: str, home: Home, version: Version) -> str:
    one = entry.person
    person = departed_person(one.public_id, home, one.changed_at) if entry.gone else person_of(one, home)
    if kind == "person":
        return _wrapped(person_xml(person, version, indent="    "), person.record_id, one.name, home, one.changed_at)
    note = _blank_note(person, home, one.public_id) if entry.gone else person.notes[0]
    return _wrapped(note_xml(note, version, indent="    "), note.record_id, one.name, home, one.changed_at)


def _blank_note(person: Person, home: Home, public_id: str) -> Note:
    dates = {name: person.fields[name] for name in ("entry_date", "source_date")}
    identifiers = {"note_record_id": f"{home.domain}/note.{public_id}", "person_record_id": person.record_id}
    return Note({**identifiers, **dates})


def _wrapped(inside: str, identifier: str, title: str, home: Home, changed: datetime) -> str:
    return (
        f"  <entry>\n{inside}    <id>pfif:{escaped(identifier)}</id>\n    <title>{escaped(title)}</title>\n"
        f"    <author>\n      <name>{escaped(home.name)}</name>\n    </author>\n"
        f"    <updated>{moment_text(changed)}</updated>\n    <content>{escaped(title)}</content>\n  </entry>\n"
    )
