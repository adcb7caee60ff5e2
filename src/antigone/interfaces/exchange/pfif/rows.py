"""A PFIF file as the rows of an import: persons with all their notes, or the reason why not.

A note may stand anywhere in a file, also after its person or in a file of its own. Notes that stand alone are put
aside in a temporary file at a first reading, and joined to their persons at a second one; memory does not grow with
the file.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from antigone.bureau.registry.drafts import ParsedRow, RecordKind, RejectedRow
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.pfif.drafts import draft_of, joined, person_of
from antigone.interfaces.exchange.pfif.values import Note, Person, expired, home_of

_AT_ONCE: Final = 1_000

#: Originals, by id, of persons of this source that are kept already.
Kept = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]


class Records(Protocol):
    """A file of PFIF in any form; each reading of it begins anew."""

    def records(self) -> Iterator[Person | Note]: ...


class Gone(Protocol):
    """Takes the ids of persons that expired at their home repository."""

    def __call__(self, record_id: str, /) -> None: ...


def rows_of(
    file: Records,
    *,
    now: datetime,
    kind: RecordKind | None,
    own_domains: frozenset[str],
    kept: Kept,
    gone: Gone,
) -> Iterator[ParsedRow | RejectedRow]:
    """Persons of the file as drafts; then persons that we keep and of whom the file has new notes.

    Args:
        now: when expiry is judged.
        kind: see `drafts.draft_of`.
        own_domains: the bureau's own; what comes back from there is no second source and is rejected.
        kept, gone: see `Kept` and `Gone`.

    Raises:
        UnreadableFile: at any row; nothing of the file may be kept then.
    """
    with _notes_aside() as aside:
        for record in file.records():
            if isinstance(record, Note):
                aside.put(record)
        for record in file.records():
            if isinstance(record, Person):
                yield _row(joined(record, aside.take(record.record_id)), now, kind, own_domains, gone)
        for identifiers in aside.owners():
            known = kept(identifiers)
            for identifier in identifiers:
                notes = aside.take(identifier)
                if identifier in known:
                    person = joined(person_of(known[identifier]), notes)
                    yield _row(Person(person.fields, person.notes, notes[0].line), now, kind, own_domains, gone)
                else:
                    reason = "the note's person is neither in this file nor kept from this source; import it first"
                    yield from (
                        RejectedRow(note.line, "person_record_id", shortened(identifier), reason) for note in notes
                    )


def _row(
    person: Person, now: datetime, kind: RecordKind | None, own_domains: frozenset[str], gone: Gone
) -> ParsedRow | RejectedRow:
    identifier = person.record_id
    home = home_of(identifier)
    if not home:
        reason = "a person needs a person_record_id: the home repository's domain, a slash and its own id"
        return RejectedRow(person.line, "person_record_id", shortened(identifier), reason)
    if home in own_domains:
        reason = "this is the bureau's own record come back; its own words are no second source"
        return RejectedRow(person.line, "person_record_id", shortened(identifier), reason)
    if expired(person, now):
        gone(identifier)
        reason = f"expired at {home} on {person.fields['expiry_date'][:10]}; nothing of it may be kept"
        return RejectedRow(person.line, "expiry_date", shortened(identifier), reason)
    draft, warnings = draft_of(person, kind)
    if not draft.names:
        said = person.fields.get("full_name", "") or person.fields.get("family_name", "")
        return RejectedRow(person.line, "full_name", shortened(said), "names nobody; write the name as full_name")
    return ParsedRow(person.line, draft, warnings)


class _Aside:
    """Notes by the id of their person, in a file that nobody else can open."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE TABLE note (person TEXT, place INTEGER PRIMARY KEY, line INTEGER, fields TEXT)")
        database.execute("CREATE INDEX note_of ON note (person, place)")
        self._any = False

    def put(self, note: Note) -> None:
        self._any = True
        self._database.execute(
            "INSERT INTO note (person, line, fields) VALUES (?, ?, ?)",
            (note.person_id, note.line, json.dumps(dict(note.fields))),
        )

    def take(self, person: str) -> tuple[Note, ...]:
        """The notes of a person in the order of the file; they are gone then."""
        if not self._any:
            return ()
        rows = self._database.execute("SELECT fields, line FROM note WHERE person = ? ORDER BY place", (person,))
        found = tuple(Note(json.loads(fields), line) for fields, line in rows)
        if found:
            self._database.execute("DELETE FROM note WHERE person = ?", (person,))
        return found

    def owners(self) -> Iterator[tuple[str, ...]]:
        """Persons of whom notes are left, some at once."""
        last = None
        while True:
            rows = self._database.execute(
                "SELECT DISTINCT person FROM note WHERE ? IS NULL OR person > ? ORDER BY person LIMIT ?",
                (last, last, _AT_ONCE),
            )
            found = tuple(person for (person,) in rows)
            if not found:
                return
            last = found[-1]
            yield found


@contextlib.contextmanager
def _notes_aside() -> Iterator[_Aside]:
    with (
        tempfile.TemporaryDirectory(prefix="antigone-pfif-") as folder,
        contextlib.closing(sqlite3.connect(Path(folder) / "notes")) as database,
    ):
        yield _Aside(database)
