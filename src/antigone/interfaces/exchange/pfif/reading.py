"""PFIF of any version, read person by person: XML files and Atom feeds of them.

Both forms of namespace are read (with a prefix, and as the default), and the namespace with a slash at its end, which
some programs write. Fields get their names of version 1.4. White space around a value is taken away, an unknown element
is passed over with a warning, and the order of elements does not matter. A note inside a person is that person's, also
when the person's id comes after it, or when the note names another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from antigone.interfaces.exchange.errors import WrongFormat
from antigone.interfaces.exchange.foreign_xml import Element, Selection, stream_elements
from antigone.interfaces.exchange.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from antigone.interfaces.exchange.pfif.values import Note, Person, other_to_description
from antigone.interfaces.exchange.pfif.versions import RENAMED, VERSIONS, Version, version_of_namespace
from antigone.interfaces.exchange.tables.sources import reading
from antigone.interfaces.exchange.tables.table import open_checked

#: A repository of some millions of persons.
PFIF_LIMITS: Final = replace(DEFAULT_LIMITS, file_bytes=8192 * MEBIBYTE)
_ATOM: Final = "http://www.w3.org/2005/Atom"
_FIELDS: Final = {
    "person": frozenset(RENAMED.get(name, name) for version in VERSIONS.values() for name in version.person),
    "note": frozenset(RENAMED.get(name, name) for version in VERSIONS.values() for name in version.note),
}
_ENTRY: Final = f"{{{_ATOM}}}entry"
_PERSONS, _NOTES = (
    tuple(f"{{{version.namespace}{slash}}}{kind}" for version in VERSIONS.values() for slash in ("", "/"))
    for kind in ("person", "note")
)
#: Persons and notes that are in no person and in no entry of a feed; and such entries as a whole.
_STANDING_ALONE: Final = Selection((*_PERSONS, *_NOTES, _ENTRY), not_in=(*_PERSONS, _ENTRY))


@dataclass(frozen=True, slots=True)
class PfifFile:
    """An open file; each reading of it begins at its first byte."""

    name: str
    file: IO[bytes]

    def records(self) -> Iterator[Person | Note]:
        """Persons with the notes inside them, and notes that stand alone, in the order of the file.

        Memory is bounded by the largest person.

        Raises:
            UnreadableFile: the sentence names the file, the line and the cure.
        """
        return read_stream(self.name, reading(self.file))

    def elements(self) -> Iterator[Element]:
        """The same as the XML has them, for whoever judges the XML itself."""
        return _elements(self.name, reading(self.file))


@contextmanager
def open_pfif(path: Path, limits: Limits = PFIF_LIMITS) -> Iterator[PfifFile]:
    """Opens and closes a PFIF file.

    Raises:
        UnreadableFile: it is missing, empty or above the limit.
    """
    file = open_checked(path, path.name, limits)
    try:
        yield PfifFile(path.name, file)
    finally:
        file.close()


def read_stream(name: str, stream: IO[bytes]) -> Iterator[Person | Note]:
    """As `PfifFile.records`, of bytes that are no file."""
    for element in _elements(name, stream):
        kind = qualified(element.tag)[1]
        yield _person(element) if kind == "person" else _note(element)


def _elements(name: str, stream: IO[bytes]) -> Iterator[Element]:
    checked = False
    for element, _, root in stream_elements(name, stream, _STANDING_ALONE):
        if not checked:
            _check_root(name, root)
            checked = True
        if element.tag != _ENTRY:
            yield element
        else:
            yield from (one for one in element.children if qualified(one.tag)[1] in ("person", "note"))
    if not checked:
        raise WrongFormat(
            f"{name}: there is no person and no note of PFIF in this file; "
            "its root must be <pfif> in a namespace such as http://zesty.ca/pfif/1.4"
        )


def _check_root(name: str, root: Element) -> None:
    version, kind = qualified(root.tag)
    if kind not in ("pfif", "feed") or (kind == "pfif") != (version is not None):
        raise WrongFormat(
            f"{name}, line 1: the root element is <{root.tag.rpartition('}')[2][:40]}>; "
            "a PFIF file begins with <pfif> in a namespace such as http://zesty.ca/pfif/1.4"
        )


@lru_cache(maxsize=4096)
def qualified(tag: str) -> tuple[Version | None, str]:
    """Version and local name of ``{namespace}name``; Atom's own have no version, others no name either."""
    namespace, _, local = tag.rpartition("}")
    version = version_of_namespace(namespace.removeprefix("{"))
    return version, local if version is not None or namespace == "{" + _ATOM else ""


@lru_cache(maxsize=4096)
def _field(tag: str, kind: str) -> str:
    """The name in 1.4 of a child of a person or a note; empty for an unknown one."""
    version, local = qualified(tag)
    name = RENAMED.get(local, local)
    return name if version is not None and name in _FIELDS[kind] else ""


def _person(element: Element) -> Person:
    notes: list[Note] = []
    fields, warnings = _contents(element, "person", notes)
    identifier = fields.get("person_record_id")
    if identifier:
        notes = [replace(note, fields={**note.fields, "person_record_id": identifier}) for note in notes]
    return Person(fields, tuple(notes), element.line, warnings)


def _note(element: Element) -> Note:
    fields, warnings = _contents(element, "note", [])
    return Note(fields, element.line, warnings)


def _contents(element: Element, kind: str, notes: list[Note]) -> tuple[dict[str, str], tuple[str, ...]]:
    fields: dict[str, str] = {}
    warnings: list[str] = []
    for child in element.children:
        tag = child.tag
        name = _field(tag, kind)
        if not name:
            if kind == "person" and qualified(tag)[1] == "note":
                notes.append(_note(child))
            else:
                shown = tag.rpartition("}")[2][:40]
                warnings.append(f"line {child.line}: <{shown}> is no field of a {kind} and was passed over")
            continue
        text = text_of(child)
        if name == "description" and tag.endswith("}other"):
            text = other_to_description(text).strip()
        if name in fields and text:
            warnings.append(f"line {child.line}: a second {name} was passed over")
        elif text:
            fields[name] = text
    return fields, tuple(warnings)


def text_of(element: Element) -> str:
    """The element's own text without white space around it."""
    return element.text.strip()
