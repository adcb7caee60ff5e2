"""PFIF made of invented people: strategies and the shortest way to read what was written."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from antigone.interfaces.exchange.pfif import STATUSES, VERSIONS, Note, Person, Version, moment_text, read_stream
from antigone.interfaces.exchange.pfif.versions import RENAMED
from antigone.interfaces.exchange.pfif.writing import write_pfif

HOME = "repository.example"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def read(document: str | bytes) -> list[Person | Note]:
    data = document.encode() if isinstance(document, str) else document
    return list(read_stream("document", io.BytesIO(data)))


def written(records: Iterable[Person | Note], version: str = "1.4") -> bytes:
    return b"".join(write_pfif(records, VERSIONS[version]))


#: What a reader of XML gives back as it was: no control characters, no white space at the ends or doubled as line ends.
texts = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
moments = st.integers(0, 800_000_000).map(
    lambda seconds: moment_text(datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
)
_SPECIAL = {
    "sex": st.sampled_from(["female", "male", "other"]),
    "status": st.sampled_from(sorted(STATUSES)),
    "author_made_contact": st.sampled_from(["true", "false"]),
    "date_of_birth": st.sampled_from(["1987", "1987-05", "1987-05-13"]),
    "age": st.integers(0, 99).map(str),
    "entry_date": moments,
    "source_date": moments,
    "expiry_date": moments,
    "description": st.lists(texts, min_size=1, max_size=3).map("\n".join),
    "full_name": st.lists(texts, min_size=1, max_size=3).map("\n".join),
}


def _fields(names: tuple[str, ...], without: set[str]) -> st.SearchStrategy[dict[str, str]]:
    newest = {RENAMED.get(name, name) for name in names} - without
    return st.fixed_dictionaries({}, optional={name: _SPECIAL.get(name, texts) for name in sorted(newest)})


@st.composite
def notes(draw: st.DrawFn, version: Version, person_id: str) -> Note:
    fields = draw(_fields(version.note, {"note_record_id", "person_record_id"}))
    identifier = f"{HOME}/note.{draw(st.integers(1, 9_999_999))}"
    return Note({**fields, "note_record_id": identifier, "person_record_id": person_id})


@st.composite
def persons(draw: st.DrawFn, version: Version) -> Person:
    """A person with notes, saying only what the version can say."""
    identifier = f"{HOME}/person.{draw(st.integers(1, 9_999_999))}"
    fields = {**draw(_fields(version.person, {"person_record_id"})), "person_record_id": identifier}
    own = draw(st.lists(notes(version, identifier), max_size=2))
    return Person(fields, tuple(own))


def plain(record: Person | Note) -> tuple[object, ...]:
    """What a record says, without where it stood."""
    inside = tuple(dict(note.fields) for note in record.notes) if isinstance(record, Person) else ()
    return type(record).__name__, dict(record.fields), inside
